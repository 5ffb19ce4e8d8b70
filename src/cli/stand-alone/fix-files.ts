import { realpath, rename, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Check } from '../../analysis/check/finding.ts';
import { type Fixed, fixConfiguration } from '../../analysis/check/fix/fix-configuration.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { bytesOfText } from '../../routeros/byte-text.ts';
import type { CheckCommandOptions } from '../commands/check.ts';
import type { Terminal } from '../terminal.ts';
import { checkText } from './check-text.ts';
import { readConfigurationFile } from './read-configuration-file.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Prints what mends findings as a diff, and writes it only when asked to. Exit code 0: nothing is left to find. */
export async function fixFiles(
  files: readonly string[],
  wanted: readonly Check[],
  options: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.write && files.includes('-'))
    throw new KnocklabError('input/check', 'The standard input cannot be written to.', {
      remedy: 'Leave --write away, or give the name of a file.',
    });
  const codes: number[] = [];
  for (const file of files) codes.push(await fixFile(file, wanted, options, terminal));
  return Math.max(...codes);
}

async function fixFile(
  file: string,
  wanted: readonly Check[],
  { ros, write }: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const read = await readConfigurationFile(file, ros, terminal);
  if (read === undefined) return exitCodes.input;
  const { source, dialect, errors } = read;
  if (errors.length > 0) {
    terminal.stdout.write(checkText([{ file, errors, result: undefined }]));
    return exitCodes.input;
  }
  const fixed = fixConfiguration(source, wanted, dialect);
  terminal.stdout.write(unifiedDiff(file, source.text, fixed.text));
  if (write && fixed.fixed.length > 0) await writeWhole(resolve(terminal.cwd, file), fixed.text);
  terminal.stderr.write(summary(file, fixed, write));
  const isClean = fixed.left.length === 0 && (write || fixed.fixed.length === 0);
  return isClean ? exitCodes.passed : exitCodes.failed;
}

function summary(file: string, { fixed, left }: Fixed, write: boolean): string {
  const mended = `${fixed.length} of ${fixed.length + left.length} findings ${write ? 'mended' : 'would be mended (--write writes it)'}`;
  const names = Map.groupBy(fixed, ({ check }) => check.id);
  const what = [...names].map(([id, own]) => (own.length === 1 ? id : `${id} ×${own.length}`)).join(', ');
  return `${file}: ${fixed.length === 0 ? `none of ${left.length} findings can be mended without judgement` : `${mended}: ${what}`}\n`;
}

/** All or nothing: a full disk leaves the file as it was. */
async function writeWhole(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  const beside = `${target}.knocklab-${process.pid}`;
  await writeFile(beside, bytesOfText(text), { mode, flag: 'wx' });
  await rename(beside, target);
}
