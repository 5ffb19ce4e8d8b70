import type { CommandParameters } from '../../routeros/device.ts';
import { globalCommandsOf } from '../../routeros/interpreter/commands.ts';
import { completeName } from '../../routeros/interpreter/names.ts';
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

interface Place {
  readonly path: readonly string[];
  readonly command: string | undefined;
  readonly isGlobal: boolean;
}

/** What may stand at the end of a text that is typed in a menu. */
export function completionsOf(twin: Twin, menu: readonly string[], text: string): Completions {
  const words = lastStatement(text);
  const last = words.pop() ?? '';
  let place: Place = { path: menu, command: undefined, isGlobal: false };
  for (const word of words) place = entered(twin, place, word);
  if (place.command !== undefined) return ofArgument(twin, place, last);
  const slash = last.lastIndexOf('/');
  if (slash !== -1) place = entered(twin, place, last.slice(0, slash + 1));
  const typed = last.slice(slash + 1);
  return typed.startsWith(':') ? ofGlobal(twin, typed.slice(1)) : ofMenu(twin, place.path, typed);
}

/** The words behind the last bracket, semicolon or line end; the last one is not finished. */
function lastStatement(text: string): string[] {
  const words: string[] = [''];
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && /[;{[(\n]/.test(character)) words.splice(0, words.length, '');
    else if (!isQuoted && /[ \t]/.test(character)) {
      if (words.at(-1) !== '') words.push('');
    } else words.push((words.pop() ?? '') + character);
  }
  return words;
}

function entered(twin: Twin, place: Place, word: string): Place {
  if (place.command !== undefined) return place;
  if (word.startsWith(':')) {
    const name = completeName(globalNames(twin), word.slice(1));
    return { path: [], command: name ?? word, isGlobal: true };
  }
  const start: Place = word.startsWith('/') ? { ...place, path: [] } : place;
  return word
    .split('/')
    .filter((step) => step !== '')
    .reduce((at, step) => stepped(twin, at, step), start);
}

function stepped(twin: Twin, place: Place, step: string): Place {
  if (place.command !== undefined) return place;
  if (step === '..') return { ...place, path: place.path.slice(0, -1) };
  const names = twin.menus.below(place.path);
  const name = completeName(new Set([...(names?.menus ?? []), ...(names?.commands ?? [])]), step);
  if (name !== undefined && names?.menus.includes(name) === true) return { ...place, path: [...place.path, name] };
  return { ...place, command: name ?? step };
}

const globalNames = ({ version }: Twin): string[] => [...globalCommandsOf(version.major === 6 ? '6.49' : '7').keys()];

function ofGlobal(twin: Twin, typed: string): Completions {
  const names = globalNames(twin).filter((name) => name.startsWith(typed));
  return { typed, candidates: sorted(names.map((text) => ({ text, kind: 'cmd', suffix: ' ' }))) };
}

function ofMenu(twin: Twin, path: readonly string[], typed: string): Completions {
  const names = twin.menus.below(path);
  const suffix = twin.version.major === 6 ? ' ' : '/';
  const menus = (names?.menus ?? []).map((text): Candidate => ({ text, kind: 'dir', suffix }));
  const known = new Set(names?.menus);
  const commands = [...new Set(names?.commands)].filter((text) => !known.has(text));
  const all = [...menus, ...commands.map((text): Candidate => ({ text, kind: 'cmd', suffix: ' ' }))];
  return { typed, candidates: sorted(all.filter(({ text }) => text.startsWith(typed))) };
}

function ofArgument(twin: Twin, { path, command = '', isGlobal }: Place, last: string): Completions {
  const parameters = isGlobal ? undefined : twin.menus.parameters(path, command);
  if (parameters === undefined) return { typed: last, candidates: [] };
  const equals = last.indexOf('=');
  if (equals === -1) return ofNames(twin, path, parameters, last);
  const name = completeName(parameters.names, last.slice(0, equals)) ?? '';
  const value = last.slice(equals + 1).replace(/^!/, '');
  // Of a list, the member that is being typed.
  const typed = value.slice(value.lastIndexOf(',') + 1);
  const words = name === 'numbers' ? itemNames(twin, path) : valuesOf(twin, path, name);
  return { typed, candidates: matching(words, typed) };
}

function ofNames(twin: Twin, path: readonly string[], parameters: CommandParameters, typed: string): Completions {
  const { names, positional, switches, where } = parameters;
  const args = [...new Set(names)]
    .filter((text) => text.startsWith(typed))
    .map((text): Candidate => ({ text, kind: 'arg', suffix: switches.includes(text) ? ' ' : '=' }));
  const takesWhere = where !== undefined && 'where'.startsWith(typed);
  const condition: Candidate[] = takesWhere ? [{ text: 'where', kind: 'arg', suffix: ' ' }] : [];
  const items = positional.includes('numbers') ? matching(itemNames(twin, path), typed) : [];
  return { typed, candidates: sorted([...args, ...condition, ...items]) };
}

const valuesOf = (twin: Twin, path: readonly string[], name: string): readonly string[] =>
  twin.menus.find(path)?.spec.properties[name]?.type.words?.() ?? [];

function itemNames(twin: Twin, path: readonly string[]): readonly string[] {
  const menu = twin.menus.find(path);
  const key = menu?.spec.key;
  return key === undefined ? [] : (menu?.items ?? []).map(({ props }) => props[key] ?? '');
}

const matching = (words: readonly string[], typed: string): Candidate[] =>
  sorted(
    [...new Set(words)]
      .filter((text) => text !== '' && text.startsWith(typed))
      .map((text) => ({ text, kind: 'value', suffix: ' ' })),
  );

const sorted = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));

/** The longest text that all candidates begin with. */
export function commonStart(candidates: readonly Candidate[]): string {
  const [first, ...others] = candidates.map(({ text }) => text);
  if (first === undefined) return '';
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
