import type { Source } from '../../core/source.ts';

/** The bot that a configuration's scripts write by, and to whom. */
export interface TelegramUse {
  readonly token: string;
  readonly chats: readonly string[];
}

/** Without it, each message of the router would be one that nobody declared. Undefined: it writes to nobody, or works the token out. */
export function telegramOf({ text }: Source): TelegramUse | undefined {
  const joined = text.replaceAll(/\\\r?\n\s*/g, '');
  if (!joined.includes('api.telegram.org')) return undefined;
  const token = /\d{6,}(?::|\\3A|%3A)[\w-]{20,}/i.exec(joined)?.[0].replace(/\\3A|%3A/i, ':');
  const chats = [...joined.matchAll(/chat_?id[^\d;&-]{0,12}(-?\d{5,})/gi)].map(([, chat = '']) => chat);
  return token === undefined || chats.length === 0 ? undefined : { token, chats: [...new Set(chats)] };
}
