import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { KnocklabError } from '../../core/errors.ts';
import type { Terminal } from '../terminal.ts';

const shortest = 8;

/** The password of a page that other machines can reach: from the environment, or typed without being shown. */
export async function askPassword({ env, stdin, stderr }: Terminal): Promise<string> {
  const password = env['KNOCKLAB_DEMO_PASSWORD'] ?? (stdin.isTTY === true ? await ask(stdin, stderr) : '');
  if (password.length >= shortest) return password;
  throw new KnocklabError('input/password', `--listen takes a password of at least ${shortest} characters.`, {
    remedy: 'Type it when asked, or put it into KNOCKLAB_DEMO_PASSWORD.',
  });
}

async function ask(input: Terminal['stdin'], stderr: Terminal['stderr']): Promise<string> {
  stderr.write('Password for the page: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input, output: silent, terminal: true });
  const password = await asking.question('');
  asking.close();
  stderr.write('\n');
  return password;
}
