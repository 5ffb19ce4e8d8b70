import type { Area, Case, Confidence, Expectation } from '../case.ts';
import { type LineCase, makeCase } from '../make-case.ts';

/** As the fact files mark them: documented, in the kernel's source, seen on a router, inferred. */
const confidences: Readonly<Record<string, Confidence>> = {
  D: 'documented',
  K: 'observed',
  R: 'observed',
  S: 'observed',
  I: 'inferred',
};

/** An id, what is so, a section of the facts with its mark (`firewall 1.5 R`), the lines, what they say. */
export type Row = readonly [id: string, title: string, source: string, asked: readonly string[], answer: Expectation];

type Common = Pick<LineCase, 'needs' | 'since' | 'until' | 'twin'>;

export function lineCases(area: Area, rows: readonly Row[], common: Common = {}): Case[] {
  return rows.map(([id, title, source, asked, expect]) => {
    const [facts = '', section = '', mark = ''] = source.split(' ');
    const confidence = confidences[mark];
    if (confidence === undefined) throw new Error(`${area}/${id}: "${source}" has no mark`);
    return makeCase(area, { ...common, id, title, source: `${facts}-facts ${section}`, confidence, asked, expect });
  });
}

/** RouterOS 6 does not say which parameter. */
export const unknownParameter = (name: string): Expectation => ({
  6: '! unknown parameter',
  7: `! unknown parameter ${name}`,
});
