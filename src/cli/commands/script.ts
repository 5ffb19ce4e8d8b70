import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf, rosVersion } from '../add-command.ts';

export interface ScriptCommandOptions {
  readonly ros?: string;
  readonly fetchLoopback: boolean;
  readonly config: readonly string[];
  readonly clock: 'virtual' | 'real';
}

export const addScriptCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('script')
    .description('run scripts on a twin without a network, and print what its console would print')
    .argument('<file...>', 'files with RouterOS commands, each run on a router of its own; - is the standard input')
    .option(
      '--ros <version>',
      'the RouterOS to play: 6.49, 7 or a full version (default: by the header, else 7)',
      rosVersion,
    )
    .option('--config <file.rsc...>', 'configurations that the router has before', [])
    .option('--clock <clock>', 'virtual: a :delay costs no time; real: it does', oneOf('virtual', 'real'), 'virtual')
    .option('--fetch-loopback', 'let /tool fetch ask services of this machine; otherwise it asks nobody', false)
    .option(...debugOption, false)
    .action(async (files: string[], options: ScriptCommandOptions) => {
      const { scriptCommand } = await import('../stand-alone/script-command.ts');
      finish(await scriptCommand(files, options, terminal));
    });
};
