import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf } from '../add-command.ts';

export interface DiffCommandOptions {
  readonly topology: string;
  readonly policy?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly ros?: '6.49' | '7';
}

export const addDiffCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('diff')
    .description('what changes for whom between two configurations, each change with a packet that shows it')
    .argument('<old.rsc>', 'a name below lab/router/ or a file')
    .argument('<new.rsc>', 'the one that is to take its place')
    .option('--topology <file>', 'a name in lab/topologies/ or a file', 'paper')
    .option('--policy <file.yaml>', 'what may open; whatever else opens gives exit code 1')
    .option('--format <form>', 'text, markdown (for a pull request) or json', oneOf('text', 'markdown', 'json'), 'text')
    .option('--ros <version>', 'the RouterOS that the router plays: 6.49 or 7', oneOf('6.49', '7'))
    .option(...debugOption, false)
    .action(async (before: string, after: string, options: DiffCommandOptions) => {
      const { diffCommand } = await import('../analysis/diff-command.ts');
      finish(await diffCommand(before, after, options, terminal));
    });
};
