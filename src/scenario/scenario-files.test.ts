import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { findScenarioFiles, selectScenarios } from './scenario-files.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'knocklab-files-'));
});

afterEach(() => rm(root, { recursive: true }));

function write(name: string): string {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '# empty');
  return file;
}

describe('scenarios', () => {
  const known = ['akbar/safe-haven', 'husain/indicators', 'husain/scheme1', 'husain/scheme3'].map((id) => ({
    id,
    file: `/x/scenarios/${id}.scenario.ts`,
  }));
  const ids = (filters: string[]): string[] => selectScenarios(known, filters).map(({ id }) => id);

  test('are TypeScript and YAML files, by their path', async () => {
    for (const name of ['b/two.yaml', 'a/one.scenario.ts', 'a/x.scenario.yml', 'a/helper.ts'])
      write(`scenarios/${name}`);
    expect((await findScenarioFiles(root)).map(({ id }) => id)).toEqual(['a/one', 'a/x', 'b/two']);
  });

  test.each([
    ['all without a filter', [], known.map(({ id }) => id)],
    ['one by its id', ['husain/scheme3'], ['husain/scheme3']],
    ['a folder', ['husain'], ['husain/indicators', 'husain/scheme1', 'husain/scheme3']],
    ['one by its file', ['scenarios/husain/scheme3.scenario.ts'], ['husain/scheme3']],
    [
      'each once, in the order of the filters',
      ['husain/scheme3', 'husain/scheme1', 'husain/scheme3'],
      ['husain/scheme3', 'husain/scheme1'],
    ],
  ])('selects %s', (_, filters, selected) => {
    expect(ids(filters)).toEqual(selected);
  });

  test('takes one of several scenarios of a file, and all of them when something else asks for all', () => {
    const file = '/x/scenarios/husain/scheme1.scenario.ts';
    const one = { id: 'husain/scheme1', file, only: ['husain/scheme1/the-ban'] };
    expect(selectScenarios(known, ['husain/scheme1/the-ban'])).toEqual([one]);
    expect(selectScenarios(known, ['husain/scheme1/a', 'husain/scheme1/b'])[0]?.only).toHaveLength(2);
    expect(selectScenarios(known, ['husain/scheme1/a', 'husain/scheme1'])).toEqual([{ id: 'husain/scheme1', file }]);
  });

  test('does not take a part of a name for a folder', () => {
    expect(() => ids(['husain/scheme'])).toThrow('There is no scenario "husain/scheme". Did you mean');
  });

  test('takes a file outside of the project', () => {
    const file = write('mine.yaml');
    expect(selectScenarios(known, [file])).toEqual([{ id: 'mine', file }]);
  });

  test('without any is an error', () => {
    expect(() => selectScenarios([], [])).toThrow(expect.objectContaining({ code: 'input/no-scenarios' }));
  });
});

describe('configurations', () => {
  test('are found by name and by path', async () => {
    const file = write('lab/router/husain/scheme3.rsc');
    expect(await readConfiguration('husain/scheme3.rsc', root)).toEqual({
      name: 'lab/router/husain/scheme3.rsc',
      text: '# empty',
    });
    expect(await readConfiguration(file, root)).toMatchObject({ text: '# empty' });
  });

  test('that do not exist are answered with those that do', async () => {
    write('lab/router/office/gateway.rsc');
    await expect(readConfiguration('office/gatewya.rsc', root)).rejects.toMatchObject({
      code: 'input/configuration',
      message: expect.stringContaining('Did you mean "office/gateway.rsc"'),
    });
  });
});
