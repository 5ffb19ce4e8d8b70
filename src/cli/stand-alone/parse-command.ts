import { once } from 'node:events';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { parseText } from '../../routeros/parse-text.ts';
import { printExport } from '../../routeros/print-export.ts';
import { treeToJson } from '../../routeros/tree-json.ts';
import type { ParseCommandOptions } from '../commands/parse.ts';
import type { Terminal } from '../terminal.ts';
import { readSource } from './read-source.ts';
import { rosOf } from './ros-of.ts';

type Parsed = ReturnType<typeof parseText>;

/** Answers for one file after the other, so that thousands need no more memory than one. */
export async function parseCommand(
  files: readonly string[],
  options: ParseCommandOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.print && options.json)
    throw new KnocklabError('input/options', '--print and --json exclude each other.', { remedy: 'Give one of them.' });
  let exitCode: number = exitCodes.passed;
  const write = (text: string): Promise<unknown> | boolean =>
    terminal.stdout.write(text) || once(terminal.stdout, 'drain');
  let separator = '[\n';
  for (const file of files) {
    const parsed = await parseFile(file, options, terminal);
    if (parsed === undefined) exitCode = exitCodes.input;
    else if (parsed.errors.length > 0 && exitCode === exitCodes.passed) exitCode = exitCodes.failed;
    if (parsed === undefined) continue;
    const text = answer(file, parsed, options, files.length > 1);
    await write(options.json ? `${separator}${text}` : text);
    separator = ',\n';
  }
  if (options.json) await write(separator === ',\n' ? '\n]\n' : '[]\n');
  return exitCode;
}

/** Undefined: it cannot be read, which has been said; the others still get their answer. */
async function parseFile(file: string, { ros }: ParseCommandOptions, terminal: Terminal): Promise<Parsed | undefined> {
  try {
    const source = await readSource(file, terminal);
    const dialect: Dialect = (ros ?? rosOf([source])).startsWith('6') ? '6.49' : '7';
    return parseText(source.text, { dialect, name: file });
  } catch (error) {
    if (!(error instanceof KnocklabError)) throw error;
    terminal.stderr.write(`error: ${error.message}\n`);
    return undefined;
  }
}

function answer(file: string, { errors, tree }: Parsed, options: ParseCommandOptions, isOneOfMany: boolean): string {
  if (options.json) {
    const json = tree === undefined ? null : treeToJson(tree);
    return JSON.stringify({ file, ok: errors.length === 0, errors, tree: json });
  }
  const faults = errors.map(({ line, column, text }) => `${file}:${line}:${column}: ${text}\n`).join('');
  if (!options.print || tree === undefined) return faults === '' ? `${file}: ok\n` : faults;
  return `${isOneOfMany ? `# ${file}\n` : ''}${printExport(tree)}`;
}
