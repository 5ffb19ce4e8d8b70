import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemsTable } from '../docs/systems.ts';
import { findScenarioFiles } from '../src/scenario/scenario-files.ts';

const attack = (system: string, outcome: string, inherent?: string) => ({
  system,
  outcome,
  ...(inherent === undefined ? {} : { inherent }),
});

test('a row counts claims, and attacks that a filter could hold against', () => {
  const table = systemsTable([
    { id: 'akbar-mum/a', seed: 'akbar-mum', status: 'passed', indicators: [{ status: 'reproduced' }] },
    {
      id: 'akbar-mum/resistance',
      seed: 'akbar-mum',
      status: 'passed',
      resistance: [
        attack('published', 'holds'),
        attack('published', 'gives way'),
        attack('published', 'gives way', 'a static sequence'),
        attack('published', 'not applicable'),
      ],
    },
    { id: 'akbar-mum/hardened', seed: 'akbar-mum', status: 'passed', resistance: [attack('hardened', 'holds')] },
  ]);
  expect(table.split('\n').at(-1)).toMatch(/\| 3 \| 1 reproduced \| 1 of 2 \| 1 of 1 \|$/);
});

test("the README's table has a row for each publication that has scenarios", async () => {
  const seeds = new Set((await findScenarioFiles(process.cwd())).map(({ id }) => id.split('/')[0]));
  for (const own of ['examples', 'exercises']) seeds.delete(own);
  const readme = readFileSync('README.md', 'utf8');
  const table = /<!-- systems -->\n([\s\S]*?)\n<!-- end of systems -->/.exec(readme)?.[1] ?? '';
  expect(table.split('\n').slice(2)).toHaveLength(seeds.size);
});
