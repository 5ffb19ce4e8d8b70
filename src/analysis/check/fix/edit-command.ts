import type { Argument, Command } from '../../../routeros/ast.ts';
import type { Edit } from '../finding.ts';

/** A piece of a text, and what is to stand there instead. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Named = Extract<Argument, { kind: 'named' }>;

/** Gives a command one property more, or another value for one that it has; everything else stays as it is written. */
export function editCommand({ args, end }: Command, { name, value }: Edit): Replacement {
  const named = args.filter((argument): argument is Named => argument.kind === 'named');
  const given = named.find((argument) => argument.name === name);
  if (given !== undefined) return { start: given.start, end: given.end, text: `${name}=${value}` };
  // An export has action first, and then the others by their names.
  const sorted = named.filter((argument) => argument.name !== 'action');
  const isSorted = sorted.every((argument, at) => at === 0 || (sorted[at - 1]?.name ?? '') <= argument.name);
  const next = isSorted ? sorted.find((argument) => argument.name > name) : undefined;
  if (next !== undefined) return { start: next.start, end: next.start, text: `${name}=${value} ` };
  const last = args.at(-1)?.end ?? end;
  return { start: last, end: last, text: ` ${name}=${value}` };
}

export function replaced(text: string, { start, end, text: insertion }: Replacement): string {
  return text.slice(0, start) + insertion + text.slice(end);
}
