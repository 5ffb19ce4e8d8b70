import { type Command, InvalidArgumentError } from 'commander';
import type { Terminal } from './terminal.ts';

/** What a command is given besides its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** As a user would type it. */
  readonly commandLine: string;
  /** The exit code of the program; 0 unless a command says otherwise. */
  readonly finish: (exitCode: number) => void;
}

/**
 * Adds one command to the program. What it does is imported when it is called: `knocklab exec` must not wait for what
 * only `knocklab run` needs.
 */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** A parser for an option that takes one of a few values. */
export function oneOf<Value extends string>(...values: readonly Value[]): (text: string) => Value {
  return (text) => {
    const value = values.find((known) => known === text);
    if (value !== undefined) return value;
    throw new InvalidArgumentError(`Known values: ${values.join(', ')}.`);
  };
}

/** The same for values with commas between them. */
export function listOf<Value extends string>(...values: readonly Value[]): (text: string) => Value[] {
  const one = oneOf(...values);
  return (text) => text.split(',').map(one);
}

/** An option that other commands give one value: here it takes several, with commas between them. */
export function takeList(command: Command, flag: string): void {
  const option = command.options.find(({ long }) => long === flag);
  const one = option?.parseArg;
  option?.argParser((text: string) => text.split(',').map((value) => one?.(value, undefined) ?? value));
}

export function wholeNumber(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 0 to 99.');
}

export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1.');
}

/** A part of several, as vitest and other runners write it. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

export function shard(text: string): Shard {
  const [, index = 0, count = 0] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new InvalidArgumentError('Give which of how many parts, such as 2/4.');
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a port from 1 to 65535.');
}

/** A RouterOS release: `6.49`, `7`, `7.16.2`. */
export function rosVersion(text: string): string {
  if (/^[67](\.\d{1,2}){0,2}$/.test(text)) return text;
  throw new InvalidArgumentError('Give 6.49, 7 or a release such as 7.16.2.');
}

/** Each command takes it, behind its name as users write it. */
export const debugOption = ['--debug', 'show stack traces of errors'] as const;
