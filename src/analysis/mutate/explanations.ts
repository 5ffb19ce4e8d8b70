import * as z from 'zod';
import type { Source } from '../../core/source.ts';
import { YamlFile } from '../../lab/topology/yaml-file.ts';
import type { MutantResult } from './cases.ts';

const text = z.string().min(1);
const schema = z.strictObject({ survivors: z.array(z.strictObject({ mutant: text, because: text })) });

/** Why a mutant may survive, by its title. */
export type Explanations = ReadonlyMap<string, string>;

/** Reads a list `survivors` of `mutant` (its title) and `because`. Faults are `input/survivors`. */
export function readExplanations(source: Source): Explanations {
  const { survivors } = new YamlFile(source, 'input/survivors').parse(schema);
  return new Map(survivors.map(({ mutant, because }) => [mutant, because]));
}

/** What is explained and need not be, a sentence each: the mutant is noticed by now, or there is none of that name. */
export function staleExplanations(explanations: Explanations, results: readonly MutantResult[]): string[] {
  const byTitle = new Map(results.map((result) => [result.mutant.title, result]));
  return [...explanations.keys()].flatMap((title) => {
    const status = byTitle.get(title)?.status;
    if (status === 'survived' || status === 'no coverage' || status === 'pending') return [];
    return [status === undefined ? `there is no mutant "${title}"` : `"${title}" does not survive: ${status}`];
  });
}
