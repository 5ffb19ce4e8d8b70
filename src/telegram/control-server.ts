import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { BotApi } from './bot-api.ts';
import type { Behaviour, BotDeclaration, IncomingMessage as ChatMessage } from './bot-call.ts';
import type { CallLog } from './call-log.ts';
import type { Faults } from './faults.ts';

interface Mock {
  readonly api: BotApi;
  readonly log: CallLog;
  readonly faults: Faults;
  /** Where the Bot API listens. */
  readonly port: () => number;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const ok: Reply = { status: 200, body: { ok: true } };

/** The harness's way to the mock: declare bots, read what they were asked, inject faults. No host can reach it. */
export function createControlServer(mock: Mock): Server {
  return createServer((request, response) => {
    replyTo(request, mock).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, { status: 400, body: { error: String(error) } }),
    );
  });
}

async function replyTo(request: IncomingMessage, { api, log, faults, port }: Mock): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control');
  const route = `${request.method} ${pathname}`;
  if (route === 'GET /calls') return { status: 200, body: log.after(Number(searchParams.get('after') ?? 0)) };
  if (route === 'GET /port') return { status: 200, body: { port: port() } };
  const body = await readJson(request);
  if (route === 'POST /declare' && isDeclaration(body)) api.declare(body);
  else if (route === 'POST /behaviour' && isRecord(body)) faults.behave(asBehaviour(body));
  else if (route === 'POST /messages' && isChatMessage(body)) {
    if (!api.receive(body, Date.now())) return { status: 404, body: { error: 'no such bot or chat was declared' } };
  } else return { status: 400, body: { error: `can't do ${route} with ${JSON.stringify(body)}` } };
  return ok;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || 'null');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeclaration(value: unknown): value is BotDeclaration {
  return (
    isRecord(value) && typeof value.token === 'string' && typeof value.name === 'string' && Array.isArray(value.chats)
  );
}

function isChatMessage(value: unknown): value is ChatMessage {
  return isRecord(value) && typeof value.token === 'string' && typeof value.text === 'string' && 'chat' in value;
}

function asBehaviour({ status, delayMs, drop, unanswered, times }: Record<string, unknown>): Behaviour {
  return {
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof delayMs === 'number' ? { delayMs } : {}),
    ...(typeof times === 'number' ? { times } : {}),
    drop: drop === true,
    unanswered: unanswered === true,
  };
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
