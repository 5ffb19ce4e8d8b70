import { RouterosError } from '../../../routeros/routeros-error.ts';
import type { Resolver } from '../../resolver.ts';
import type { RosVersion } from '../../version.ts';
import { CurlFetch } from './curl-fetch.ts';
import { fetchFailure } from './fetch-failure.ts';
import type { FetchRequest, FetchResult } from './fetch-request.ts';
import { HttpFetch } from './http-fetch.ts';

interface FetcherOptions {
  readonly version: RosVersion;
  readonly trustFile: string | undefined;
  /** Where files lie while curl has them. */
  readonly directory?: string;
  readonly reach?: FetchReach;
}

/** Whom `/tool fetch` may ask. A script may be a stranger's: a router without a network asks nobody, unless told to. */
export type FetchReach = 'everybody' | 'loopback' | 'nobody';

const isLoopback = (address: string): boolean => /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1';

/** `/tool fetch`: real requests from the router's own namespace, through its own firewall. */
export class Fetcher {
  readonly #resolver: Resolver;
  readonly #reach: FetchReach;
  readonly #http: HttpFetch;
  readonly #curl: CurlFetch;

  constructor(resolver: Resolver, { version, trustFile, directory = '', reach = 'everybody' }: FetcherOptions) {
    this.#resolver = resolver;
    this.#reach = reach;
    this.#http = new HttpFetch({ version, trustFile, addressOf: (name) => this.#addressOf(name) });
    this.#curl = new CurlFetch(directory);
  }

  async fetch(request: FetchRequest): Promise<FetchResult> {
    const { durationMs } = request;
    const limit = durationMs === undefined ? undefined : AbortSignal.timeout(durationMs);
    const signal = limit === undefined ? request.signal : AbortSignal.any([request.signal, limit]);
    try {
      if (request.mode === 'http' || request.mode === 'https') return await this.#http.fetch({ ...request, signal });
      return await this.#curl.fetch(request, await this.#addressOf(request.server));
    } catch (error) {
      const isOver = limit?.aborted === true && !request.signal.aborted;
      if (isOver && error instanceof RouterosError && error.message === 'interrupted')
        throw fetchFailure('connection timeout');
      throw error;
    }
  }

  async #addressOf(name: string): Promise<string> {
    const address = await this.#resolver.resolve(name);
    if (this.#reach === 'everybody' || (this.#reach === 'loopback' && isLoopback(address))) return address;
    const remedy = isLoopback(address) ? '; --fetch-loopback lets it ask this machine' : '';
    throw fetchFailure(`this twin stands alone: it has no network, and does not fetch from ${name}${remedy}`);
  }
}
