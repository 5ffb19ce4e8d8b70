import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { isAtLeast } from '../../version.ts';
import { peerAddress } from '../listener.ts';
import { RestServer } from '../rest/rest-server.ts';
import type { WwwServiceOptions } from '../www-service.ts';
import { findPage, type Page } from './pages.ts';

/** Seen: a body of some 126 KB is too large. */
const mostBytes = 128 * 1024;

/** For a request to arrive; who sends it byte by byte does not hold the connection. */
const requestMs = 30_000;

/**
 * node:http reads the requests, the answers are written by hand: RouterOS answers in the HTTP version of the request,
 * and nmap knows it by an `HTTP/1.0 200 OK`. The connection ends with the first answer.
 */
export function createHttpServer(options: WwwServiceOptions): Server {
  const rest = new RestServer(options.twin);
  /** What a client sends after its first request is not read. */
  const deadlines = new WeakMap<Socket, NodeJS.Timeout>();
  const server = createServer((request) => {
    const { socket } = request;
    const deadline = deadlines.get(socket);
    deadlines.delete(socket);
    if (deadline !== undefined) serve(request, { options, rest, deadline }).catch(() => socket.destroy());
  });
  server.on('connection', (socket: Socket) => {
    const deadline = setTimeout(() => socket.destroy(), requestMs).unref();
    deadlines.set(socket, deadline);
    socket.once('close', () => clearTimeout(deadline));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return server;
}

interface Serving {
  readonly options: WwwServiceOptions;
  readonly rest: RestServer;
  /** Ends a connection whose request does not come. */
  readonly deadline: NodeJS.Timeout;
}

async function serve(request: IncomingMessage, { options, rest, deadline }: Serving): Promise<void> {
  const { socket } = request;
  const body = await readBody(request);
  if (body !== undefined) clearTimeout(deadline);
  const page = await answerTo(request, body, options, rest);
  if (socket.writable) socket.end(rendered(request, page, options.twin.clock.wallMs));
}

/** Undefined: too much of it; the rest is thrown away. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  let chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= mostBytes) return void chunks.push(chunk);
    chunks = [];
    resolve(undefined);
  });
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', reject);
  return promise;
}

async function answerTo(
  request: IncomingMessage,
  body: Buffer | undefined,
  { twin, identity, version, tls }: WwwServiceOptions,
  rest: RestServer,
): Promise<Page> {
  const { url = '/', method = 'GET', headers, socket } = request;
  // On www since 7.9, on www-ssl since 7.1 (MikroTik's manual, "REST API").
  const hasRest = twin.version.major > 6 && (tls !== undefined || isAtLeast(version, 7, 9));
  if (!hasRest || !/^\/rest(?:[/?]|$)/.test(url)) return findPage(url, { identity: identity(), version: version.text });
  const abort = new AbortController();
  socket.once('close', () => abort.abort());
  const address = peerAddress(socket);
  return await rest.answer({ method, url, headers, body, address, signal: abort.signal });
}

function rendered(request: IncomingMessage, { status, type, body, headers = [] }: Page, nowMs: number): string {
  const head = [
    `HTTP/${request.httpVersion === '1.0' ? '1.0' : '1.1'} ${status}`,
    'Cache-Control: max-age=0',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Content-Type: ${type}`,
    `Date: ${new Date(nowMs).toUTCString()}`,
    'Expires: 0',
    'X-Frame-Options: sameorigin',
    ...headers,
  ].join('\r\n');
  return `${head}\r\n\r\n${request.method === 'HEAD' ? '' : body}`;
}
