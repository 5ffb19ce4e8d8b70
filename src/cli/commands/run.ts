import { KnocklabError } from '../../core/errors.ts';
import type { Cards } from '../../lab/cards.ts';
import type { Fabric } from '../../lab/fabrics/fabric.ts';
import type { Threshold } from '../../report/coverage/thresholds.ts';
import type { AddCommand } from '../add-command.ts';
import {
  debugOption,
  listOf,
  oneOf,
  positiveInteger,
  type Shard,
  shard,
  takeList,
  wholeNumber,
} from '../add-command.ts';
import { thresholdOption } from '../coverage/threshold-option.ts';
import { addRouterOptions } from '../router-options.ts';
import type { Terminal } from '../terminal.ts';
import { addCard, deviceOptions } from './device.ts';

/** The options of `knocklab run`. */
export interface RunCommandOptions {
  readonly config?: string;
  readonly clock: 'virtual' | 'real';
  readonly ros?: '6.49' | '7';
  readonly router: 'twin' | 'chr' | 'device';
  readonly image?: string;
  readonly acceptLicence: boolean;
  readonly snapshot: boolean;
  readonly address?: string;
  readonly ca?: string;
  readonly nic: Cards;
  readonly yes: boolean;
  readonly fabric: Fabric;
  readonly keep: boolean;
  readonly bail: boolean;
  readonly coverage: boolean;
  readonly threshold?: readonly Threshold[];
  readonly gate?: string;
  readonly out: string;
  readonly workers: number;
  readonly shard?: Shard;
  readonly reporter: 'terminal' | 'lines' | 'none';
  readonly pdf: boolean;
  readonly watch: boolean;
  readonly debug: boolean;
}

/** As the command line gives them: several values make a series of runs. */
interface GivenOptions extends Omit<RunCommandOptions, 'ros' | 'config' | 'router'> {
  readonly ros: readonly ('6.49' | '7')[];
  readonly config: readonly string[];
  readonly router: readonly RunCommandOptions['router'][];
  readonly retries: number;
}

export const addRunCommand: AddCommand = (program, { terminal, commandLine, finish }) => {
  const run = addRouterOptions(
    program
      .command('run')
      .description('run scenarios, each in a lab of its own, and leave a report')
      .argument('[filter...]', 'ids (husain/scheme3), folders of ids (husain) or files; without any, all scenarios')
      .option(
        '--config <file.rsc>',
        'put this configuration on the router instead of the scenario’s own; given several times: one run each',
        (file: string, before: readonly string[]) => [...before, file],
        [],
      )
      .option(
        '--clock <clock>',
        'virtual: the router’s time is moved; real: it is waited for',
        oneOf('virtual', 'real'),
        'virtual',
      )
      .option(
        '--ros <versions>',
        'the RouterOS that the router plays: 6.49 or 7; or both, 6.49,7, one run each',
        listOf('6.49', '7'),
        [],
      ),
    'twin',
    'chr',
    'device',
  )
    .option(...deviceOptions.address)
    .option(...deviceOptions.ca)
    .option(...deviceOptions.nic, addCard, {})
    .option(...deviceOptions.yes, false)
    .option('--keep', 'leave the lab of a scenario that does not pass, for exec, router, clock and telegram', false)
    .option('--bail', 'stop at the first step that does not pass', false)
    .option('--coverage', 'measure what the scenarios exercise of the firewall: see knocklab coverage', false)
    .option(...thresholdOption)
    .option('--gate <socket>', 'wait before each step until this unix socket says so, as for the live page')
    .option('--out <folder>', 'where the folder of the run is made', 'reports')
    .option('--workers <n>', 'how many scenarios run side by side', positiveInteger, 1)
    .option(
      '--shard <i/n>',
      'run only this of n parts, for n machines; knocklab report merge makes one run of them',
      shard,
    )
    .option(
      '--reporter <name>',
      'terminal: a tree of steps that is redrawn, or lines where that cannot be; lines: each step when it ends; none: only the exit code and the files',
      oneOf('terminal', 'lines', 'none'),
      'terminal',
    )
    .option('--watch', 'run again what a saved file concerns, until Ctrl-C', false)
    .option('--retries <n>', 'try again what did not pass, and call it flaky when it then does', wholeNumber, 0)
    .option('--pdf', 'print the HTML report into index.pdf as well; needs Chromium', false)
    .option(...debugOption, false)
    .action(async (filters: string[], given: GivenOptions) => {
      finish(await perform(filters, given, commandLine, terminal));
    });
  takeList(run, '--router');
};

async function perform(
  filters: readonly string[],
  { ros, config, router, retries, ...rest }: GivenOptions,
  commandLine: string,
  terminal: Terminal,
): Promise<number> {
  const [[firstRos], [firstConfig], [firstRouter = 'twin']] = [ros, config, [router].flat()];
  const options: RunCommandOptions = {
    ...rest,
    router: firstRouter,
    ...(firstRos === undefined ? {} : { ros: firstRos }),
    ...(firstConfig === undefined ? {} : { config: firstConfig }),
  };
  const routers = [router].flat();
  const isSeries = [ros, config, routers].some(({ length }) => length > 1) || retries > 0;
  if (options.watch && isSeries)
    throw new KnocklabError('input/options', '--watch takes one combination and no retries.', {
      remedy: 'Give one --ros, one --config and one --router.',
    });
  if (options.watch) {
    const { watchCommand } = await import('../run/watch/watch-command.ts');
    return await watchCommand(filters, options, commandLine, terminal);
  }
  if (isSeries) {
    const { runSeries } = await import('../run/series.ts');
    return await runSeries(filters, options, { ros, config, router: routers, retries }, commandLine, terminal);
  }
  const { runCommand } = await import('../run/run-command.ts');
  return await runCommand(filters, options, commandLine, terminal);
}
