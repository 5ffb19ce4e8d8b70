import { type Candidate, completePlace } from './complete.ts';
import type { ConsoleNames } from './console-names.ts';
import type { Place, ScanCursor, ScanOptions } from './scan-cursor.ts';
import { scanConsole } from './scan-statements.ts';

/** A record of `/console inspect`; all values are texts. */
export type InspectRow = Readonly<Record<string, string>>;

export interface InspectQuestion extends Omit<ScanOptions, 'menu'> {
  readonly input: string;
  readonly path: readonly string[];
}

/** Longer input is not looked at (measured on 7.23). */
const longestInput = 32_767;

/** What `/console inspect` answers to one of its requests. */
export function inspect(request: string, question: InspectQuestion): readonly InspectRow[] {
  switch (request) {
    case 'self':
      return children(question).filter(({ type }) => type === 'self');
    case 'child':
      return children(question);
    case 'syntax':
      return syntax(question);
    case 'highlight':
      return [{ highlight: scan(question).classes.join(','), type: 'highlight' }];
    case 'completion':
      return completion(question);
    default:
      return [];
  }
}

function scan({ input, path, names, globals }: InspectQuestion): ScanCursor {
  return scanConsole(input.slice(0, longestInput), { names, globals, menu: path });
}

/** Menus that RouterOS calls paths, not directories. */
const pathMenus = new Set(['', 'interface', 'ip', 'ipv6', 'system', 'tool', 'user']);

const nodeTypeOfMenu = (path: readonly string[]): string => (pathMenus.has(path.join(' ')) ? 'path' : 'dir');

/** The node that the path leads to, then what lies below it; nothing when it leads nowhere. */
function children({ path, names }: InspectQuestion): InspectRow[] {
  const row = (name: string, type: string, nodeType: string): InspectRow => ({ name, 'node-type': nodeType, type });
  if (names.tree.below(path) !== undefined) {
    const below = names.below(path, '').map(({ name, kind }) => {
      return row(name, 'child', kind === 'menu' ? nodeTypeOfMenu([...path, name]) : 'cmd');
    });
    return [row(path.at(-1) ?? 'root', 'self', nodeTypeOfMenu(path)), ...below];
  }
  const args = argumentsOf(path, names);
  if (args !== undefined)
    return [row(path.at(-1) ?? '', 'self', 'cmd'), ...args.map((name) => row(name, 'child', 'arg'))];
  const argument = path.at(-1) ?? '';
  return argumentsOf(path.slice(0, -1), names)?.includes(argument) === true ? [row(argument, 'self', 'arg')] : [];
}

/** The arguments of the command that a path leads to. */
function argumentsOf(path: readonly string[], names: ConsoleNames): readonly string[] | undefined {
  const command = names.command(path);
  if (command === undefined) return undefined;
  const { names: named, positional, switches, where } = command.parameters;
  return [...new Set([...named, ...positional, ...switches, ...(where === undefined ? [] : ['where'])])].toSorted();
}

/** Without the descriptions: they are MikroTik's. */
function syntax(question: InspectQuestion): InspectRow[] {
  const [self, ...below] = children(question);
  if (self === undefined) return [];
  const row = (symbol: string, symbolType: string, nested: string): InspectRow => ({
    nested,
    nonorm: String(symbolType === 'collection'),
    symbol,
    'symbol-type': symbolType,
    text: '',
    type: 'syntax',
  });
  if (self['node-type'] === 'arg') return [row('', 'definition', '0')];
  return [row('', 'collection', '0'), ...below.map(({ name = '' }) => row(name, 'explanation', '1'))];
}

/** Names first come, first served: 96 names of the router, 95 those of the language, the rest is punctuation. */
function completion(question: InspectQuestion): InspectRow[] {
  const { place, variables } = scan(question);
  if (place === undefined) return [];
  const { start, candidates } = completePlace(place, question.names, variables);
  const typed = question.input.slice(start);
  return [
    ...openers(place),
    ...candidates.map((candidate) => candidateRow(candidate, start)),
    ...(isUnknown(place, typed, candidates) ? [unknownRow(place, start)] : []),
    ...(place.kind === 'value' && candidates.length === 0 ? [valueRow(start)] : []),
  ];
}

function completionRow(
  text: string,
  offset: number,
  more: { readonly preference: number; readonly show?: boolean; readonly style?: string; readonly about?: string },
): InspectRow {
  return {
    completion: text,
    offset: String(offset),
    preference: String(more.preference),
    show: String(more.show ?? false),
    style: more.style ?? 'none',
    text: more.about ?? '',
    type: 'completion',
  };
}

const candidateRow = ({ text, style, isGlobal }: Candidate, offset: number): InspectRow =>
  completionRow(text, offset, { preference: isGlobal === true ? 95 : 96, show: true, style });

/** What else a command or a value may begin with. */
function openers({ kind, start, word }: Place): InspectRow[] {
  if (word !== '' || (kind !== 'command' && kind !== 'value')) return [];
  const meta = (text: string, preference: number): InspectRow =>
    completionRow(text, start, { preference, style: 'syntax-meta' });
  const values = ['[', '(', '$'].map((text) => meta(text, 75));
  if (kind === 'value') return [...values, meta('"', 75)];
  const paths = ['/', ':'].map((text) => completionRow(text, start, { preference: 95, show: true, style: 'dir' }));
  return [...paths, ...values, meta('{', 40), meta(';', 40)];
}

/** A word that is nothing, or might be several things. */
function isUnknown({ kind }: Place, typed: string, candidates: readonly Candidate[]): boolean {
  if (typed === '' || (kind !== 'command' && kind !== 'argument')) return false;
  return candidates.length !== 1 && !candidates.some(({ text }) => text === typed);
}

const unknownRow = ({ kind }: Place, offset: number): InspectRow =>
  completionRow('', offset, {
    preference: -20,
    style: 'obj-inactive',
    about: kind === 'command' ? 'unknown command' : 'unknown parameter',
  });

const valueRow = (offset: number): InspectRow =>
  completionRow('<value>', offset, { preference: -1, about: 'digits, letters and -.,:<>/|+_*&^%#@!~' });
