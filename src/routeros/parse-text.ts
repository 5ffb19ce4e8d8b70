import type { Script } from './ast.ts';
import type { Dialect } from './dialect.ts';
import { parseScript } from './parser.ts';
import { RouterosError } from './routeros-error.ts';

/** A fault as RouterOS words it; lines and columns count from 1, columns in bytes. */
interface ParseFault {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

interface ParsedText {
  /** RouterOS stops at the first fault, so there is at most one. */
  readonly errors: readonly ParseFault[];
  readonly tree: Script | undefined;
}

/** Parses without throwing, for those who want to know of many texts whether they parse. */
export function parseText(text: string, { dialect, name = '' }: { dialect?: Dialect; name?: string } = {}): ParsedText {
  try {
    return { errors: [], tree: parseScript({ name, text }, dialect === undefined ? {} : { dialect }) };
  } catch (error) {
    if (!(error instanceof RouterosError)) throw error;
    return { errors: [{ line: error.line ?? 1, column: error.column ?? 1, text: error.text }], tree: undefined };
  }
}
