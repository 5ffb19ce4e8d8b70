import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exercises, findExercise } from '../../src/demo/exercises/exercises.ts';
import { createProject, type Project } from '../knocklab.ts';
import { expectShown } from '../shown.ts';

const configuration = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'lab', 'router', findExercise(name).configuration), 'utf8');

/** Grades files of these names and contents; gives the rows of the sheet by student. */
async function graded(exercise: string, files: Readonly<Record<string, string>>, ...options: string[]) {
  using project: Project = createProject();
  for (const [name, text] of Object.entries(files)) project.write(`class/${name}.rsc`, text);
  // With knocklab's own scenarios: the folder of the files is no project.
  const folder = join(project.folder, 'class');
  const { stdout, stderr, exitCode } = await project.knocklabIn(
    folder,
    'grade',
    folder,
    '--exercise',
    exercise,
    '--workers',
    '2',
    ...options,
  );
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const [, ...lines] = readFileSync(join(folder, 'grades.csv'), 'utf8').trim().split('\r\n');
  const rows = lines.map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, a, b]) => a ?? b));
  const page = readFileSync(join(folder, 'grades.html'), 'utf8');
  const reports = rows.flatMap(([, , , , , report = '']) => (report === '' ? [] : [report]));
  for (const report of reports) expect(readFileSync(join(folder, report), 'utf8')).toContain('<!doctype html>');
  expect(project.holders()).toEqual([]);
  const sheet = Object.fromEntries(
    rows.map(([name = '', verdict, points, of]) => [name, `${verdict} ${points}/${of}`]),
  );
  return { sheet, page, stdout };
}

test('no file can stall the grading, reach out, or pass for another', async () => {
  const good = configuration('open-ipv6');
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end('here');
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const fetches = ['127.0.0.1', '192.0.2.10', '198.51.100.66', '1.1.1.1']
    .map((address) => `:do { /tool fetch url="http://${address}:${port}/" keep-result=no duration=1s } on-error={}`)
    .join('\n');
  const { sheet, page } = await graded(
    'open-ipv6',
    {
      'a-good': good,
      'b-faulty': findExercise('open-ipv6').fault(good),
      'c-waits': `${good}\n:delay 1h\n`,
      'd-broken': '/ip firewall filter\nadd acton=drop\n',
      'e-huge': '#'.repeat(600_000),
      'f-fetches': `${good}\n${fetches}\n`,
      '=g()': good,
    },
    '--limit',
    '25',
  );
  server.close();
  expect(sheet).toEqual({
    'a-good': 'passed 4/4',
    'b-faulty': 'failed 3/4',
    'c-waits': 'too slow 0/4',
    'd-broken': 'refused 0/4',
    'e-huge': 'too big 0/0',
    'f-fetches': 'passed 4/4',
    "'=g()": 'passed 4/4',
  });
  expect(visits).toBe(0);
  expect(page).toContain('<td>too slow</td>');
});

test('each fault of scheme 3 is seen where it bites, and the repair passes', { timeout: 300_000 }, async () => {
  const good = configuration('long-stage');
  const faulty = exercises.filter(({ scenario }) => scenario === 'husain/scheme3');
  const files = Object.fromEntries(faulty.map(({ name, fault }) => [name, fault(good)]));
  const { sheet, stdout } = await graded('long-stage', { ...files, repaired: good });
  expect(sheet).toEqual({
    'swapped-rules': 'failed 10/16',
    'long-stage': 'failed 7/16',
    'accept-above-drop': 'failed 3/16',
    'silent-trap': 'failed 2/16',
    'short-ladder': 'failed 6/16',
    repaired: 'passed 16/16',
  });
  // In the order in which they came to their end.
  const said = stdout.trim().split('\n');
  const last = said.pop();
  expectShown(import.meta, 'grade', [...said.filter(Boolean).toSorted(), last].join('\n'));
});
