import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks } from '../../src/attacks/catalogue.ts';
import { createProject } from '../knocklab.ts';
import { rigs } from './rigs.ts';

// An attack that can say only one thing says nothing: each is tried on a firewall that it gets through, and on one that holds.

interface Cell {
  readonly attack: string;
  readonly system: string;
  readonly outcome: string;
  readonly evidence: string;
}

const project = createProject();
afterAll(() => project[Symbol.dispose]());

let cells: readonly Cell[] = [];
let output = '';

beforeAll(async () => {
  for (const { name, configuration, yaml } of rigs) {
    project.write(`lab/router/${name}.rsc`, configuration);
    project.write(`scenarios/${name}.yaml`, yaml);
  }
  const { stdout, stderr } = await project.knocklab('run', '--workers', '3');
  output = stdout + stderr;
  const results = readFileSync(join(project.folder, 'reports', 'latest', 'results.json'), 'utf8');
  const { scenarios } = JSON.parse(results) as { scenarios: { resistance?: Cell[] }[] };
  cells = scenarios.flatMap(({ resistance = [] }) => resistance);
}, 300_000);

const idsOf = (system: string, outcome: string): string[] =>
  cells.filter((cell) => cell.system === system && cell.outcome === outcome).map(({ attack }) => attack);

test.each(attacks.map(({ id }) => id))('%s can say that a system gives way, and that it holds', (id) => {
  const own = cells.filter(({ attack }) => attack === id);
  const seen = own.map(({ system, outcome, evidence }) => `${system} ${outcome}: ${evidence}`).join('\n');
  expect([...new Set(own.map(({ outcome }) => outcome))], `${seen}\n${output}`).toEqual(
    expect.arrayContaining(['gives way', 'holds']),
  );
});

test('a router without a firewall gives way to whatever a firewall is for', () => {
  expect(idsOf('wide-open', 'holds').sort()).toEqual([
    'banning-the-administrator',
    'doubled-knock',
    'knock-under-load',
    'list-exhaustion',
    'search-with-feedback',
  ]);
});

test('a router that lets in one address holds against everything', () => {
  expect(idsOf('shut', 'gives way')).toEqual([]);
});

test.each([
  ['tells', 'search-with-feedback', /^port 7000 answers otherwise than \d+ others$/],
  ['bans', 'banning-the-administrator', /his knock opens nothing, and not later either$/],
  ['remembers', 'list-exhaustion', /^5000 forged sources left \d+ entries, \d+ of them for good$/],
  ['panics', 'knock-under-load', /nothing opened$/],
  ['takes-offence', 'doubled-knock', /each of his knocks arrives twice$/],
  ['repeats', 'alert-once', /alerts of one attack/],
  ['repeats', 'second-attack', /no alert has the time of the second attack/],
  ['repeats', 'alerts-delayed', /^3 alerts of one attack$/],
  ['repeats', 'alert-answer-lost', /^3 alerts of one attack whose first answer was lost$/],
  ['forgets', 'alert-storm', /^50 alerts of fifty touches$/],
  ['forgets', 'telegram-429', /^the alert is lost when Telegram answers 429$/],
  ['forgets', 'uplink-down', /^the alert is lost when the uplink is down$/],
])('the router that %s gives way to %s, and says why', (system, attack, evidence) => {
  const cell = cells.find((one) => one.system === system && one.attack === attack);
  expect(cell, output).toMatchObject({ outcome: 'gives way', evidence: expect.stringMatching(evidence) });
});

test('an attacker who is not heard proves nothing', async () => {
  const [open] = rigs;
  const deaf =
    '  - run: { on: attacker, command: [ip, neigh, replace, 203.0.113.1, lladdr, "02:00:00:00:00:99", dev, eth0] }\n';
  project.write('scenarios/blind.yaml', open?.yaml.replace('steps:\n', `steps:\n${deaf}`) ?? '');
  const { exitCode, stdout } = await project.knocklab('run', 'blind');
  expect(stdout).toContain('Of 50 packets that attacker sent, 0 arrived.');
  expect(exitCode).toBe(3);
});
