import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { parseText } from '../../routeros/parse-text.ts';
import type { Terminal } from '../terminal.ts';
import { readSource } from './read-source.ts';
import { rosOf } from './ros-of.ts';

export interface ConfigurationFile {
  readonly source: Source;
  readonly dialect: Dialect;
  /** Where RouterOS would stop reading. */
  readonly errors: readonly { readonly line: number; readonly column: number; readonly text: string }[];
}

/** Undefined: it cannot be read, which has been said, and does not keep other files from being read. */
export async function readConfigurationFile(
  file: string,
  ros: string | undefined,
  terminal: Terminal,
): Promise<ConfigurationFile | undefined> {
  try {
    const source = await readSource(file, terminal);
    const dialect: Dialect = (ros ?? rosOf([source])).startsWith('6') ? '6.49' : '7';
    return { source, dialect, errors: parseText(source.text, { dialect, name: file }).errors };
  } catch (error) {
    if (!(error instanceof KnocklabError)) throw error;
    terminal.stderr.write(`error: ${error.message}\n`);
    return undefined;
  }
}
