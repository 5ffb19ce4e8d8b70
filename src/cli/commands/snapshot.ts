import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf } from '../add-command.ts';

export interface SnapshotCommandOptions {
  readonly topology: string;
  readonly check?: string;
  readonly ros?: '6.49' | '7';
}

export const addSnapshotCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('snapshot')
    .description('who reaches what under a configuration, as a text to keep in git and to compare with')
    .argument('<file.rsc>', 'a name below lab/router/ or a file')
    .option('--topology <file>', 'a name in lab/topologies/ or a file', 'paper')
    .option('--check <snapshot>', 'compare with this one; exit code 1 when they differ')
    .option('--ros <version>', 'the RouterOS that the router plays: 6.49 or 7', oneOf('6.49', '7'))
    .option(...debugOption, false)
    .action(async (file: string, options: SnapshotCommandOptions) => {
      const { snapshotCommand } = await import('../analysis/snapshot-command.ts');
      finish(await snapshotCommand(file, options, terminal));
    });
};
