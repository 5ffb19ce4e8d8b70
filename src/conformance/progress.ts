import { answerText } from './case.ts';
import { byArea, type Counts, countVerdicts } from './record.ts';
import type { CaseResult } from './run-cases.ts';

const marks: Readonly<Record<Exclude<CaseResult['verdict'], 'skipped'>, string>> = {
  same: 'same   ',
  differs: 'DIFFERS',
  known: 'known  ',
  error: 'ERROR  ',
};

/** One line a case, but for those that are left out; what differs, and why one could not be looked at, in full. */
export function resultText(result: CaseResult): string {
  const { case: one, verdict } = result;
  if (verdict === 'skipped') return '';
  const line = `${marks[verdict]} ${one.id}: ${one.title}\n`;
  if (verdict === 'differs')
    return `${line}${details({ asked: one.asked.join('\n'), expected: answerText(result.expected), observed: result.observed, source: `${one.source}, ${one.confidence}` })}`;
  if (verdict === 'error') return `${line}${details({ reason: result.reason })}`;
  return line;
}

/** `  asked     …`, further lines below the first. */
function details(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, text]) => `  ${name.padEnd(9)} ${text.replaceAll('\n', `\n${' '.repeat(12)}`)}\n`)
    .join('');
}

/** How many of each area did what. */
export function summaryText(results: readonly CaseResult[]): string {
  const rows = byArea(results).map(([area, own]) => `${area.padEnd(9)} ${countsText(countVerdicts(own))}\n`);
  return `\n${rows.join('')}${'all'.padEnd(9)} ${countsText(countVerdicts(results))}\n`;
}

function countsText(counts: Counts): string {
  return Object.entries(counts)
    .filter(([verdict, count]) => verdict === 'same' || count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}
