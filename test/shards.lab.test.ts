import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';

// A run spread over four processes and put together again is the run that one process would have made.

const firewall = `/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input dst-port=22 in-interface=ether1 protocol=tcp
`;
/** By name, what each expects of the door; the fourth is wrong on purpose. */
const doors: Readonly<Record<string, string>> = {
  'a/outside': '{ from: attacker, to: router, tcp: [22], expect: filtered }',
  'a/inside': '{ from: client, to: router, tcp: [22], expect: open }',
  'b/page': '{ from: attacker, to: router, tcp: [80], expect: open }',
  'b/wrong': '{ from: client, to: router, tcp: [22], expect: filtered }',
  'c/closed': '{ from: client, to: router, tcp: [7], expect: closed }',
};

let project: Project;
let whole: string;
let merged: string;
let parts: readonly Part[];
let mergedCode: number | null;

interface Part {
  readonly folder: string;
  readonly exitCode: number | null;
}

beforeAll(async () => {
  project = createProject();
  project.write('fw.rsc', firewall);
  for (const [name, scan] of Object.entries(doors)) {
    const head = `scenario: ${name}\ntopology: small\nrouter: fw.rsc\n`;
    project.write(`scenarios/${name}.yaml`, `${head}steps:\n  - title: the door\n    scan: ${scan}\n`);
  }
  whole = (await runInto('whole')).folder;
  parts = await Promise.all([1, 2, 3, 4].map((index) => runInto('parts', '--shard', `${index}/4`)));
  const folders = parts.map(({ folder }) => folder);
  mergedCode = (await project.knocklab('report', 'merge', ...folders, '--out', 'merged')).exitCode;
  merged = join(project.folder, 'merged', 'latest');
}, 180_000);
afterAll(() => project[Symbol.dispose]());

async function runInto(out: string, ...argv: string[]): Promise<Part> {
  const { exitCode, stdout } = await project.knocklab('run', ...argv, '--out', out);
  const folder = /^report +(\S+)\/index\.html$/m.exec(stdout)?.[1] ?? '';
  return { folder: join(project.folder, folder), exitCode };
}

/** The one thing that may differ: when it was, how long it took, and the run's name, which is when it was. */
const times: Readonly<Record<string, readonly RegExp[]>> = {
  'results.json': [/(?<="durationMs": )\d+/g, /(?<="startedAt": ")[^"]+/g, /(?<="run": ")[^"]+/g],
  'junit.xml': [/(?<= time=")[\d.]+/g, /(?<= timestamp=")[^"]+/g, /(?<=name="knocklab )[^"]+/g],
  'summary.md': [/(?<=[·|] )[\d.]+ m?s(?= \||$)/gm, /(?<=clock · )[\d.]+ m?s/g, /(?<=--out )\S+/g],
  'results.sarif': [],
};

function withoutTimes(folder: string, name: string): string {
  const text = readFileSync(join(folder, name), 'utf8');
  return (times[name] ?? []).reduce((rest, pattern) => rest.replaceAll(pattern, '…'), text);
}

test('each scenario is in one of the parts, and no part is empty', () => {
  const ids = parts.map(({ folder }) => {
    const results = readFileSync(join(folder, 'results.json'), 'utf8');
    return (JSON.parse(results) as { scenarios: { id: string }[] }).scenarios.map(({ id }) => id);
  });
  expect(ids.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 2]);
  expect(ids.flat().toSorted()).toEqual(Object.keys(doors).toSorted());
});

test('the whole ends as the worst of its parts', () => {
  expect(parts.filter(({ exitCode }) => exitCode === 0)).toHaveLength(3);
  expect(parts.filter(({ exitCode }) => exitCode === 1)).toHaveLength(1);
  expect(mergedCode).toBe(1);
});

test.each(Object.keys(times))('%s of the parts is that of the whole, byte for byte but for times', (name) => {
  expect(withoutTimes(merged, name)).toBe(withoutTimes(whole, name));
});

test('the artifacts of the parts are those of the whole', () => {
  const files = (folder: string): string[] =>
    readdirSync(join(folder, 'artifacts'), { recursive: true, encoding: 'utf8' });
  expect(files(merged).toSorted()).toEqual(files(whole).toSorted());
  expect(files(merged).length).toBeGreaterThan(Object.keys(doors).length);
});

test('a part that is missing is named, and the rest is no pass', async () => {
  const present = parts.filter(({ exitCode }) => exitCode === 0).map(({ folder }) => folder);
  const { exitCode, stderr } = await project.knocklab('report', 'merge', ...present, '--out', 'half');
  expect(stderr).toMatch(/^Of the parts of the run, [1-4]\/4 is not among these\.$/m);
  expect(exitCode).toBe(3);
  expect(readFileSync(join(project.folder, 'half', 'latest', 'summary.md'), 'utf8')).toContain('Incomplete');
});

test.each([
  ['5/4', 'Give which of how many parts'],
  ['0/4', 'Give which of how many parts'],
  ['1', 'Give which of how many parts'],
  ['1/6', '5 scenarios cannot be spread over 6 parts'],
])('--shard %s is refused', async (shard, message) => {
  const { exitCode, stderr } = await project.knocklab('run', '--shard', shard, '--out', 'none');
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
  rmSync(join(project.folder, 'none'), { recursive: true, force: true });
});
