import { createInterface } from 'node:readline/promises';
import { KnocklabError } from '../../core/errors.ts';
import type { Terminal } from '../terminal.ts';

/** Asks for the files; an empty answer means the example. */
export async function askExports({ stdin, stderr }: Terminal): Promise<string[]> {
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new KnocklabError('input/init', 'Nobody is there to be asked for an export.', {
      remedy: 'Give --export FILE.rsc, or --yes for the example.',
    });
  const questions = createInterface({ input: stdin, output: stderr });
  const left = new AbortController();
  for (const event of ['SIGINT', 'close'] as const) questions.once(event, () => left.abort());
  try {
    const asked = 'On the router: /export file=gw. Which files do you have (blank between, empty for an example)? ';
    const answer = await questions.question(asked, { signal: left.signal });
    return answer.split(/\s+/).filter((name) => name !== '');
  } catch {
    throw new KnocklabError('input/init', 'That was not answered; nothing has been made.');
  } finally {
    questions.close();
  }
}
