/** The parameters of a call, from the query, a form, JSON or multipart alike. */
export type CallParameters = Readonly<Record<string, string>>;

/** One request that reached the mock, with its answer. Tokens are masked. */
export interface BotCall {
  /** From 1, without a gap. */
  readonly n: number;
  /** ISO time, UTC: real time, not the lab's. */
  readonly at: string;
  /** As the caller spelled it; empty when the request was none of the Bot API. */
  readonly method: string;
  readonly httpMethod: string;
  /** `123456789:***`; empty when there was no token. */
  readonly bot: string;
  readonly chat?: string;
  readonly text?: string;
  readonly parameters: CallParameters;
  /** 0: the connection was dropped without an answer. */
  readonly httpStatus: number;
  /** Why the Bot API refused. */
  readonly description?: string;
  /** Token, chat and method were declared. */
  readonly declared: boolean;
  /** The caller's address. */
  readonly from: string;
}

export interface ChatDeclaration {
  /** `-1001234567890`, or `@name`. */
  readonly id: string;
  readonly title?: string;
}

/** A bot that exists, and the chats that it may write to. */
export interface BotDeclaration {
  readonly token: string;
  readonly name: string;
  readonly chats: readonly (string | number | ChatDeclaration)[];
  /** Answer too many messages with 429; off unless asked for. */
  readonly flood?: boolean;
}

/** A fault to show from now on; an empty one ends it. */
export interface Behaviour {
  /** Answer this instead, for example 500. */
  readonly status?: number;
  /** Answer that much later. */
  readonly delayMs?: number;
  /** Close the connection without an answer. */
  readonly drop?: boolean;
  /** Deliver the message, and close the connection before the caller hears of it. */
  readonly unanswered?: boolean;
  /** For so many calls only. */
  readonly times?: number;
}

/** Something that a person wrote to the bot: getUpdates will give it. */
export interface IncomingMessage {
  readonly token: string;
  readonly chat: string | number;
  readonly text: string;
  /** The writer's name. */
  readonly from?: string;
}
