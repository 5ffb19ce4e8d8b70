import type { Case, Confidence, Expectation } from '../case.ts';
import { makeCase } from '../make-case.ts';

/** An id, a section of the language facts and its mark, an expression or a program (`:…`), what it gives. */
export type Row = readonly [id: string, source: string, asked: string, answer: Expectation];

const confidences: Readonly<Record<string, Confidence>> = { D: 'documented', S: 'observed', I: 'inferred' };

/** Cases of a table. A program gives what it returns. Sections are written with their mark: `4 S`, `5 D`. */
export function languageCases(rows: readonly Row[], only: { since?: string; until?: string } = {}): Case[] {
  return rows.map(([id, source, asked, answer]) => {
    const [section = '', mark = ''] = source.split(' ');
    const line = asked.startsWith(':') ? asked : `:return (${asked})`;
    const shown = asked.replaceAll('\n', '\\n');
    return makeCase('language', {
      ...only,
      id,
      title: typeof answer === 'string' ? `${shown} gives ${answer.slice(2)}` : `${shown} is refused`,
      source: `language-facts ${section}`,
      confidence: confidences[mark] ?? 'inferred',
      asked: [line],
      expect: answer,
    });
  });
}

/** RouterOS 6 does not tell a script why it failed. */
export const fails = (text: string): Expectation => ({ 6: '!', 7: `! ${text}` });
