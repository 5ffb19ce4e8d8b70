import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { searchPath } from './search-path.ts';

/**
 * Runs a program on our own terminal, to its end: one that asks the user, or a shell. Unlike all others it stays in our
 * session, or sudo could not ask for a password. `stdout: 'stderr'` keeps its output apart from ours.
 */
export async function runOnTerminal(
  argv: readonly string[],
  { stdout = 'inherit' }: { stdout?: 'inherit' | 'stderr' } = {},
): Promise<number> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    stdio: ['inherit', stdout === 'stderr' ? process.stderr : 'inherit', 'inherit'],
    env: { ...process.env, PATH: searchPath() },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
