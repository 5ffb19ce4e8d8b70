import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';
import { labOption } from '../lab-option.ts';

export const addClockCommand: AddCommand = (program, { terminal }) => {
  const clock = program.command('clock').description('the time of a running lab’s router');
  clock
    .command('now')
    .description('print the router’s date and time')
    .option(...labOption)
    .option(...debugOption, false)
    .action(async ({ name }: { name?: string }) => {
      const { clockNow } = await import('../by-hand/clock-command.ts');
      await clockNow(name, terminal);
    });
  clock
    .command('advance')
    .description('move the router’s time; everything that falls due happens, in order')
    .argument('<duration>', '31s, 1m30s, 2h')
    .option(...labOption)
    .option(...debugOption, false)
    .action(async (duration: string, { name }: { name?: string }) => {
      const { clockAdvance } = await import('../by-hand/clock-command.ts');
      await clockAdvance(duration, name, terminal);
    });
};
