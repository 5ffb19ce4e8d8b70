import { type ApiAnswer, refuse, refuseForNow, succeed } from './api-answer.ts';
import type { Bot, Chat } from './bot.ts';
import type { CallParameters } from './bot-call.ts';
import { findTextFault, isKnownParseMode } from './message-text.ts';

interface MethodCall {
  readonly bot: Bot;
  readonly parameters: CallParameters;
  readonly nowMs: number;
}

type Method = (call: MethodCall) => ApiAnswer;

/** The methods of the Bot API that exist in the lab, by their lower-case names: the real one ignores case, too. */
const botMethods: Readonly<Record<string, Method>> = {
  sendmessage: sendMessage,
  getme: ({ bot }) =>
    succeed({
      ...bot.user,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
  getupdates: getUpdates,
  getchat: (call) => withChat(call, (chat) => succeed(chat)),
  getchatmembercount: (call) => withChat(call, () => succeed(2)),
  sendchataction: (call) => withChat(call, () => succeed(true)),
  setwebhook: setWebhook,
  deletewebhook: deleteWebhook,
  getwebhookinfo: ({ bot }) =>
    succeed({ url: bot.webhookUrl, has_custom_certificate: false, pending_update_count: bot.updates.length }),
  setmycommands: () => succeed(true),
  deletemycommands: () => succeed(true),
  getmycommands: () => succeed([]),
};

export function findMethod(name: string): Method | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(botMethods, key) ? botMethods[key] : undefined;
}

/** The text is looked at before the chat, its length after it (tdlib/telegram-bot-api, Client.cpp). */
function sendMessage(call: MethodCall): ApiAnswer {
  const { bot, parameters, nowMs } = call;
  const { text = '', parse_mode: parseMode = '' } = parameters;
  if (text === '') return refuse(400, 'Bad Request: message text is empty');
  if (!isKnownParseMode(parseMode)) return refuse(400, 'Bad Request: unsupported parse_mode');
  return withChat(call, (chat, id) => {
    if (text.trim() === '') return refuse(400, 'Bad Request: text must be non-empty');
    const fault = findTextFault(text, parseMode);
    if (fault !== undefined) return fault;
    const waitSeconds = bot.retryAfterSeconds(id, nowMs);
    if (waitSeconds !== undefined) return refuseForNow(waitSeconds);
    const date = Math.floor(nowMs / 1000);
    return succeed({ message_id: bot.nextMessageId(), from: bot.user, chat, date, text: text.trim() });
  });
}

function withChat({ bot, parameters }: MethodCall, answer: (chat: Chat, id: string) => ApiAnswer): ApiAnswer {
  const id = (parameters.chat_id ?? '').trim();
  if (id === '') return refuse(400, 'Bad Request: chat_id is empty');
  const chat = bot.chats.get(id);
  return chat === undefined ? refuse(400, 'Bad Request: chat not found') : answer(chat, id);
}

/** A positive offset forgets everything before it, a negative one all but the last so many. Never waits. */
function getUpdates({ bot, parameters }: MethodCall): ApiAnswer {
  if (bot.webhookUrl !== '') {
    const problem =
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    return refuse(409, `Conflict: ${problem}`);
  }
  const offset = Number.parseInt(parameters.offset ?? '0', 10) || 0;
  const limit = Number.parseInt(parameters.limit ?? '100', 10) || 100;
  bot.updates = offset < 0 ? bot.updates.slice(offset) : bot.updates.filter(({ update_id }) => update_id >= offset);
  return succeed(bot.updates.slice(0, Math.min(Math.max(limit, 1), 100)));
}

function setWebhook({ bot, parameters }: MethodCall): ApiAnswer {
  const { url = '' } = parameters;
  if (url === '') return deleteWebhook({ bot });
  if (!url.startsWith('https://')) {
    return refuse(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
  }
  const description = bot.webhookUrl === url ? 'Webhook is already set' : 'Webhook was set';
  bot.webhookUrl = url;
  return succeed(true, description);
}

function deleteWebhook({ bot }: Pick<MethodCall, 'bot'>): ApiAnswer {
  const description = bot.webhookUrl === '' ? 'Webhook is already deleted' : 'Webhook was deleted';
  bot.webhookUrl = '';
  return succeed(true, description);
}
