import type { Candidate as ConsoleCandidate } from '../completion/complete.ts';
import { complete } from '../completion/complete.ts';
import { ConsoleNames } from '../completion/console-names.ts';
import type { Twin } from '../twin.ts';

export type CandidateKind = 'dir' | 'cmd' | 'arg' | 'value';

export interface Candidate {
  readonly text: string;
  readonly kind: CandidateKind;
  /** What follows when it is the only one: a slash, an equals sign, a blank. */
  readonly suffix: string;
}

export interface Completions {
  /** What has been typed of the word, the last characters before the cursor. */
  readonly typed: string;
  readonly candidates: readonly Candidate[];
}

/** What may stand at the end of a text that is typed in a menu. */
export function completionsOf(twin: Twin, menu: readonly string[], text: string): Completions {
  const names = new ConsoleNames(twin.menus, twin.version.major === 6 ? '6.49' : '7');
  const globals = twin.scripts.globals().map(({ name }) => name);
  const { start, candidates } = complete(text, { names, menu, globals });
  return {
    typed: text.slice(start),
    candidates: candidates
      .map((candidate) => ({ text: candidate.text, kind: kindOf(candidate), suffix: suffixOf(twin, candidate) }))
      .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)),
  };
}

const kindOf = ({ style }: ConsoleCandidate): CandidateKind =>
  style === 'dir' || style === 'cmd' || style === 'arg' ? style : 'value';

/** From 7 on a path is written with slashes. */
const suffixOf = ({ version }: Twin, { style, suffix }: ConsoleCandidate): string =>
  style === 'dir' && version.major >= 7 ? '/' : suffix;

/** The longest text that all candidates begin with. */
export function commonStart(candidates: readonly Candidate[]): string {
  const [first, ...others] = candidates.map(({ text }) => text);
  if (first === undefined) return '';
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
