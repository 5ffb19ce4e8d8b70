import type { BotDeclaration, ChatDeclaration } from './bot-call.ts';
import { FloodLimit } from './flood-limit.ts';

/** A chat as the Bot API describes it. */
export interface Chat {
  readonly id: number | string;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title?: string;
  readonly first_name?: string;
  readonly username?: string;
}

export interface Update {
  readonly update_id: number;
  readonly message: unknown;
}

/** A declared bot with everything that the Bot API remembers about it. */
export class Bot {
  readonly token: string;
  readonly id: number;
  readonly name: string;
  readonly chats: ReadonlyMap<string, Chat>;
  updates: readonly Update[] = [];
  webhookUrl = '';
  readonly #floodLimits: Map<string, FloodLimit> | undefined;
  #lastMessageId = 0;
  #lastUpdateId = 0;

  constructor({ token, name, chats, flood = false }: BotDeclaration) {
    this.token = token;
    this.id = Number.parseInt(token, 10) || 0;
    this.name = name;
    this.chats = new Map(chats.map(describeChat));
    this.#floodLimits = flood ? new Map() : undefined;
  }

  get user(): { id: number; is_bot: true; first_name: string; username: string } {
    const username = `${this.name.replace(/\W+/g, '_')}${/bot$/i.test(this.name) ? '' : '_bot'}`;
    return { id: this.id, is_bot: true, first_name: this.name, username };
  }

  nextMessageId(): number {
    this.#lastMessageId += 1;
    return this.#lastMessageId;
  }

  /** Puts a message of a person where getUpdates finds it. */
  receive(message: unknown): void {
    this.#lastUpdateId += 1;
    this.updates = [...this.updates, { update_id: this.#lastUpdateId, message }];
  }

  /** In how many seconds to try again when this is one message too many. */
  retryAfterSeconds(chat: string, nowMs: number): number | undefined {
    const limit = this.#floodLimits?.get(chat) ?? new FloodLimit();
    this.#floodLimits?.set(chat, limit);
    return this.#floodLimits === undefined ? undefined : limit.retryAfterSeconds(nowMs);
  }
}

/** The kind of chat shows in its id: `-100…` supergroups and channels, other negative ones groups. */
function describeChat(declared: string | number | ChatDeclaration): [id: string, chat: Chat] {
  const { id, title }: ChatDeclaration = typeof declared === 'object' ? declared : { id: String(declared) };
  if (id.startsWith('@')) return [id, { id, type: 'channel', title: title ?? id.slice(1), username: id.slice(1) }];
  const number = Number(id);
  if (id.startsWith('-100')) return [id, { id: number, type: 'supergroup', title: title ?? 'lab' }];
  if (id.startsWith('-')) return [id, { id: number, type: 'group', title: title ?? 'lab' }];
  return [id, { id: number, type: 'private', first_name: title ?? 'Admin' }];
}
