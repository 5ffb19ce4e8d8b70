import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';
import { labOption } from '../lab-option.ts';

export const addRouterCommand: AddCommand = (program, { terminal }) => {
  program
    .command('router')
    .description('run a command on the console of a running lab’s router')
    .argument('<command...>', "such as '/ip firewall filter print stats'")
    .option(...labOption)
    .option(...debugOption, false)
    .passThroughOptions()
    .action(async (words: string[], { name }: { name?: string }) => {
      const { routerCommand } = await import('../by-hand/router-command.ts');
      await routerCommand(words.join(' '), name, terminal);
    });
};
