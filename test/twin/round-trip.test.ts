import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StandAloneTwin } from '../../src/twin/stand-alone/stand-alone-twin.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['lab/**/*.rsc', 'scenarios/**/*.rsc', 'test/twin/*.rsc'], { cwd: root }).toSorted();
const forms = ['', 'verbose', 'terse'] as const;
const versions = ['6.49', '7'] as const;

/** A console of a fresh router. */
async function freshConsole(ros: string, configuration = ''): Promise<(text: string) => Promise<string>> {
  const { twin } = await StandAloneTwin.start({ ros, clock: 'real' });
  twin.plugInFor(configuration);
  return async (text) => {
    const printed: string[] = [];
    const context = { user: 'admin', signal: twin.neverAborted, print: (line: string) => printed.push(line) };
    await twin.scripts.runText({ name: 'test', text }, context);
    return printed.join('');
  };
}

const withoutDate = (text: string): string => text.replace(/^# .* by RouterOS/, '# by RouterOS');
const exportLine = (ros: string, form: string): string => `/export ${form} ${ros === '7' ? 'show-sensitive' : ''}`;

/** What a fresh router exports once it has loaded this. */
async function exportedAfter(ros: string, text: string, form: string): Promise<string> {
  const run = await freshConsole(ros, text);
  await run(text);
  return withoutDate(await run(exportLine(ros, form)));
}

describe.each(versions)('RouterOS %s', (ros) => {
  describe.each(files)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');

    test.each(forms)('is the same after export %s, load, export', async (form) => {
      const exported = await exportedAfter(ros, text, form);
      expect(await exportedAfter(ros, exported, form)).toBe(exported);
    });

    test.each(['verbose', 'terse'])('is the same state after export %s as after a compact one', async (form) => {
      expect(await exportedAfter(ros, await exportedAfter(ros, text, form), '')).toBe(
        await exportedAfter(ros, text, ''),
      );
    });
  });
});
