import type { Word } from '../ast.ts';

/** What braces mean where they stand (measured per argument on 7.23). */
export type BraceMeaning = 'code' | 'text' | 'array' | 'menu-block' | 'error';

const codeArguments: ReadonlySet<string> = new Set(['do', 'else', 'command', 'on-error']);
const codeCommands: ReadonlySet<string> = new Set(['do', 'while', 'time', 'retry', 'onerror', 'if', 'for', 'foreach']);
const textArguments: ReadonlySet<string> = new Set([
  'source',
  'script',
  'on-event',
  'up-script',
  'down-script',
  'test-script',
  'lease-script',
  'on-up',
  'on-down',
  'on-login',
  'on-logout',
  'on-master',
  'on-backup',
  'on-alert',
]);

/** Commands whose values may be arrays. */
const valueCommands: ReadonlySet<string> = new Set(
  [
    'local global set put return error len pick find parse typeof toarray tobool toid toip toip6 tonum tonsec tostr totime',
    'tolf tocrlf serialize deserialize convert range rndnum rndstr log delay resolve environment',
  ].flatMap((names) => names.split(' ')),
);

/** Braces as the value of `name={ … }`. */
export function namedBraces(prefix: string, words: readonly Word[], name: string): BraceMeaning {
  const command = commandWord(words);
  if (codeArguments.has(name) || (name === 'in' && command === 'onerror')) return 'code';
  if (textArguments.has(name)) return 'text';
  return prefix === '/' && !isGlobal(command) ? 'error' : 'array';
}

/** Braces without a name. */
export function positionalBraces(words: readonly Word[], isFirst: boolean): BraceMeaning {
  const command = commandWord(words);
  if (command === 'execute') return 'text';
  if (codeCommands.has(command)) return 'code';
  if (valueCommands.has(command)) return 'array';
  return isFirst ? 'menu-block' : 'array';
}

const isGlobal = (command: string): boolean => codeCommands.has(command) || valueCommands.has(command);
const commandWord = (words: readonly Word[]): string => words[0]?.text ?? '';
