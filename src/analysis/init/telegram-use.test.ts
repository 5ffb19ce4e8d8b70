import { expect, test } from 'vitest';
import { telegramOf } from './telegram-use.ts';

const token = '123456789:not-a-token-of-anybody';

test.each([
  [`/tool fetch url="https://api.telegram.org/bot${token}/sendMessage?chat_id=-1001&text=a"`, undefined],
  [`/tool fetch url="https://api.telegram.org/bot${token}/sendMessage\\?chat_id=-100123&text=a"`, ['-100123']],
  [`:local chatid "-100123"\n:local t "${token}"\n/tool fetch url="https://api.telegram.org/bot$t/x"`, ['-100123']],
  [`:local chatid "-100123"\n:local t "${token}"`, undefined],
])('finds the bot of %j', (text, chats) => {
  expect(telegramOf({ name: 'x.rsc', text })).toEqual(chats === undefined ? undefined : { token, chats });
});
