import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { shownText } from './shown.ts';

// A firewall is broken rule by rule: what its scenario notices, what it misses, what no packet could tell.

let project: Project;

const firewall = `# by RouterOS 7.16
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add chain=input action=drop protocol=tcp dst-port=23 comment="telnet <b>"
add chain=input action=drop protocol=tcp dst-port=80
add chain=forward action=drop in-interface=ether1
add chain=input action=accept
`;

const scenario = `scenario: Telnet is closed
topology: small
router: fw.rsc
steps:
  - title: SSH answers, telnet does not
    scan: { from: attacker, to: router, tcp: [22, 23, 80], open: [22], filtered: [23] }
`;

beforeAll(() => {
  project = createProject();
  project.write('lab/router/fw.rsc', firewall);
  project.write('scenarios/telnet.yaml', scenario);
});

afterAll(() => project[Symbol.dispose]());

const mutate = (...argv: string[]) =>
  project.knocklab('mutate', ...argv, '--mutators', 'remove,reorder', '--workers', '1');

interface Report {
  readonly files: Record<string, { mutants: { description: string; status: string; statusReason?: string }[] }>;
}

test('each mutant is killed, survives, is not covered or is proved equal; a score too low is exit code 1', async () => {
  const { stdout, stderr, exitCode } = await mutate('telnet', '--threshold', '90');
  expect(stderr).toBe('');
  const name = 'lab/router/fw.rsc';
  const report: Report = JSON.parse(readFileSync(join(project.folder, 'reports/mutation/mutation.json'), 'utf8'));
  const found = report.files[name]?.mutants.map(({ description, status }) => [description.slice(20), status]);
  expect(found).toEqual([
    ['0 removed', 'Killed'],
    ['0 and 1 swapped', 'Ignored'],
    ['1 removed', 'Survived'],
    ['1 and 3 swapped', 'Survived'],
    ['2 removed', 'NoCoverage'],
    ['3 removed', 'Ignored'],
  ]);
  expect(report.files[name]?.mutants[0]?.statusReason).toBe('step 1, SSH answers, telnet does not: 22, 23/tcp open');
  expect(stdout.replaceAll(/in \d+ s|\d+ a minute/g, (text) => text.replace(/\d+/, 'N'))).toBe(
    shownText(import.meta, 'mutate'),
  );
  expect(exitCode).toBe(1);
  const page = readFileSync(join(project.folder, 'reports/mutation/index.html'), 'utf8');
  expect(page).toContain('- scan: { from: attacker, to: router, tcp: [80], expect: filtered }');
  expect(page).not.toContain('<b>');
  expect(project.holders()).toEqual([]);
});

test('an explanation stands beside its survivor, and one that nothing needs is out of date', async () => {
  project.write(
    'lab/router/fw.survivors.yaml',
    `survivors:
  - { mutant: /ip firewall filter 1 removed, because: nothing listens on port 80 }
  - { mutant: /ip firewall filter 0 removed, because: nobody knows }
`,
  );
  const { stdout, exitCode } = await mutate('fw.rsc');
  expect(stdout).toContain('      explained: nothing listens on port 80\n');
  expect(stdout).toContain('  out of date: "/ip firewall filter 0 removed" does not survive: killed\n');
  expect(exitCode).toBe(1);
});

test('what the last report leaves open is run again, once there is a step for it', async () => {
  project.write(
    'scenarios/telnet.yaml',
    `${scenario}  - title: nobody gets to the web page
    scan: { from: attacker, to: router, tcp: [80], expect: filtered }
`,
  );
  const again = await mutate('telnet', '--again');
  expect(again.stdout).toContain('mutants to notice: 3\n');
  expect(again.stdout).toContain('killed 2 · survived 0 · no coverage 1 · equivalent 0');
  expect(again.stdout).toContain('with the last report: killed 3 · survived 0 · no coverage 1 · equivalent 2');
  expect(again.stdout).toContain('score 75.0 %');
  const report: Report = JSON.parse(readFileSync(join(project.folder, 'reports/mutation/mutation.json'), 'utf8'));
  expect(report.files['lab/router/fw.rsc']?.mutants).toHaveLength(6);
  project.write('lab/router/fw.rsc', `${firewall}# another\n`);
  expect((await mutate('telnet', '--again')).stderr).toContain('is not any more what the last report is about');
  project.write('lab/router/fw.rsc', firewall);
  const nothing = await mutate('telnet', '--again', '--out', 'reports/nothing');
  expect(nothing.stderr).toContain('There is no ');
  expect(nothing.exitCode).toBe(2);
  project.write('scenarios/telnet.yaml', scenario);
});

test('a scenario that does not pass on the configuration as it is proves nothing of mutants', async () => {
  project.write('lab/router/open.rsc', firewall.replace('dst-port=23', 'dst-port=24'));
  const { stderr, exitCode } = await mutate('open.rsc', 'telnet', '--out', 'reports/open');
  expect(stderr).toContain(
    'telnet does not pass on lab/router/open.rsc as it is: step 1, SSH answers, telnet does not.',
  );
  expect(exitCode).toBe(2);
  expect(existsSync(join(project.folder, 'reports/open'))).toBe(false);
});

test('an interrupted run keeps what it knows', async () => {
  const { stdout, stderr, exitCode } = await project.interrupted(
    'SIGINT',
    /passes on/,
    'mutate',
    'telnet',
    '--workers',
    '1',
  );
  expect(stderr).toBe('');
  expect(stdout).toMatch(/ · pending \d+\n/);
  expect(exitCode).toBe(130);
  expect(project.holders()).toEqual([]);
});

test('a configuration that no scenario names is refused', async () => {
  project.write('lab/router/lonely.rsc', firewall);
  const { stderr, exitCode } = await mutate('lonely.rsc');
  expect(stderr).toContain('No scenario names lonely.rsc.');
  expect(exitCode).toBe(2);
});
