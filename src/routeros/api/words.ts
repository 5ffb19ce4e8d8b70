import type { Sentence } from './sentence.ts';

/** A sentence taken apart: `/ip/address/print` or `!re`, its attributes, and what does not begin with `=`. */
export interface ParsedSentence {
  /** Command or reply word. */
  readonly name: string;
  /** `=name=value` words; a word without a value (`=detail`) has the empty value. A later one replaces an earlier. */
  readonly attributes: ReadonlyMap<string, string>;
  /** `.tag`; an empty tag is no tag. */
  readonly tag: string | undefined;
  /** Query words with their `?`, in order. */
  readonly queries: readonly string[];
  /** Bare words, as the reason after `!fatal`. */
  readonly rest: readonly string[];
}

export function parseSentence([name = '', ...words]: Sentence): ParsedSentence {
  const attributes = new Map<string, string>();
  const queries: string[] = [];
  const rest: string[] = [];
  let tag: string | undefined;
  for (const word of words) {
    if (word.startsWith('=')) attributes.set(...splitAttribute(word));
    else if (word.startsWith('.tag=')) tag = word.slice('.tag='.length) || undefined;
    else if (word.startsWith('?')) queries.push(word);
    else rest.push(word);
  }
  return { name, attributes, tag, queries, rest };
}

/** The value may hold `=`, the name may not. */
function splitAttribute(word: string): [name: string, value: string] {
  const end = word.indexOf('=', 1);
  return end === -1 ? [word.slice(1), ''] : [word.slice(1, end), word.slice(end + 1)];
}

/** `=name=value` words of properties, in their order. */
export function attributeWords(properties: Iterable<readonly [name: string, value: string]>): string[] {
  return Array.from(properties, ([name, value]) => `=${name}=${value}`);
}
