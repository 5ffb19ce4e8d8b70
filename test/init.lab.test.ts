import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

let project: Project;

beforeEach(() => {
  project = createProject();
});

afterEach(() => project[Symbol.dispose]());

const exported = join(import.meta.dirname, 'init', 'exports', 'home-7.rsc');
const inProject = (name: string): string => join(project.folder, name);
const read = (name: string): string => readFileSync(inProject(name), 'utf8');
const results = (): { exitCode: number; scenarios: { steps: { title: string; status: string }[] }[] } =>
  JSON.parse(read('reports/latest/results.json'));

describe('knocklab init', () => {
  test('makes a project that passes, and fails without a rule that matters', async () => {
    writeFileSync(inProject('.gitignore'), 'mine\n');
    const made = await project.knocklab('init', '--export', exported);
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(made.stdout).toContain('Secrets stand in clear text (line 17)');
    expect(made.stdout).toMatch(/Kept, but without effect in a lab: .*\/tool mac-server/);
    expect(made.stdout).toContain('kept  .gitignore (it was there already)');
    expect(read('.gitignore')).toBe('mine\n');
    expectShown(import.meta, 'init', made.stdout);
    expect(read('firewall/home-7.rsc')).toBe(readFileSync(exported, 'utf8'));
    expect(read('scenarios/home-7.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.knocklab\/scenario\.schema\.json\n/,
    );

    expect((await project.knocklab('run')).exitCode).toBe(0);
    const trace = read('reports/latest/trace.jsonl') + read('reports/latest/artifacts/home-7/export-before.rsc');
    expect(trace).toContain('wpa2-pre-shared-key=');
    expect(trace).not.toContain('not-my-real-passphrase');

    writeFileSync(inProject('open.rsc'), read('firewall/home-7.rsc').replace(/^add action=masquerade .*\n/m, ''));
    expect((await project.knocklab('run', '--config', 'open.rsc')).exitCode).toBe(1);
    const failed = results().scenarios[0]?.steps.find(({ status }) => status === 'failed');
    expect(failed?.title).toBe('client and the world: answered');
  });

  test('sees over IPv6 what stands open when its half of the firewall is gone', async () => {
    const dual = join(import.meta.dirname, 'init', 'exports', 'dual-stack-7.rsc');
    expect((await project.knocklab('init', '--export', dual)).exitCode).toBe(0);
    const [four = '', six = ''] = read('firewall/dual-stack-7.rsc').split('/ipv6 firewall filter');
    const open = six.replace(/^add action=drop chain=forward .*\n/m, '');
    writeFileSync(inProject('open.rsc'), `${four}/ipv6 firewall filter${open}`);
    expect((await project.knocklab('run', '--config', 'open.rsc')).exitCode).toBe(1);
    const failed = results().scenarios[0]?.steps.filter(({ status }) => status === 'failed');
    expect(failed?.map(({ title }) => title)).toEqual(['what stranger may do with client over IPv6']);
  });

  test('makes nothing of a file that RouterOS would not read', async () => {
    project.write('bad.rsc', '/ip firewall filter\nadd chain=input action=drop comment="\n');
    const { exitCode, stderr } = await project.knocklab('init', '--export', 'bad.rsc');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bad\.rsc:\d+:\d+: /);
    expect(existsSync(inProject('firewall'))).toBe(false);
  });

  test('asks nobody where nobody is', async () => {
    const { exitCode, stderr } = await project.knocklab('init');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes for the example');
  });
});

const firewall = `/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input in-interface=ether1 protocol=icmp
`;
const shut =
  'scenario: shut\ntopology: small\nrouter: fw.rsc\nsteps:\n  - ping: { from: attacker, to: router, expect: unanswered }\n';

describe('knocklab run', () => {
  test('--ros and --config make a run of each, and a table of all', async () => {
    project.write('scenarios/shut.yaml', shut);
    project.write('fw.rsc', firewall);
    project.write('open.rsc', firewall.replace('action=drop', 'action=accept'));
    const run = await project.knocklab('run', '--ros', '6.49,7', '--config', 'fw.rsc', '--config', 'open.rsc');
    expect(run.exitCode).toBe(1);
    expect(run.stdout.split('\n').slice(-5)).toEqual([
      'passed  shut  fw.rsc, RouterOS 6.49',
      'passed  shut  fw.rsc, RouterOS 7',
      'failed  shut  open.rsc, RouterOS 6.49',
      'failed  shut  open.rsc, RouterOS 7',
      '',
    ]);
  });

  test('--retries tells what fails now and then from what fails', async () => {
    project.write('fw.rsc', firewall);
    project.write(
      'scenarios/moody.scenario.ts',
      `import { existsSync, writeFileSync } from 'node:fs';
import { expect, scenario } from 'knocklab';
scenario<'client'>('moody', { about: 'x', topology: 'small', router: 'fw.rsc' }, async ({ step }) => {
  const marker = ${JSON.stringify(inProject('seen'))};
  await step('only the second time', async () => {
    const before = existsSync(marker);
    writeFileSync(marker, '');
    expect(before).toBe(true);
  });
});
`,
    );
    const { exitCode, stdout } = await project.knocklab('run', '--retries', '2');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('retry 1 of 2: moody');
    expect(stdout).toMatch(/flaky +moody +\(failed, then passed\)/);
  });
});
