import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';

export interface InitCommandOptions {
  readonly export: readonly string[];
  readonly yes: boolean;
  readonly debug: boolean;
}

export const addInitCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('init')
    .description('make a project of your own firewall: its network, a first scenario, CI, editor support')
    .argument('[folder]', 'where', '.')
    .option('--export <file.rsc...>', 'what `/export` printed on your router; without any, an example', [])
    .option('--yes', 'ask nothing', false)
    .option(...debugOption, false)
    .action(async (folder: string, options: InitCommandOptions) => {
      const { initCommand } = await import('../init/init-command.ts');
      finish(await initCommand(folder, options, terminal));
    });
};
