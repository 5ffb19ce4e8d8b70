import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import type { Resolver } from './resolver.ts';
import type { RosVersion } from './version.ts';
import { isAtLeast } from './version.ts';

export interface FetchRequest {
  readonly url: string;
  readonly method: string;
  readonly data: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly checkCertificate: boolean;
  readonly signal: AbortSignal;
}

export interface FetchResult {
  readonly status: number;
  readonly body: string;
  readonly durationMs: number;
}

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

/** idle-timeout of `/tool fetch` (language-facts 11). */
const idleTimeoutMs = 10_000;
/** `output=user` holds 64 KiB (language-facts 11); a longer body is read no further. */
const longestBody = 65_536;

/** `/tool fetch` over HTTP and HTTPS: a real request from the router's own namespace, through its own firewall. */
export class Fetcher {
  readonly #resolver: Resolver;
  readonly #version: RosVersion;
  readonly #trustFile: string | undefined;
  readonly #staysHere: boolean;

  /** `staysHere`: of a router without a network, which asks nobody but this machine itself. */
  constructor(
    resolver: Resolver,
    version: RosVersion,
    trustFile: string | undefined,
    { staysHere = false }: { staysHere?: boolean } = {},
  ) {
    this.#resolver = resolver;
    this.#version = version;
    this.#trustFile = trustFile;
    this.#staysHere = staysHere;
  }

  async fetch(request: FetchRequest): Promise<FetchResult> {
    const startedAt = performance.now();
    const url = parseUrl(request.url);
    const address = await this.#resolver.resolve(url.hostname.replace(/^\[|\]$/g, ''));
    if (this.#staysHere && !isLoopback(address))
      throw failure(`this twin stands alone: it has no network, and does not fetch from ${url.host}`);
    const options = await this.#options(url, address, request);
    const answer = await send(url.protocol === 'https:', options, request);
    if (answer.status < 200 || answer.status > 299) throw this.#refusal(answer, `${address}:${options.port}`, url);
    const { status, body } = answer;
    return { status, body, durationMs: performance.now() - startedAt };
  }

  async #options(url: URL, address: string, request: FetchRequest): Promise<RequestOptions> {
    const secure = url.protocol === 'https:';
    return {
      host: address,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: request.method.toUpperCase(),
      headers: this.#headers(url, request),
      signal: request.signal,
      timeout: idleTimeoutMs,
      ...(secure
        ? { servername: url.hostname, rejectUnauthorized: request.checkCertificate, ...(await this.#trusted()) }
        : {}),
    };
  }

  #headers(url: URL, { data, headers }: FetchRequest): Record<string, string> {
    const agent =
      this.#version.major === 6
        ? `Mikrotik/${this.#version.major}.x Fetch`
        : isAtLeast(this.#version, 7, 14)
          ? `RouterOS ${this.#version.text}`
          : 'MikroTik 7';
    return {
      Host: url.host,
      'User-Agent': agent,
      ...(data === undefined
        ? {}
        : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(Buffer.byteLength(data)) }),
      ...Object.fromEntries(headers),
    };
  }

  /** Read when it is needed: the lab makes its CA while the router starts. */
  async #trusted(): Promise<{ ca?: Buffer }> {
    if (this.#trustFile === undefined) return {};
    return readFile(this.#trustFile).then(
      (ca) => ({ ca }),
      () => ({}),
    );
  }

  /** The wording changed with the releases (language-facts 11). */
  #refusal({ status, message, location }: Answer, peer: string, url: URL): RouterosError {
    if (isAtLeast(this.#version, 7, 13)) {
      const whereTo = location === undefined ? '' : ` (Location: "${location}")`;
      return failure(`Fetch failed with status ${status}${whereTo}`);
    }
    const whereTo = location === undefined ? '' : ` "${location}"`;
    const code = url.protocol === 'https:' ? 5 : 4;
    return failure(`closing connection: <${status} ${message}${whereTo}> ${peer} (${code})`);
  }
}

const isLoopback = (address: string): boolean => /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1';

/** RouterOS sends what it is given; blanks and the like are escaped as it does. */
function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw failure('invalid URL');
  return url;
}

interface Answer {
  readonly status: number;
  readonly message: string;
  /** Of a redirection, which is not followed. */
  readonly location: string | undefined;
  readonly body: string;
}

function send(secure: boolean, options: RequestOptions, { data }: FetchRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(options, (answer) => {
      readBody(answer).then(
        (body) =>
          resolve({
            status: answer.statusCode ?? 0,
            message: answer.statusMessage ?? '',
            location: answer.headers.location,
            body,
          }),
        reject,
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(failure('idle timeout - connecting')));
    outgoing.on('error', (error) => reject(connectionFailure(error)));
    outgoing.end(data);
  });
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestBody) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function connectionFailure(error: Error): Error {
  if (error instanceof RouterosError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ABORT_ERR') return new RouterosError('interrupted', { category: trapCategories.interrupted });
  if (code === 'ECONNREFUSED') return failure('connection refused');
  if (code === 'ETIMEDOUT') return failure('connection timeout');
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return failure('SSL: ssl: no trusted CA certificate found (6)');
  return failure(`connecting: ${error.message}`);
}
