import type { Row } from '../../routeros/api/sentence.ts';
import type { ParsedSentence } from '../../routeros/api/words.ts';
import { parseDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Session } from '../accounts/session.ts';
import { isAtLeast, type RosVersion } from '../version.ts';
import type { ApiBackend, ApiResult } from './api-backend.ts';
import { ApiReply } from './api-reply.ts';
import { type ApiRequest, isEndless, matchingRows, neededProperties, pick, selectRows } from './api-request.ts';
import { repeatRows, watchRows } from './api-watch.ts';

export interface ApiCommandOptions {
  readonly backend: ApiBackend;
  readonly version: RosVersion;
  readonly session: Session;
  /** Settles when the client reads what was sent. */
  readonly send: (reply: ApiReply) => Promise<void>;
}

/** Records that go out together: a client that reads slowly is waited for between them. */
const batch = 2000;

/** One command of a client on its way. */
export class ApiCommand {
  readonly name: string;
  readonly tag: string | undefined;
  cancelled = false;
  readonly #request: ApiRequest | undefined;
  readonly #options: ApiCommandOptions;
  readonly #abort = new AbortController();

  constructor({ name, tag }: ParsedSentence, request: ApiRequest | undefined, options: ApiCommandOptions) {
    this.name = name;
    this.tag = tag;
    this.#request = request;
    this.#options = options;
  }

  interrupt(): void {
    this.cancelled = true;
    this.#abort.abort(new RouterosError('interrupted', { category: trapCategories.interrupted }));
  }

  /** Carries it out and answers. */
  async run(): Promise<void> {
    const request = this.#request;
    if (request === undefined) throw new RouterosError('no such command', { category: trapCategories.missing });
    if (isEndless(request)) await this.#goOn(request);
    else await this.#answer(request, await this.#ask(request));
  }

  #ask(request: ApiRequest): Promise<ApiResult> {
    const { path, command, args } = request;
    const { backend, session } = this.#options;
    const emit = (row: Row): void => void this.#send(new ApiReply(this.tag).records([pick(row, request.proplist)]));
    const needed = neededProperties(request);
    // Records that are watched are told apart by their ids.
    const proplist = needed === undefined || !isEndless(request) ? needed : ['.id', ...needed];
    return backend.run(path, command, args, { proplist, session, signal: this.#abort.signal, emit });
  }

  async #answer(request: ApiRequest, { rows = [], ret }: ApiResult): Promise<void> {
    const { version } = this.#options;
    const reply = new ApiReply(this.tag);
    if (request.command !== 'print') return this.#send(reply.records(rows).done(ret));
    const selected = selectRows(request, rows);
    if (request.flags.countOnly) return this.#send(reply.done(String(selected.length)));
    if (selected.length === 0 && isAtLeast(version, 7, 18)) reply.empty();
    let at = 0;
    for (; selected.length - at > batch; at += batch)
      await this.#send(new ApiReply(this.tag).records(selected.slice(at, at + batch)));
    await this.#send(reply.records(selected.slice(at)).done(ret));
  }

  async #goOn(request: ApiRequest): Promise<void> {
    const { signal } = this.#abort;
    const look = async (): Promise<readonly Row[]> => {
      const { rows = [], isSettings } = await this.#ask(request);
      if (isSettings === true && request.flags.follow !== 'no') throw this.#cannotFollow(request);
      return matchingRows(request, rows);
    };
    const tell = async (rows: readonly Row[]): Promise<void> => {
      if (rows.length > 0)
        await this.#send(new ApiReply(this.tag).records(rows.map((row) => this.#shown(request, row))));
    };
    const { follow, interval } = request.flags;
    if (interval !== undefined) return repeatRows({ look, tell, signal }, intervalMs(interval));
    const dead = this.#options.version.major === 6 ? 'yes' : 'true';
    await watchRows({ look, tell, tellsFirst: follow === 'yes', dead, signal });
  }

  /** What marks a record as gone, or as one of a series, is there whatever was asked for. */
  #shown({ proplist }: ApiRequest, row: Row): Row {
    return proplist === undefined
      ? row
      : pick(row, [...proplist, '.dead', '.section', ...('.dead' in row ? ['.id'] : [])]);
  }

  /** Seen on 7.23 for menus without a list. */
  #cannotFollow({ flags }: ApiRequest): RouterosError {
    const name = flags.follow === 'yes' ? 'follow' : 'follow-only';
    const text = this.#options.version.major === 6 ? 'unknown parameter' : `unknown parameter ${name}`;
    return new RouterosError(text, { category: trapCategories.missing });
  }

  async #send(reply: ApiReply): Promise<void> {
    if (!this.cancelled) await this.#options.send(reply);
  }
}

function intervalMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined)
    throw new RouterosError('invalid value for argument interval', { category: trapCategories.argument });
  return ms;
}
