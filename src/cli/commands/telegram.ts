import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';
import { labOption } from '../lab-option.ts';

export const addTelegramCommand: AddCommand = (program, { terminal }) => {
  program
    .command('telegram')
    .description('print what reached a running lab’s Bot API, a JSON line each')
    .option(...labOption)
    .option(...debugOption, false)
    .action(async ({ name }: { name?: string }) => {
      const { telegramCommand } = await import('../by-hand/telegram-command.ts');
      await telegramCommand(name, terminal);
    });
};
