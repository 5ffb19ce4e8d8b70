import { checkConfiguration } from '../../analysis/check/check-configuration.ts';
import { checks } from '../../analysis/check/checks.ts';
import { type Check, isAtLeast } from '../../analysis/check/finding.ts';
import { exitCodeOf, exitCodes, KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import type { CheckCommandOptions } from '../commands/check.ts';
import { errorText } from '../print-error.ts';
import { hasColour, type Terminal } from '../terminal.ts';
import { checkSarif } from './check-sarif.ts';
import { type CheckedFile, checkJson, checkText } from './check-text.ts';
import { fixFiles } from './fix-files.ts';
import { readConfigurationFile } from './read-configuration-file.ts';
import { rosOf } from './ros-of.ts';

/** Answers for one file after the other; a file that cannot be read does not keep the others from their answer. */
export async function checkCommand(
  files: readonly string[],
  options: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const wanted = wantedChecks(options.except);
  if (options.write && !options.fix)
    throw new KnocklabError('input/check', 'Without --fix there is nothing to write.', {
      remedy: 'Give --fix alone to see what would be written, and then --fix --write.',
    });
  if (options.fix) return await fixFiles(files, wanted, options, terminal);
  const checked: CheckedFile[] = [];
  for (const file of files) {
    const one = await checkFile(file, wanted, options, terminal);
    if (one !== undefined) checked.push(one);
  }
  terminal.stdout.write(written(checked, options));
  if (checked.length < files.length || checked.some(({ result }) => result === undefined)) return exitCodes.input;
  const unproven = checked.map((file) => file.unproven ?? exitCodes.passed);
  const found = checked.some(({ result }) => result?.findings.length !== 0) ? exitCodes.failed : exitCodes.passed;
  return Math.max(found, ...unproven);
}

function written(checked: readonly CheckedFile[], { json, format }: CheckCommandOptions): string {
  if (format === 'sarif') return checkSarif(checked);
  return json || format === 'json' ? `${JSON.stringify(checked.map(checkJson), undefined, 1)}\n` : checkText(checked);
}

function wantedChecks(except: readonly string[]): readonly Check[] {
  const names = new Set(except.flatMap((text) => text.split(',')));
  for (const name of names) {
    if (checks.some((check) => isCalled(check, name))) continue;
    throw new KnocklabError('input/check', `There is no check "${name}".`, {
      remedy: `Known checks: ${checks.map(({ id, practice }) => (practice === undefined ? id : `${id} (${practice})`)).join(', ')}.`,
    });
  }
  return checks.filter((check) => ![...names].some((name) => isCalled(check, name)));
}

const isCalled = ({ id, practice }: Check, name: string): boolean => id === name || String(practice) === name;

/** Undefined: it cannot be read, which has been said. */
async function checkFile(
  file: string,
  wanted: readonly Check[],
  options: CheckCommandOptions,
  terminal: Terminal,
): Promise<CheckedFile | undefined> {
  const read = await readConfigurationFile(file, options.ros, terminal);
  if (read === undefined) return undefined;
  const { source, dialect, errors } = read;
  if (errors.length > 0) return { file, errors, result: undefined };
  const result = checkConfiguration(source, wanted, dialect);
  const findings = result.findings.filter((one) => isAtLeast(one.level, options.level));
  return await proven({ file, errors, result: { ...result, findings } }, source, options, terminal);
}

/** A lab that does not come up loses nothing of what was found without it. */
async function proven(
  checked: CheckedFile,
  source: Source,
  { prove, topology, ros = rosOf([source]), debug }: CheckCommandOptions,
  terminal: Terminal,
): Promise<CheckedFile> {
  if (!prove || checked.result === undefined) return checked;
  const { proveFindings } = await import('../analysis/prove-findings.ts');
  try {
    return { ...checked, proofs: await proveFindings(checked.result, { source, topology, ros }, terminal) };
  } catch (error) {
    terminal.stderr.write(errorText(error, { debug, colour: hasColour(terminal.stderr, terminal.env) }));
    return { ...checked, unproven: exitCodeOf(error) };
  }
}
