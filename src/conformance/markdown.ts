import type { CaseRecord, ConformanceRecord } from './record.ts';

/** The record as a text that can be sent: whoever reads it needs nothing else. */
export function conformanceMarkdown(record: ConformanceRecord): string {
  const of = (...verdicts: readonly CaseRecord['verdict'][]): CaseRecord[] =>
    record.cases.filter(({ verdict }) => verdicts.includes(verdict));
  const parts = [
    head(record),
    areaTable(record),
    section('Differences', of('differs').map(differenceText)),
    section('Known differences of the twin', of('known').map(differenceText)),
    section('Could not be looked at', of('error').map(errorText)),
    inferredText(record),
    section(
      'Left out',
      of('skipped').map(({ id, reason = '' }) => `- \`${id}\`: ${reason}`),
      '\n',
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function head({ router, startedAt, knocklab }: ConformanceRecord): string {
  const lines = [
    '# Does this router do what knocklab expects of RouterOS?',
    '',
    `- router: ${router.kind}, RouterOS ${router.version}, board "${router.board}", ${router.architecture}`,
    `- asked: ${startedAt} by knocklab ${knocklab}`,
    ...router.notes.map((note) => `- ${note}`),
  ];
  return lines.join('\n');
}

function areaTable({ areas }: ConformanceRecord): string {
  const rows = Object.entries(areas).map(
    ([area, { same, differs, known, error, skipped }]) =>
      `| ${area} | ${same} | ${differs} | ${known} | ${error} | ${skipped} |`,
  );
  return ['| area | same | differs | known | error | skipped |', '|---|---|---|---|---|---|', ...rows].join('\n');
}

function section(title: string, entries: readonly string[], between = '\n\n'): string {
  return entries.length === 0 ? '' : `## ${title}\n\n${entries.join(between)}`;
}

function differenceText({ id, title, asked, expected, observed = '', source, confidence, reason }: CaseRecord): string {
  return [
    `### \`${id}\`: ${title}`,
    '',
    'Asked:',
    fence(asked.join('\n')),
    'Expected:',
    fence(expected),
    'Observed:',
    fence(observed),
    `Source: ${source} (${confidence})${reason === undefined ? '' : `. ${reason}`}`,
  ].join('\n');
}

function errorText({ id, title, reason = '' }: CaseRecord): string {
  return `### \`${id}\`: ${title}\n\n${fence(reason)}`;
}

/** A text may hold fences of its own. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}\n${text}\n${marks}`;
}

/** What only was inferred until now, and what this router says to it. */
function inferredText({ router, cases }: ConformanceRecord): string {
  const inferred = cases.filter(
    ({ confidence, verdict }) => confidence === 'inferred' && (verdict === 'same' || verdict === 'differs'),
  );
  if (router.kind === 'twin' || inferred.length === 0) return '';
  const rows = inferred.map(({ id, verdict }) => `- \`${id}\`: ${verdict === 'same' ? 'confirmed' : 'refuted'}`);
  return `## Inferred until now\n\n${rows.join('\n')}`;
}
