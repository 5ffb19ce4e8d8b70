import type { AddCommand } from '../add-command.ts';
import { debugOption, rosVersion } from '../add-command.ts';

export interface TwinCommandOptions {
  readonly ros?: string;
  readonly fetchLoopback: boolean;
}

export const addTwinCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('twin')
    .description('serve a twin without a network on loopback ports, for those who test their own automation')
    .argument('[file.rsc...]', 'configurations that the router has; - is the standard input')
    .option(
      '--ros <version>',
      'the RouterOS to play: 6.49, 7 or a full version (default: by the header, else 7)',
      rosVersion,
    )
    .option('--fetch-loopback', 'let /tool fetch ask services of this machine; otherwise it asks nobody', false)
    .option(...debugOption, false)
    .action(async (files: string[], options: TwinCommandOptions) => {
      const { twinCommand } = await import('../stand-alone/twin-command.ts');
      finish(await twinCommand(files, options, terminal));
    });
};
