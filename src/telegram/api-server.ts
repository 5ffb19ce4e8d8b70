import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { type ApiAnswer, refuse } from './api-answer.ts';
import type { ApiRequest, BotApi } from './bot-api.ts';
import type { CallLog } from './call-log.ts';
import { decodePercent, firstOfEach, parseBody, parseForm } from './call-parameters.ts';
import type { ServerCertificate } from './certificates.ts';
import type { Faults } from './faults.ts';
import { encodeRequestLine } from './request-line.ts';

// node:http, not hono: the mock has a single route, needs the URL's bytes as they came (RouterOS sends them unencoded),
// and a lab waits for its start.

interface Mock {
  readonly api: BotApi;
  readonly log: CallLog;
  readonly faults: Faults;
}

const longestBody = 1024 * 1024;

/** The server that answers as api.telegram.org. One request a connection. */
export function createApiServer({ certificate, key }: ServerCertificate, mock: Mock): Server {
  // A message of 4,096 characters, percent-encoded, is longer than Node's usual limit for a head.
  const http = createHttpServer({ maxHeaderSize: 128 * 1024 }, (request, response) => {
    answerRequest(request, response, mock).catch(() => request.socket.destroy());
  });
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith('HPE_') === true) recordUnreadable(mock, addressOf(socket));
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return createTlsServer({ cert: certificate, key }, (socket) => {
    socket.on('error', () => socket.destroy());
    encodeRequestLine(socket, () => http.emit('connection', socket));
  });
}

async function answerRequest(request: IncomingMessage, response: ServerResponse, mock: Mock): Promise<void> {
  const apiRequest = await readRequest(request);
  const { status, delayMs = 0, drop = false, unanswered = false } = mock.faults.take();
  const outcome = mock.api.handle(status === undefined ? apiRequest : { ...apiRequest, fault: injected(status) });
  const httpStatus = drop ? 0 : outcome.status;
  mock.log.add({ ...outcome.call, httpStatus });
  if (delayMs > 0) await sleep(delayMs);
  if (drop || unanswered) request.socket.destroy();
  else send(response, httpStatus, outcome.answer);
}

function injected(status: number): ApiAnswer {
  return refuse(status, status === 500 ? 'Internal Server Error' : `Injected fault ${status}`);
}

async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const nowMs = Date.now();
  const [path = '', ...query] = (request.url ?? '').split('?');
  const fromQuery = parseForm(Buffer.from(query.join('?'), 'latin1'));
  const fromBody = await parseBody(request.headers['content-type'] ?? '', await readBody(request));
  const fault = fromQuery.fault ?? fromBody.fault;
  return {
    httpMethod: request.method ?? '',
    path: decodePercent(Buffer.from(path, 'latin1')).toString(),
    parameters: firstOfEach([...Object.entries(fromQuery.parameters), ...Object.entries(fromBody.parameters)]),
    ...(fault === undefined ? {} : { fault }),
    from: addressOf(request.socket),
    nowMs,
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > longestBody) throw new Error(`A body of more than ${longestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, answer: ApiAnswer): void {
  if (!answer.ok && answer.parameters !== undefined) response.setHeader('Retry-After', answer.parameters.retry_after);
  const body = JSON.stringify(answer);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
}

/** A request that no HTTP server understands, such as a URL with a blank, is evidence as well. */
function recordUnreadable({ log }: Mock, from: string): void {
  const description = 'Bad Request: not readable as HTTP (a blank in the URL?)';
  const at = new Date().toISOString();
  log.add({
    at,
    method: '',
    httpMethod: '',
    bot: '',
    parameters: {},
    httpStatus: 400,
    description,
    declared: false,
    from,
  });
}

function addressOf(socket: object): string {
  const address = 'remoteAddress' in socket && typeof socket.remoteAddress === 'string' ? socket.remoteAddress : '';
  return address.replace(/^::ffff:/, '');
}
