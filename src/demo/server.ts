import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { type AddressInfo, BlockList, isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { KnocklabError } from '../core/errors.ts';
import { serveConsoles } from './consoles.ts';
import type { Demonstration } from './demonstration.ts';
import { type GuardOptions, type Knock, refusalOf } from './guard.ts';
import { readPage } from './read-page.ts';
import { carryOut } from './wishes.ts';

export interface ServerOptions {
  readonly demonstration: Demonstration;
  /** Loopback, unless a password is given. */
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly password?: string | undefined;
}

export interface DemoServer extends AsyncDisposable {
  /** The page's address with its token. */
  readonly url: string;
}

/** Configurations are small; the biggest export known is below this. */
const mostBytes = 2 * 1024 * 1024;
/** A wrong password costs so much before the next one can be tried. */
const refusedMs = 400;

export async function startServer({ demonstration, address, port, password }: ServerOptions): Promise<DemoServer> {
  refuseOpenDoor(address, password);
  const page = await readPage();
  const token = randomBytes(18).toString('base64url');
  let ownPort = port;
  const guard = { token, address, port: () => ownPort, password, pass: randomBytes(18).toString('base64url') };
  const app = createApp(demonstration, guard, page);
  const server = serve({ fetch: app.fetch, hostname: address, port }) as Server;
  await once(server, 'listening').catch((cause: unknown) => {
    throw new KnocklabError('input/listen', `Nothing can listen on ${address} port ${port}.`, {
      evidence: String(cause),
      remedy: 'Give another port with --port, or 0: then a free one is taken.',
      cause,
    });
  });
  ownPort = (server.address() as AddressInfo).port;
  const closeConsoles = serveConsoles(server, demonstration, (request) => refusalOf(knockOf(request), guard));
  return {
    url: `http://${isIP(address) === 6 ? `[${address}]` : address}:${ownPort}/${token}/`,
    [Symbol.asyncDispose]: async () => {
      closeConsoles();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A page with consoles is not for a whole network, unless somebody has decided who may come in. */
function refuseOpenDoor(address: string, password: string | undefined): void {
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8);
  if (address === '::1' || loopback.check(address) || (password !== undefined && password !== '')) return;
  throw new KnocklabError('input/listen', `"${address}" can be reached from other machines: that takes a password.`, {
    remedy: 'Give one when asked for it, or in KNOCKLAB_DEMO_PASSWORD.',
  });
}

function knockOf({ url = '/', headers }: IncomingMessage): Knock {
  const { host, origin, authorization, cookie } = headers;
  return { path: url, host, origin, authorization, cookie };
}

function createApp(demonstration: Demonstration, guard: GuardOptions, page: string): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const header = (name: string): string | undefined => context.req.header(name);
    const refusal = refusalOf(
      {
        path: context.req.path,
        host: header('host'),
        origin: header('origin'),
        authorization: header('authorization'),
        cookie: header('cookie'),
      },
      guard,
    );
    if (refusal !== undefined) {
      if (refusal.status === 401) await pause(header('authorization') === undefined ? 0 : refusedMs);
      const asks = refusal.status === 401 ? { 'www-authenticate': 'Basic realm="knocklab"' } : {};
      return context.text(refusal.why, refusal.status, asks);
    }
    await next();
    context.header('cache-control', 'no-store');
    context.header('referrer-policy', 'no-referrer');
    context.header('x-content-type-options', 'nosniff');
    context.header('x-frame-options', 'DENY');
    if (guard.password !== undefined) {
      context.header('set-cookie', `knocklab=${guard.pass}; Path=/${guard.token}; HttpOnly; SameSite=Strict`);
    }
  });
  app.onError((error, context) => {
    if (error instanceof KnocklabError) return context.json({ error: error.message }, 409);
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return context.json({ error: 'the page’s server failed; its terminal says how' }, 500);
  });
  addRoutes(app, demonstration, page);
  return app;
}

function addRoutes(app: Hono, demonstration: Demonstration, page: string): void {
  app.get('/:token/', (context) => {
    const nonce = randomBytes(12).toString('base64');
    context.header(
      'content-security-policy',
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`,
    );
    return context.html(page.replace('<script ', () => `<script nonce="${nonce}" `));
  });
  app.get('/:token/events', (context) =>
    streamSSE(context, async (stream) => {
      let last = context.req.header('last-event-id') ?? context.req.query('after');
      let wake = (): void => undefined;
      const silence = demonstration.journal.listen(() => wake());
      stream.onAbort(() => {
        silence();
        wake();
      });
      let isLive = false;
      while (!stream.aborted) {
        const news = demonstration.journal.after(last);
        for (const { id, event, data } of news) await stream.writeSSE({ id, event, data });
        last = news.at(-1)?.id ?? last;
        // What was told so far has been before; and what time it is here, for the browser's clock may be another.
        if (!isLive) await stream.writeSSE({ event: 'live', data: `${Date.now()}` });
        isLive = true;
        if (news.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    }),
  );
  app.get('/:token/configuration', (context) => context.text(demonstration.configText));
  app.get('/:token/report', (context) => {
    const report = demonstration.report();
    return report === undefined ? context.text('The run has not ended yet.', 404) : context.html(report);
  });
  app.post('/:token/do', bodyLimit({ maxSize: mostBytes }), async (context) => {
    if (!(context.req.header('content-type') ?? '').startsWith('application/json')) {
      return context.json({ error: 'JSON is wanted' }, 415);
    }
    return context.json({ text: await carryOut(demonstration, await context.req.json().catch(() => undefined)) });
  });
}
