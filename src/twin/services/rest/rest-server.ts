import type { IncomingHttpHeaders } from 'node:http';
import type { Row } from '../../../routeros/api/sentence.ts';
import type { Session } from '../../accounts/session.ts';
import type { Twin } from '../../twin.ts';
import type { Page } from '../www/pages.ts';
import { readBody, sorted } from './rest-body.ts';
import { type RestCommand, runRest } from './rest-commands.ts';
import { asRestError, RestError } from './rest-error.ts';
import { readPath } from './rest-place.ts';
import { RestSessions } from './rest-sessions.ts';

export interface RestRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Undefined: larger than is read. */
  readonly body: Buffer | undefined;
  readonly address: string;
  readonly signal: AbortSignal;
}

/** What a command gave: one object, several, or nothing at all. */
export interface RestResult {
  readonly status: string;
  readonly value: Row | readonly Row[] | undefined;
}

/** Seen: a command that has not ended by then is ended. */
const longestMs = 60_000;

/** `/rest`: the menus as JSON over HTTP (MikroTik's manual, "REST API"). */
export class RestServer {
  readonly #twin: Twin;
  readonly #sessions: RestSessions;
  readonly #longestMs: number;

  constructor(twin: Twin, { longest = longestMs }: { longest?: number } = {}) {
    this.#twin = twin;
    this.#sessions = new RestSessions(twin);
    this.#longestMs = longest;
  }

  async answer(request: RestRequest): Promise<Page> {
    try {
      const entry = this.#sessions.admit(request.headers.authorization, request.address);
      const turn = entry.last.then(() => this.#run(request, entry.session));
      entry.last = turn.catch(() => undefined);
      const { status, value } = await turn;
      return { status, type: 'application/json', body: value === undefined ? '' : json(value) };
    } catch (error) {
      const refusal = asRestError(error);
      if (refusal.status === 500)
        process.stderr.write(`rest: ${error instanceof Error ? error.stack : String(error)}\n`);
      const headers = refusal.status === 401 ? ['WWW-Authenticate: Basic realm="RouterOS"'] : [];
      return { status: refusal.statusLine, type: 'application/json', body: refusal.body, headers };
    }
  }

  async #run({ method, url, headers, body, signal }: RestRequest, session: Session): Promise<RestResult> {
    if (body === undefined) throw new RestError(413);
    const { path, query } = readPath(url);
    const given = readBody(body, headers['content-type']);
    const deadline = AbortSignal.timeout(this.#longestMs);
    const command: RestCommand = {
      method,
      path,
      query,
      given,
      session,
      signal: AbortSignal.any([signal, deadline]),
    };
    return await Promise.race([runRest(this.#twin, command), closed(command.signal)]);
  }
}

/** Rejects when the time is over, or the client has gone. */
async function closed(signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw new RestError(400, 'Session closed');
}

const isMany = (value: Row | readonly Row[]): value is readonly Row[] => Array.isArray(value);

const json = (value: Row | readonly Row[]): string => JSON.stringify(isMany(value) ? value.map(sorted) : sorted(value));
