import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { shownText } from './shown.ts';

// What scenarios exercise of a firewall, from outside: counted by the router, told by line of the configuration.

let project: Project;

const firewall = `# by RouterOS 7.16
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add chain=input action=accept connection-state=established,related
add chain=input action=add-src-to-address-list address-list=stage1 address-list-timeout=10s protocol=tcp \\
    dst-port=1000
add chain=input action=add-src-to-address-list address-list=open address-list-timeout=1m protocol=tcp dst-port=2000 src-address-list=stage1
add chain=input action=accept comment="the \\"door\\"" protocol=tcp dst-port=22 src-address-list=open
add chain=input action=jump jump-target=lan in-interface=ether2
add chain=input action=drop in-interface=ether1
:foreach port in={80;443} do={ add chain=lan action=accept protocol=tcp dst-port=$port }
add chain=lan action=accept limit=1,1:packet protocol=icmp
add chain=lan action=jump jump-target=nowhere
add chain=lan action=drop disabled=yes
add chain=lan action=accept hotspot=auth
add chain=forgotten action=drop protocol=udp dst-port=53
/ipv6 firewall filter
add chain=input action=drop protocol=tcp dst-port=23
`;

const scenario = (title: string, ...steps: string[]): string =>
  `scenario: ${title}\ntopology: small\nrouter: fw.rsc\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;

const shut = 'scan: { from: attacker, to: router, tcp: [22], expect: filtered }';
const knock = 'knock: { from: attacker, to: router, sequence: [1000/tcp, 2000/tcp] }';
const open = 'scan: { from: attacker, to: router, tcp: [22], expect: open }';
const skipped = 'knock: { from: attacker, to: router, sequence: [2000/tcp] }';
const twice = 'knock: { from: attacker, to: router, sequence: [1000/tcp, 1000/tcp] }';
const inside = 'scan: { from: client, to: router, tcp: [80], expect: open }';

beforeAll(() => {
  project = createProject();
  project.write('fw.rsc', firewall);
  project.write('scenarios/outside.yaml', scenario('outside', shut, knock, open));
  project.write(
    'scenarios/more.yaml',
    scenario(
      'more',
      skipped,
      twice,
      inside,
      'ping: { from: client, to: router, expect: answered }',
      'advance: 2m',
      shut,
    ),
  );
});

afterAll(() => project[Symbol.dispose]());

interface Rule {
  readonly line: number;
  readonly menu: string;
  readonly rule: string;
  readonly packets: number;
  readonly reached: number;
  readonly never?: string;
  readonly disabled?: boolean;
  readonly conditions: readonly { readonly text: string; readonly matched: number; readonly turnedAway: number }[];
}

async function measured(ids: readonly string[], ...options: string[]) {
  const ended = await project.knocklab('run', ...ids, ...options);
  const json = JSON.parse(readFileSync(join(project.folder, 'reports/latest/coverage/coverage.json'), 'utf8'));
  const [file] = json.files;
  const rulesAt = (line: number): Rule[] => file.rules.filter((rule: Rule) => rule.line === line);
  const turnedAway = (line: number): Record<string, boolean> =>
    Object.fromEntries(rulesAt(line).flatMap((rule) => rule.conditions.map((one) => [one.text, one.turnedAway > 0])));
  return { ended, file, rulesAt, turnedAway };
}

let outside: Awaited<ReturnType<typeof measured>>;
let both: typeof outside;

beforeAll(async () => {
  outside = await measured(['outside'], '--threshold', 'rules=100');
});

beforeAll(async () => {
  both = await measured(['outside', 'more'], '--coverage');
});

test('a run ends with how much of each configuration it exercised', () => {
  expect([both.ended.exitCode, both.ended.stderr]).toEqual([0, '']);
  expect(both.ended.stdout).toMatch(/passed +2 scenarios[\s\S]*^coverage +rules +matchers +chains +lists$/m);
  expect(both.ended.stdout).toMatch(/^fw\.rsc +8\/11 72\.7 % /m);
});

test('a rule that no packet comes to is told with its line; a step that sends one covers it', () => {
  expect(outside.rulesAt(13).map(({ packets, reached }) => [packets, reached])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const [web, tls] = both.rulesAt(13);
  expect(web).toMatchObject({ menu: '/ip firewall filter', rule: expect.stringContaining('dst-port=80') });
  expect(web?.packets).toBeGreaterThan(0);
  expect(tls?.packets).toBe(0);
  expect(outside.file.totals.rules.covered).toBeLessThan(both.file.totals.rules.covered);
});

test('a matcher counts as tried only when it alone has turned a packet away', () => {
  expect(outside.turnedAway(9)).toEqual({ 'src-address-list=stage1': false, 'dst-port=2000': true });
  expect(both.turnedAway(9)).toEqual({ 'src-address-list=stage1': true, 'dst-port=2000': true });
  expect(outside.turnedAway(11)).toEqual({ 'in-interface=ether2': true });
  expect(outside.turnedAway(12)).toEqual({ 'in-interface=ether1': false });
});

test('a matcher that counts packets is not disturbed by being measured', () => {
  // One packet in a second: of a ping's, the first alone.
  expect(both.rulesAt(14)).toMatchObject([{ packets: 1 }]);
});

test('what cannot be hit in the lab and what is disabled is told, and not counted', () => {
  expect(both.rulesAt(15)[0]?.never).toMatch(/^invalid/);
  expect(both.rulesAt(16)[0]?.disabled).toBe(true);
  expect(both.rulesAt(17)[0]?.never).toContain('hotspot=auth');
  expect(both.file.rules).toHaveLength(14);
  expect(both.file.totals.rules).toEqual({ covered: 8, total: 11, percent: 72.7 });
});

test('chains, and what can happen on address lists, are followed', () => {
  const chains = (of: typeof outside): string[] =>
    of.file.chains.filter(({ packets }: { packets: number }) => packets > 0).map((one: { chain: string }) => one.chain);
  expect(chains(outside)).toEqual(['input']);
  expect(chains(both)).toEqual(['input', 'lan']);
  const happened = (of: typeof outside): string[] =>
    of.file.transitions
      .filter(({ times }: { times: number }) => times > 0)
      .map(({ from, list, kind }: Record<string, string>) => `${from} ${list} ${kind}`);
  expect(happened(outside)).toEqual(['nothing stage1 entered', 'stage1 open entered']);
  // Two minutes: longer than either entry lives. That of the other scenario went down with its lab.
  expect(happened(both)).toEqual([
    'nothing stage1 entered',
    'stage1 stage1 refreshed',
    'stage1 open entered',
    'stage1 stage1 expired',
  ]);
});

test('the text shows each rule as RouterOS prints it, with what is missing', async () => {
  const { stdout, exitCode } = await project.knocklab('coverage');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('fw.rsc  by outside, more\n\n/ip firewall filter\n');
  expect(stdout).toMatch(/^ {3}10 {4}3 +\d+ {2};;; the "door"\n +chain=input action=accept dst-port=22/m);
  expect(stdout).toMatch(/^ {3}18 .*\n( {20}.*\n)? {20}✖ not reached: no packet came as far as this rule$/m);
  expect(stdout).toContain('chains that no packet entered\n   18  /ip firewall filter forgotten\n');
  expect(stdout).toContain('✖ limit=1,1:packet alone turned nothing away: without it the same packets would match');
});

test('too little gives exit code 1 and says where to look', async () => {
  expect([outside.ended.exitCode, outside.ended.stderr]).toEqual([
    1,
    'too little  rules 5/11 (45.4 %), wanted 100 %: fw.rsc lines 11, 13, 14, 18, 20\n',
  ]);
  const enough = await project.knocklab('coverage', '--threshold', 'rules=72.7', '--threshold', 'chains=50');
  expect([enough.exitCode, enough.stderr]).toEqual([0, '']);
  const tooLittle = await project.knocklab('coverage', '--threshold', 'rules=72.8', '--threshold', 'chains=50');
  expect([tooLittle.exitCode, tooLittle.stderr]).toEqual([1, expect.stringContaining('fw.rsc lines 13, 18, 20')]);
});

test('docs/coverage.md shows what is printed', async () => {
  const root = join(import.meta.dirname, '..');
  const out = join(project.folder, 'small-office');
  const { exitCode } = await project.knocklabIn(root, 'run', 'examples/small-office', '--coverage', '--out', out);
  expect(exitCode).toBe(0);
  const { stdout } = await project.knocklabIn(root, 'coverage', join(out, 'latest'));
  const [, shown = ''] = shownText(import.meta, 'coverage').split('$ npx knocklab coverage\n');
  expect(withoutCounts(shown)).toBe(withoutCounts(stdout));
});

/** How many packets it takes is a matter of how busy the machine is. */
const withoutCounts = (text: string): string =>
  text.replaceAll(/^( +\d+ +\d+) +[1-9]\d*(?= )/gm, '$1 N').replaceAll(/\d+ packets came by/g, 'N packets came by');

test.each([
  [['run', '--coverage', '--router', 'chr', 'outside'], 'Coverage cannot be measured on --router chr.'],
  [['run', '--threshold', 'rules=101'], 'rules, matchers, chains, lists and 0 to 100 percent'],
  [['coverage', 'outside'], 'There is no run in'],
])('%j is refused with what to do', async (argv, message) => {
  const { exitCode, stderr } = await project.knocklab(...argv);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});
