import type { Fabric } from '../../lab/fabrics/fabric.ts';
import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf, positiveInteger } from '../add-command.ts';
import { addRouterOptions } from '../router-options.ts';

/** The options of `knocklab run`. */
export interface RunCommandOptions {
  readonly config?: string;
  readonly clock: 'virtual' | 'real';
  readonly ros?: '6.49' | '7';
  readonly router: 'twin' | 'chr';
  readonly image?: string;
  readonly acceptLicence: boolean;
  readonly snapshot: boolean;
  readonly fabric: Fabric;
  readonly keep: boolean;
  readonly bail: boolean;
  readonly gate?: string;
  readonly out: string;
  readonly workers: number;
  readonly reporter: 'terminal' | 'lines' | 'none';
  readonly pdf: boolean;
  readonly debug: boolean;
}

export const addRunCommand: AddCommand = (program, { terminal, commandLine, finish }) => {
  addRouterOptions(
    program
      .command('run')
      .description('run scenarios, each in a lab of its own, and leave a report')
      .argument('[filter...]', 'ids (husain/scheme3), folders of ids (husain) or files; without any, all scenarios')
      .option('--config <file.rsc>', 'put this configuration on the router instead of the scenario’s own')
      .option(
        '--clock <clock>',
        'virtual: the router’s time is moved; real: it is waited for',
        oneOf('virtual', 'real'),
        'virtual',
      )
      .option('--ros <version>', 'the RouterOS that the router plays: 6.49 or 7', oneOf('6.49', '7')),
  )
    .option('--keep', 'leave the lab of a scenario that does not pass, for exec, router, clock and telegram', false)
    .option('--bail', 'stop at the first step that does not pass', false)
    .option('--gate <socket>', 'wait before each step until this unix socket says so, as for the live page')
    .option('--out <folder>', 'where the folder of the run is made', 'reports')
    .option('--workers <n>', 'how many scenarios run side by side', positiveInteger, 1)
    .option(
      '--reporter <name>',
      'terminal: a tree of steps that is redrawn, or lines where that cannot be; lines: each step when it ends; none: only the exit code and the files',
      oneOf('terminal', 'lines', 'none'),
      'terminal',
    )
    .option('--pdf', 'print the HTML report into index.pdf as well; needs Chromium', false)
    .option(...debugOption, false)
    .action(async (filters: string[], options: RunCommandOptions) => {
      const { runCommand } = await import('../run/run-command.ts');
      finish(await runCommand(filters, options, commandLine, terminal));
    });
};
