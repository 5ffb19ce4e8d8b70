import type { AddCommand } from '../add-command.ts';
import { debugOption, rosVersion } from '../add-command.ts';

export interface ParseCommandOptions {
  readonly print: boolean;
  readonly json: boolean;
  readonly ros?: string;
}

export const addParseCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('parse')
    .description('say for each file whether RouterOS could read it, and where it would stop')
    .argument('<file...>', 'files with RouterOS commands; - is the standard input')
    .option('--print', 'print each file back as RouterOS exports it', false)
    .option('--json', 'print an array of { file, ok, errors, tree }', false)
    .option('--ros <version>', 'the RouterOS to read as: 6.49, 7 … (default: by the header, else 7)', rosVersion)
    .option(...debugOption, false)
    .action(async (files: string[], options: ParseCommandOptions) => {
      const { parseCommand } = await import('../stand-alone/parse-command.ts');
      finish(await parseCommand(files, options, terminal));
    });
};
