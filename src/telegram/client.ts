import { request } from 'node:http';
import { KnocklabError } from '../core/errors.ts';
import type { Behaviour, BotCall, BotDeclaration, IncomingMessage } from './bot-call.ts';

/** The harness's end of a running Bot API mock. */
export interface TelegramClient {
  /** Makes a bot and its chats exist. */
  declare(bot: BotDeclaration): Promise<void>;
  /** What was asked, in order; only what came after the n-th call when given. */
  calls(after?: number): Promise<readonly BotCall[]>;
  /** Injects a fault; `{}` ends it. */
  behave(behaviour: Behaviour): Promise<void>;
  /** A person writes to the bot: getUpdates will give it. */
  say(message: IncomingMessage): Promise<void>;
}

/** Speaks to the mock through its control socket, by the socket's path as seen from here. */
export function connectTelegram(socketPath: string): TelegramClient {
  const post = async (path: string, body: object): Promise<void> => {
    await ask(socketPath, 'POST', path, JSON.stringify(body));
  };
  return {
    declare: (bot) => post('/declare', bot),
    behave: (behaviour) => post('/behaviour', behaviour),
    say: (message) => post('/messages', message),
    calls: async (after = 0) => JSON.parse(await ask(socketPath, 'GET', `/calls?after=${after}`)),
  };
}

const timeoutMs = 5000;

/** The body of the answer. Every request has a connection of its own, so that nothing is left open. */
async function ask(socketPath: string, method: string, path: string, body = ''): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request({ socketPath, method, path, agent: false, timeout: timeoutMs }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      if (response.statusCode === 200) resolve(text);
      else reject(new KnocklabError('lab/telegram-refused', `The Telegram mock refused ${method} ${path}: ${text}`));
    });
  });
  sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
  sent.on('error', (cause) => reject(unreachable(cause)));
  sent.end(body);
  return promise;
}

function unreachable(cause: Error): KnocklabError {
  return new KnocklabError('lab/telegram-unreachable', `The Telegram mock does not answer: ${cause.message}`, {
    cause,
    remedy: 'Is the lab still up? Its log is telegram.log on the isp host.',
  });
}
