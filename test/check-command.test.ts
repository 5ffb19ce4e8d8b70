import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';

let project: Project;
beforeEach(() => {
  project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
});

const example = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../lab/router/examples/practices', `${name}.rsc`), 'utf8');

test('says which practice a configuration leaves out, where, why, and what to do', async () => {
  project.write('fw.rsc', example('09-violated'));
  expect(await project.knocklab('check', 'fw.rsc')).toEqual({
    exitCode: 1,
    stderr: '',
    stdout: `fw.rsc: 1 finding
  knock: icmp packet-size=937, udp 23611, tcp 30977 → allowed; a client: ping -c 1 -s 909 ROUTER; knock ROUTER 23611:udp; knock ROUTER 30977:tcp

fw.rsc:34: /ip firewall filter 12 the first knock is a ping
  note, not-icmp-first, practice 9: a sequence does not begin with ping
  why: Ping is what everybody tries first, and scanners do it by themselves: the first stage is passed by accident, and every ping of the world goes on the list.
  fix: Begin with a TCP or UDP port, and ask for the ping as a later knock.
`,
  });
});

test('ends with 0 when there is nothing to say', async () => {
  project.write('fw.rsc', example('01-followed'));
  const { exitCode, stdout } = await project.knocklab('check', 'fw.rsc');
  expect([exitCode, stdout]).toEqual([
    0,
    'fw.rsc: no findings\n  knock: tcp 41873, udp 23611, tcp 30977 → allowed; a client: knock ROUTER 41873:tcp 23611:udp 30977:tcp\n',
  ]);
});

test.each(['9', 'not-icmp-first', '1,not-icmp-first'])('--except %s leaves out a check', async (name) => {
  project.write('fw.rsc', example('09-violated'));
  expect((await project.knocklab('check', 'fw.rsc', '--except', name)).exitCode).toBe(0);
});

test('a check that does not exist is wrong input', async () => {
  project.write('fw.rsc', example('01-followed'));
  const { exitCode, stderr } = await project.knocklab('check', 'fw.rsc', '--except', '11');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/There is no check "11"\.[\s\S]*established-first \(1\)/);
});

test('--json has the same for machines', async () => {
  project.write('good.rsc', example('01-followed'));
  project.write('bad.rsc', example('08-violated'));
  const { exitCode, stdout } = await project.knocklab('check', 'good.rsc', 'bad.rsc', '--json');
  const [good, bad] = JSON.parse(stdout);
  expect(exitCode).toBe(1);
  expect(good).toMatchObject({ file: 'good.rsc', ok: true, errors: [], findings: [], unread: [] });
  expect(good.knocks).toEqual([
    {
      lists: ['allowed'],
      sequence: [
        { protocol: 'tcp', port: 41873, data: null, list: 'first', timeout: '10s', ...place(3, 23) },
        { protocol: 'udp', port: 23611, data: null, list: 'second', timeout: '10s', ...place(4, 25) },
        { protocol: 'tcp', port: 30977, data: null, list: 'allowed', timeout: '1h', ...place(5, 27) },
      ],
      client: 'knock ROUTER 41873:tcp 23611:udp 30977:tcp',
    },
  ]);
  expect(bad).toMatchObject({ file: 'bad.rsc', ok: false });
  expect(bad.findings.map(Object.keys)).toEqual(
    Array(2).fill([
      'check',
      'practice',
      'level',
      'title',
      'menu',
      'rule',
      'line',
      'text',
      'problem',
      'why',
      'fix',
      'proof',
    ]),
  );
  expect(bad.findings[1]).toMatchObject({ check: 'automation', practice: 8, ...place(5, 27) });
});

const place = (rule: number, line: number): object => ({ menu: '/ip firewall filter', rule, line });

test('--format sarif has every check, and each finding at its line', async () => {
  project.write('fw.rsc', example('08-violated'));
  const { exitCode, stdout } = await project.knocklab('check', 'fw.rsc', '--format', 'sarif');
  const [run] = JSON.parse(stdout).runs;
  expect(exitCode).toBe(1);
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toContain('shadowed');
  expect(run.invocations).toEqual([{ executionSuccessful: true }]);
  expect(run.results[1]).toMatchObject({
    ruleId: 'automation',
    level: 'warning',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'fw.rsc' }, region: { startLine: 27 } } }],
  });
});

test('--level leaves out what is less', async () => {
  project.write('fw.rsc', example('09-violated'));
  expect((await project.knocklab('check', 'fw.rsc', '--level', 'warning')).exitCode).toBe(0);
});

test('secrets are masked wherever lines of a configuration are shown', async () => {
  const secret = 'do-not-show-me';
  project.write(
    'fw.rsc',
    `/ppp secret\nadd name=ann password=${secret}\n:if (true) do={ /user set 0 password=${secret} }\n`,
  );
  for (const format of ['text', 'json', 'sarif']) {
    const { exitCode, stdout } = await project.knocklab('check', 'fw.rsc', '--format', format);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('clear-text');
    expect(stdout).not.toContain(secret);
  }
});

test('what a terminal would obey is shown, and not obeyed', async () => {
  project.write(
    'fw.rsc',
    '/ip firewall filter\nadd action=drop chain="\u001b[31mred"\nadd action=drop chain=input\nadd action=drop chain=input comment="\u001b[2J" protocol=tcp\r\n',
  );
  for (const options of [[], ['--json'], ['--format', 'sarif'], ['--fix']]) {
    const { stdout } = await project.knocklab('check', 'fw.rsc', ...options);
    expect(stdout).toMatch(/red|comment=/);
    expect(stdout).not.toMatch(/[\u001b\r]/);
  }
});

const repeated =
  '/ip firewall filter\n# twice\nadd action=drop chain=input\nadd action=drop chain=input protocol=tcp\n';

test('--fix prints a diff and leaves the file as it was; --write writes it', async () => {
  const file = project.write('fw.rsc', repeated);
  const except = '--except=established-first,other-layers';
  const shown = await project.knocklab('check', 'fw.rsc', '--fix', except);
  expect(shown).toEqual({
    exitCode: 1,
    stdout: `--- fw.rsc
+++ fw.rsc
@@ -1,4 +1,4 @@
 /ip firewall filter
 # twice
 add action=drop chain=input
-add action=drop chain=input protocol=tcp
+add action=drop chain=input disabled=yes protocol=tcp
`,
    stderr: 'fw.rsc: 1 of 1 findings would be mended (--write writes it): shadowed\n',
  });
  expect(readFileSync(file, 'utf8')).toBe(repeated);
  const written = await project.knocklab('check', 'fw.rsc', '--fix', '--write', except);
  expect([written.exitCode, written.stdout]).toEqual([0, shown.stdout]);
  expect(readFileSync(file, 'utf8')).toBe(repeated.replace('input protocol', 'input disabled=yes protocol'));
  expect((await project.knocklab('check', 'fw.rsc', except)).exitCode).toBe(0);
});

test.each([[['--write']], [['-', '--fix', '--write']]])('%j cannot be written', async (args) => {
  project.write('fw.rsc', repeated);
  const { exitCode, stderr } = await project.knocklabWith('', 'check', 'fw.rsc', ...args);
  expect([exitCode, stderr.includes('write')]).toEqual([2, true]);
});

test('what cannot be read is wrong input, and the others still get their answer', async () => {
  project.write('broken.rsc', '/ip firewall filter\nadd chain=input )\n');
  project.write('good.rsc', example('01-followed'));
  const { exitCode, stdout, stderr } = await project.knocklab('check', 'broken.rsc', 'missing.rsc', 'good.rsc');
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^broken\.rsc:2:17: .*\n\ngood\.rsc: no findings\n/);
  expect(stderr).toContain('Cannot read "missing.rsc": there is no such file.');
});

test('what only a run could tell is said, and not judged', async () => {
  project.write('fw.rsc', `${example('01-followed')}:if (true) do={ /ip service enable telnet }\n`);
  const { exitCode, stdout } = await project.knocklab('check', 'fw.rsc');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/fw\.rsc:\d+: not judged, only a run could tell: :if \(true\) do=/);
});

test('reads the standard input', async () => {
  const { exitCode, stdout } = await project.knocklabWith(example('01-followed'), 'check', '-');
  expect([exitCode, stdout.split('\n')[0]]).toEqual([0, '-: no findings']);
});
