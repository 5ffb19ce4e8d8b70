import assert from 'node:assert/strict';
import { KnocklabError } from '../core/errors.ts';
import type { BotCall } from '../telegram/bot-call.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { EventOf } from '../trace/events.ts';
import { type Witness, witnessKey } from './check.ts';
import type { TelegramObservation } from './matchers/telegram.ts';
import type { Tracer } from './tracer.ts';

/** The bot that a scenario's router writes to, and the chats that it may write to. */
export interface TelegramOptions {
  readonly token: string;
  readonly chats: readonly (string | number)[];
}

/**
 * What reached the Bot API, for `expect(telegram).toHaveReceived(/…/)`. It is read anew after each act in the lab, so
 * that a check needs no waiting.
 */
export class ScenarioTelegram implements TelegramObservation {
  readonly [witnessKey]: Witness;
  readonly #client: TelegramClient | undefined;
  readonly #tracer: Pick<Tracer, 'emit' | 'sinceStart'>;
  #calls: readonly BotCall[] = [];
  #judged = 0;

  constructor(client: TelegramClient | undefined, tracer: Pick<Tracer, 'emit' | 'sinceStart'>, witness: Witness) {
    this[witnessKey] = witness;
    this.#client = client;
    this.#tracer = tracer;
  }

  /** Every call, in order, delivered or refused. */
  get calls(): readonly BotCall[] {
    this.#present();
    return this.#calls;
  }

  /** The texts that were delivered, in order. */
  get messages(): string[] {
    return this.calls.flatMap(({ httpStatus, text }) => (httpStatus === 200 && text !== undefined ? [text] : []));
  }

  /** Makes the mock fail from now on, as `TelegramClient.behave` says; `{}` ends it. */
  async behave(...args: Parameters<TelegramClient['behave']>): Promise<void> {
    await this.#present().behave(...args);
  }

  /** Fetches and reports what is new. */
  async refresh(): Promise<void> {
    const added = (await this.#client?.calls(this.#calls.length)) ?? [];
    this.#calls = [...this.#calls, ...added];
    for (const call of added) {
      const receivedAt = this.#tracer.sinceStart(Date.parse(call.at));
      this.#tracer.emit({ ...telegramEvent(call), ...(Number.isNaN(receivedAt) ? {} : { receivedAt }) });
    }
  }

  /** Fails when, since last time, the router called what nobody declared: another bot, chat or method. */
  judge(): void {
    const unjudged = this.#calls.slice(this.#judged);
    this.#judged = this.#calls.length;
    const undeclared = unjudged.filter(({ declared }) => !declared);
    if (undeclared.length === 0) return;
    const check = {
      passed: false,
      expected: 'Telegram calls only to the declared bot and its chats',
      observed: undeclared.map(callText).join(', '),
    };
    this[witnessKey](check);
    throw new assert.AssertionError({ message: 'undeclared Telegram call', ...check, actual: check.observed });
  }

  #present(): TelegramClient {
    if (this.#client !== undefined) return this.#client;
    throw new KnocklabError('input/no-telegram', 'the topology has no host that answers for api.telegram.org', {
      remedy: 'Give the topology an `isp` with a DNS entry for api.telegram.org.',
    });
  }
}

function callText({ method, chat, bot, httpStatus, description }: BotCall): string {
  const target = [bot === '' ? '' : `bot ${bot}`, chat === undefined ? '' : `chat ${chat}`].filter(Boolean).join(', ');
  return `${method || 'an unknown call'} to ${target || 'nobody'}: ${httpStatus} ${description ?? ''}`.trimEnd();
}

function telegramEvent({
  method,
  chat,
  text,
  httpStatus,
  description,
  bot,
  declared,
}: BotCall): Omit<EventOf<'telegram'>, 'at'> {
  return {
    type: 'telegram',
    method,
    ...(chat === undefined ? {} : { chat }),
    ...(text === undefined ? {} : { text }),
    httpStatus,
    ...(description === undefined ? {} : { description }),
    bot,
    declared,
  };
}
