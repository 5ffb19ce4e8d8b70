import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Demonstration } from './demonstration.ts';
import type { Refusal } from './guard.ts';
import { openHostConsole } from './host-console.ts';
import { openRouterConsole } from './router-console.ts';

/** Something that somebody types into and reads from. */
export interface Console {
  input(keys: string): void;
  resize(columns: number, rows: number): void;
  close(): void;
}

/** What a console says to the page. */
export interface ConsoleEvents {
  readonly output: (bytes: Buffer) => void;
  readonly ended: (why: string) => void;
}

const typed = z.object({
  keys: z.string().max(65_536).optional(),
  size: z.tuple([z.number().int().min(2).max(500), z.number().int().min(2).max(300)]).optional(),
});

/** Consoles at `/TOKEN/console/HOST`, for whoever may see the page. Gives how to close them all. */
export function serveConsoles(
  server: Server,
  demonstration: Demonstration,
  refusalOf: (request: IncomingMessage) => Refusal | undefined,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request);
    const host = /^\/[^/]+\/console\/([\w.-]+)$/.exec(request.url ?? '')?.[1];
    // A browser always says where its page came from; only the page may open a console.
    if (refusal !== undefined || host === undefined || request.headers.origin === undefined) {
      socket.end(`HTTP/1.1 ${refusal?.status ?? 404} refused\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => attend(webSocket, host, demonstration));
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

function attend(webSocket: WebSocket, host: string, demonstration: Demonstration): void {
  const events: ConsoleEvents = {
    output: (bytes) => webSocket.send(bytes),
    ended: (why) => webSocket.close(1000, why),
  };
  const opened = openConsole(host, demonstration, events);
  if (opened === undefined) {
    webSocket.close(1000, 'there is no console');
    return;
  }
  let hasTyped = false;
  webSocket.on('message', (data: Buffer) => {
    const { data: input } = typed.safeParse(parseJson(data.toString()));
    if (input?.size !== undefined) opened.resize(...input.size);
    if (input?.keys === undefined) return;
    if (!hasTyped) demonstration.note(host);
    hasTyped = true;
    opened.input(input.keys);
  });
  webSocket.on('error', () => undefined);
  webSocket.on('close', () => opened.close());
}

function openConsole(host: string, demonstration: Demonstration, events: ConsoleEvents): Console | undefined {
  if (host === 'router') {
    const console = demonstration.routerConsole;
    return console === undefined ? undefined : openRouterConsole(console, events);
  }
  const place = demonstration.shell(host);
  return place === undefined ? undefined : openHostConsole(place, events);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
