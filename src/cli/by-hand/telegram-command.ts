import { KnocklabError } from '../../core/errors.ts';
import { attachTelegram } from '../../scenario/telegram-mock.ts';
import type { Terminal } from '../terminal.ts';
import { pickLab } from './pick-lab.ts';

/** Prints every call that reached the Bot API, oldest first. */
export async function telegramCommand(labName: string | undefined, { stdout }: Terminal): Promise<void> {
  const lab = await pickLab(labName);
  const telegram = attachTelegram(lab);
  if (telegram === undefined) {
    throw new KnocklabError('input/no-telegram', `Nobody answers for api.telegram.org in the lab "${lab.name}".`, {
      remedy: 'Give its topology an isp with a DNS entry for api.telegram.org.',
    });
  }
  for (const call of await telegram.calls()) stdout.write(`${JSON.stringify(call)}\n`);
}
