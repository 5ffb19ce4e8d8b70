import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { KnocklabError } from '../../core/errors.ts';
import type { Terminal } from '../terminal.ts';
import { pickLab } from './pick-lab.ts';

/** Runs a command on a host with this terminal as its own. Gives its exit code, as a shell does for one that was killed. */
export async function execCommand(
  hostName: string,
  command: readonly string[],
  labName: string | undefined,
  { stdin, stdout, stderr }: Terminal,
): Promise<number> {
  const lab = await pickLab(labName);
  const [program = '', ...args] = lab.host(hostName).enter(command);
  const child = spawn(program, args, { stdio: [stdin, stdout, stderr] });
  // Ctrl-C is for the command, which is in the terminal's foreground with us; it decides what becomes of it.
  const leaveToCommand = (): void => undefined;
  process.on('SIGINT', leaveToCommand);
  try {
    return await exitCodeOfChild(child);
  } finally {
    process.off('SIGINT', leaveToCommand);
  }
}

function exitCodeOfChild(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new KnocklabError('tool/missing', `Can't start ${child.spawnfile}.`, { cause })),
    );
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
