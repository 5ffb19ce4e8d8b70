import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';
import { labOption } from '../lab-option.ts';

export const addDownCommand: AddCommand = (program, { terminal }) => {
  program
    .command('down')
    .description('take a running lab down; nothing of it is left')
    .argument('[lab]', 'which one, when more than one runs')
    .option(...labOption)
    .option('--all', 'every lab', false)
    .option(...debugOption, false)
    .action(async (lab: string | undefined, { name = lab, all }: { name?: string; all: boolean }) => {
      const { downCommand } = await import('../by-hand/down-command.ts');
      await downCommand({ name, all }, terminal);
    });
};
