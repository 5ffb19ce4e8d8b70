import { KnocklabError } from '../../core/errors.ts';

/** A configuration with something changed in it; throws when it is not there, exactly once. */
export function replaced(text: string, part: string, by: string): string {
  const pieces = text.split(part);
  const [before, after] = pieces;
  if (pieces.length === 2 && before !== undefined && after !== undefined) return before + by + after;
  throw new KnocklabError(
    'input/exercise',
    `"${part}" stands ${pieces.length - 1} times in the configuration, not once`,
  );
}

/** Two rules, named by their comments, in each other's place. */
export function swapped(text: string, one: string, other: string): string {
  const [first, second] = [ruleOf(text, one), ruleOf(text, other)];
  return replaced(replaced(replaced(text, first, '\u0000'), second, first), '\u0000', second);
}

/** A rule from `add` to the end of its last line; lines go on behind a backslash. */
export function ruleOf(text: string, comment: string): string {
  const rules = text.match(/^add (?:[^\n]*\\\n)*[^\n]*$/gm) ?? [];
  const found = rules.filter((rule) => rule.replaceAll(/\\\n +/g, '').includes(`comment="${comment}"`));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new KnocklabError('input/exercise', `${found.length} rules have the comment "${comment}", not one`);
}
