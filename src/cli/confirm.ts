import { createInterface } from 'node:readline/promises';
import { KnocklabError } from '../core/errors.ts';
import type { Terminal } from './terminal.ts';

/** Goes on only when somebody has said yes: beforehand by `--yes`, or by typing the word. */
export async function confirm({ stdin, stderr }: Terminal, what: string, yes: boolean): Promise<void> {
  if (yes) return;
  const remedy = 'Nothing has been done. Answer with the word yes, or give --yes.';
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new KnocklabError('input/confirmation', `${what} Nobody is there to agree to it.`, { remedy });
  const questions = createInterface({ input: stdin, output: stderr });
  const left = new AbortController();
  // Ctrl-C and Ctrl-D are no yes; without this nobody would notice that no answer comes.
  for (const event of ['SIGINT', 'close'] as const) questions.once(event, () => left.abort());
  try {
    const { signal } = left;
    const answer = await questions.question(`${what} Go on? Type yes: `, { signal }).catch(() => '');
    if (answer === 'yes') return;
  } finally {
    questions.close();
  }
  throw new KnocklabError('input/confirmation', `${what} That was not agreed to.`, { remedy });
}
