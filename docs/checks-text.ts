import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfiguration } from '../src/analysis/check/check-configuration.ts';
import { checks } from '../src/analysis/check/checks.ts';
import { checkText } from '../src/cli/stand-alone/check-text.ts';

/** The ten practices as a table. */
export function practicesText(): string {
  const rows = checks.flatMap(({ id, practice, level, finds }) =>
    practice === undefined ? [] : [`| ${practice} | \`${id}\` | ${level} | ${finds} |`],
  );
  return ['| | check | | a finding is |', '|---|---|---|---|', ...rows].join('\n');
}

/** The other checks as a table, with the sources of the facts that they go by. */
export function checksText(): string {
  const rows = checks.flatMap(({ id, practice, level, finds, source }) =>
    practice === undefined ? [`| \`${id}\` | ${level} | ${finds} | ${source} |`] : [],
  );
  return ['| check | | a finding is | source |', '|---|---|---|---|', ...rows].join('\n');
}

/** What `knocklab check` says of one of the shipped configurations, by these checks. */
export function checkedText(file: string, ids: readonly string[]): string {
  const wanted = checks.filter(({ id }) => ids.includes(id));
  const text = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
  const result = checkConfiguration({ name: file, text }, wanted);
  return `\`\`\`\n${checkText([{ file, errors: [], result }]).trimEnd()}\n\`\`\``;
}
