import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';
import { labOption } from '../lab-option.ts';

export const addExecCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('exec')
    .description('run a command on a host of a running lab; its output and exit code are passed through')
    .argument('<host>', 'attacker, admin, router …')
    .argument('<command...>', 'the command and its arguments')
    .usage('[options] <host> -- <command...>')
    .option(...labOption)
    .option(...debugOption, false)
    .passThroughOptions()
    .action(async (host: string, command: string[], { name }: { name?: string }) => {
      const { execCommand } = await import('../by-hand/exec-command.ts');
      finish(await execCommand(host, withoutDashes(command), name, terminal));
    });
};

/** Behind the host, commander hands `--` on as it is. */
function withoutDashes(command: readonly string[]): readonly string[] {
  return command[0] === '--' ? command.slice(1) : command;
}
