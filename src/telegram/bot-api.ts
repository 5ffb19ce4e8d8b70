import { maskTokens } from '../core/mask-tokens.ts';
import { type ApiAnswer, refuse } from './api-answer.ts';
import { Bot } from './bot.ts';
import type { BotCall, BotDeclaration, CallParameters, IncomingMessage } from './bot-call.ts';
import { findMethod } from './bot-methods.ts';

/** A request, taken apart. */
export interface ApiRequest {
  readonly httpMethod: string;
  /** From `/bot` on, percent-decoded. */
  readonly path: string;
  readonly parameters: CallParameters;
  /** Found while reading the parameters. */
  readonly fault?: ApiAnswer;
  readonly from: string;
  readonly nowMs: number;
}

/** What the mock does and tells about a request. */
export interface ApiOutcome {
  readonly status: number;
  readonly answer: ApiAnswer;
  readonly call: Omit<BotCall, 'n'>;
}

/** The declared bots, and the Bot API's answers about them. Knows no sockets. */
export class BotApi {
  readonly #bots = new Map<string, Bot>();

  /** A bot declared again starts anew. */
  declare(declaration: BotDeclaration): void {
    this.#bots.set(declaration.token, new Bot(declaration));
  }

  /** False when there is no such bot or chat. */
  receive({ token, chat, text, from = 'Admin' }: IncomingMessage, nowMs: number): boolean {
    const bot = this.#bots.get(token);
    const known = bot?.chats.get(String(chat));
    if (bot === undefined || known === undefined) return false;
    const sender = { id: 1, is_bot: false, first_name: from };
    bot.receive({
      message_id: bot.nextMessageId(),
      from: sender,
      chat: known,
      date: Math.floor(nowMs / 1000),
      text,
    });
    return true;
  }

  handle(request: ApiRequest): ApiOutcome {
    const [token, method] = splitPath(request.path);
    const bot = this.#bots.get(token);
    const answer = this.#answer(request, token, method);
    const { chat_id: chat, text } = request.parameters;
    const isDeclared = bot !== undefined && findMethod(method) !== undefined;
    const call = {
      at: new Date(request.nowMs).toISOString(),
      method: method === '' ? '' : maskTokens(method),
      httpMethod: request.httpMethod,
      bot: maskedBot(token),
      ...(chat === undefined ? {} : { chat }),
      ...(text === undefined ? {} : { text: maskTokens(text) }),
      parameters: maskAll(request.parameters),
      httpStatus: answer.ok ? 200 : answer.error_code,
      ...(answer.ok ? {} : { description: answer.description }),
      declared: isDeclared && (chat === undefined || chat.trim() === '' || bot.chats.has(chat.trim())),
      from: request.from,
    };
    return { status: call.httpStatus, answer, call };
  }

  #answer({ parameters, fault, nowMs }: ApiRequest, token: string, method: string): ApiAnswer {
    const bot = this.#bots.get(token);
    if (bot === undefined) return isWellFormed(token) ? refuse(401, 'Unauthorized') : refuse(404, 'Not Found');
    if (fault !== undefined) return fault;
    return findMethod(method)?.({ bot, parameters, nowMs }) ?? refuse(404, 'Not Found');
  }
}

/** `/bot<token>/<method>`; other paths have neither. */
function splitPath(path: string): [token: string, method: string] {
  const match = /^\/bot([^/]*)\/([^/]*)\/?$/.exec(path);
  return [match?.[1] ?? '', match?.[2] ?? ''];
}

/** The real one answers 404, not 401, to what can't be a token. */
function isWellFormed(token: string): boolean {
  return /^[1-9]\d*:[\w-]+$/.test(token) && token.length <= 80;
}

function maskedBot(token: string): string {
  if (token === '') return '';
  return `${/^\d*/.exec(token)?.[0] ?? ''}:***`;
}

function maskAll(parameters: CallParameters): CallParameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [maskTokens(name), maskTokens(value)]));
}
