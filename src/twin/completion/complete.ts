import type { Menu } from '../menu/menu.ts';
import type { PropertySpec } from '../menu/property-type.ts';
import type { ConsoleNames, KnownCommand } from './console-names.ts';
import type { Place, ScanOptions, TokenClass } from './scan-cursor.ts';
import { scanConsole } from './scan-statements.ts';

/** One way to go on. */
export interface Candidate {
  readonly text: string;
  readonly style: TokenClass;
  /** What the console types behind it when it is the only one. */
  readonly suffix: '' | ' ' | '=';
  readonly isGlobal?: boolean;
}

export interface Completion {
  /** Where the word begins that a candidate takes the place of. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

/** How a line that is being typed may go on; the candidates begin with what has been typed of the last word. */
export function complete(text: string, options: ScanOptions): Completion {
  const { place, variables } = scanConsole(text, options);
  return place === undefined ? { start: text.length, candidates: [] } : completePlace(place, options.names, variables);
}

export function completePlace(
  place: Place,
  names: ConsoleNames,
  variables: ReadonlyMap<string, TokenClass>,
): Completion {
  const { start, word } = wordOf(place);
  const all = candidatesOf(place, names, variables);
  return { start, candidates: all.filter(({ text }) => text.startsWith(word)) };
}

/** Of a list, the last member counts; `!` is no part of a value. */
function wordOf(place: Place): { readonly start: number; readonly word: string } {
  if (place.kind !== 'value' && place.kind !== 'argument') return place;
  const skipped = /^(?:.*,)?!?/s.exec(place.word)?.[0].length ?? 0;
  return { start: place.start + skipped, word: place.word.slice(skipped) };
}

function candidatesOf(
  place: Place,
  names: ConsoleNames,
  variables: ReadonlyMap<string, TokenClass>,
): readonly Candidate[] {
  switch (place.kind) {
    case 'command':
      return commands(place, names);
    case 'argument':
      return [...argumentNames(place), ...values(names, place.command, place.slot)];
    case 'value':
      return values(names, place.command, place.argument);
    case 'property':
      return place.names.map((text) => ({ text, style: 'variable-local', suffix: '' }));
    case 'variable':
      return [...variables].map(([text, style]) => ({ text, style, suffix: '' }));
  }
}

function commands({ path, prefix }: Extract<Place, { kind: 'command' }>, names: ConsoleNames): Candidate[] {
  return names.below(path, prefix).map(({ name, kind }) => ({
    text: name,
    style: kind === 'menu' ? 'dir' : 'cmd',
    suffix: ' ',
    isGlobal: kind === 'global',
  }));
}

function argumentNames({ command, given }: Extract<Place, { kind: 'argument' }>): Candidate[] {
  const { names, positional, switches, where } = command.parameters;
  const all = new Set([...names, ...positional, ...switches]);
  const free = [...all].filter((name) => !given.has(name)).toSorted();
  const named = free.map((text): Candidate => ({ text, style: 'arg', suffix: switches.includes(text) ? ' ' : '=' }));
  return where === undefined ? named : [...named, { text: 'where', style: 'arg', suffix: ' ' }];
}

const literal = /^[\w.,:<>/|+*&^%#@!~-]+$/;

/** A name with blanks has to stand in quotes. */
const written = (text: string): string => (literal.test(text) ? text : `"${text}"`);

/** The words that an argument may be, as far as they are known. */
function values(names: ConsoleNames, { path, isGlobal }: KnownCommand, argument: string | undefined): Candidate[] {
  const menu = isGlobal ? undefined : names.tree.find(path);
  if (menu === undefined || argument === undefined) return [];
  const words =
    argument === 'value-name'
      ? propertyNames(menu)
      : (itemNames(menu, argument) ?? valueWords(menu.spec.properties[argument]));
  return words.map((text) => ({ text: written(text), style: 'none', suffix: ' ' }));
}

const propertyNames = ({ spec }: Menu): readonly string[] => Object.keys(spec.properties).toSorted();

/** Items that have names are called by them. */
function itemNames(menu: Menu, argument: string): readonly string[] | undefined {
  if (!['numbers', 'number', 'copy-from', 'place-before', 'destination', 'from'].includes(argument)) return undefined;
  const { key } = menu.spec;
  if (key === undefined) return [];
  return menu.items.flatMap(({ props }) => props[key] ?? []);
}

const valueWords = (property: PropertySpec | undefined): readonly string[] => property?.type.words?.() ?? [];
