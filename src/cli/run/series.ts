import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exitCodes } from '../../core/errors.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import type { Terminal } from '../terminal.ts';
import { runCommand } from './run-command.ts';

/** What a series varies: every combination of these is a run of its own, with its own report. */
export interface Variations {
  readonly ros: readonly NonNullable<RunCommandOptions['ros']>[];
  readonly config: readonly string[];
  readonly router: readonly RunCommandOptions['router'][];
  /** How often a scenario that did not pass is tried again. */
  readonly retries: number;
}

/** What a scenario came to under one combination: its status at each try, the first one first. */
interface Outcome {
  readonly scenario: string;
  readonly combination: string;
  readonly tries: readonly string[];
}

/** Runs every combination one after the other, tries again what did not pass, and says what came of each. */
export async function runSeries(
  filters: readonly string[],
  options: RunCommandOptions,
  variations: Variations,
  commandLine: string,
  terminal: Terminal,
): Promise<number> {
  const outcomes: Outcome[] = [];
  const codes: number[] = [];
  for (const { title, changes } of combinations(variations)) {
    if (title !== '') terminal.stdout.write(`\n=== ${title}\n`);
    const run = (wanted: readonly string[]): Promise<Ran> =>
      runOnce(wanted, optionsOf(options, changes), commandLine, terminal);
    const { tries, code } = await withRetries(run, filters, variations.retries, terminal);
    for (const [scenario, statuses] of tries) outcomes.push({ scenario, combination: title, tries: statuses });
    codes.push(code);
    if (code === exitCodes.interrupted) break;
  }
  terminal.stdout.write(`\n${seriesText(outcomes)}`);
  return worst(codes);
}

/** What a CHR boots from is meant for the CHR among several routers. */
function optionsOf({ image, ...options }: RunCommandOptions, changes: Combination['changes']): RunCommandOptions {
  const changed = { ...options, ...changes };
  return image === undefined || (changes.router ?? 'chr') !== 'chr' ? changed : { ...changed, image };
}

interface Ran {
  readonly code: number;
  readonly statuses: ReadonlyMap<string, string>;
}

async function runOnce(
  filters: readonly string[],
  options: RunCommandOptions,
  commandLine: string,
  terminal: Terminal,
): Promise<Ran> {
  let directory = '';
  const made = (folder: string): void => {
    directory = folder;
  };
  const code = await runCommand(filters, options, commandLine, terminal, { made });
  return { code, statuses: statusesIn(directory) };
}

function statusesIn(directory: string): ReadonlyMap<string, string> {
  const results: { scenarios: { id: string; status: string }[] } = JSON.parse(
    readFileSync(join(directory, 'results.json'), 'utf8'),
  );
  return new Map(results.scenarios.map(({ id, status }) => [id, status]));
}

/** A scenario that fails and then passes has neither failed nor passed: nobody can say what the firewall does. */
async function withRetries(
  run: (filters: readonly string[]) => Promise<Ran>,
  filters: readonly string[],
  retries: number,
  { stdout }: Terminal,
): Promise<{ readonly tries: ReadonlyMap<string, readonly string[]>; readonly code: number }> {
  const first = await run(filters);
  const tries = new Map([...first.statuses].map(([id, status]): [string, readonly string[]] => [id, [status]]));
  let last = first;
  for (let retry = 1; retry <= retries && isFailure(last.code); retry++) {
    const again = [...tries].flatMap(([id, statuses]) => (isBad(statuses.at(-1)) ? [id] : []));
    if (again.length === 0) break;
    stdout.write(`\nretry ${retry} of ${retries}: ${again.join(', ')}\n`);
    last = await run(again);
    for (const [id, status] of last.statuses) tries.set(id, [...(tries.get(id) ?? []), status]);
  }
  const flaky = [...tries.values()].some(isFlaky);
  const code = last.code === exitCodes.passed && flaky ? exitCodes.inconclusive : last.code;
  return { tries, code };
}

const isFailure = (code: number): boolean =>
  code === exitCodes.failed || code === exitCodes.lab || code === exitCodes.inconclusive;
const isBad = (status = ''): boolean => status !== 'passed' && status !== 'skipped';
const isFlaky = (statuses: readonly string[]): boolean => statuses.some(isBad) && !isBad(statuses.at(-1));

interface Combination {
  readonly title: string;
  readonly changes: Partial<RunCommandOptions>;
}

function combinations({ ros, config, router }: Variations): Combination[] {
  const some = <Value>(values: readonly Value[]): readonly (Value | undefined)[] =>
    values.length === 0 ? [undefined] : values;
  const isVaried = [ros, config, router].some(({ length }) => length > 1);
  return some(config).flatMap((file) =>
    some(router).flatMap((kind) =>
      some(ros).map((version) => ({
        title: isVaried ? titleOf({ config, router, ros }, file, kind, version) : '',
        changes: {
          ...(file === undefined ? {} : { config: file }),
          ...(kind === undefined ? {} : { router: kind }),
          ...(version === undefined ? {} : { ros: version }),
        },
      })),
    ),
  );
}

/** Names only what differs from one to the next. */
function titleOf(
  { config, router, ros }: Pick<Variations, 'config' | 'router' | 'ros'>,
  file = '',
  kind = '',
  version = '',
): string {
  const words = [
    ...(config.length > 1 ? [basename(file)] : []),
    ...(router.length > 1 ? [kind] : []),
    ...(ros.length > 1 ? [`RouterOS ${version}`] : []),
  ];
  return words.join(', ');
}

/** A line for each scenario under each combination; a retry is never hidden. */
function seriesText(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ scenario, combination, tries }) => {
    const verdict = isFlaky(tries) ? 'flaky' : (tries.at(-1) ?? '');
    return [verdict, scenario, combination, tries.length > 1 ? `(${tries.join(', then ')})` : ''];
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** What is worst to hear comes first: that the run was cut off, that the input is wrong, that nobody could look. */
function worst(codes: readonly number[]): number {
  const { interrupted, input, lab, failed, inconclusive } = exitCodes;
  return [interrupted, input, lab, failed, inconclusive].find((code) => codes.includes(code)) ?? exitCodes.passed;
}
