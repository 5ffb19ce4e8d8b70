import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createGunzip, createInflate, deflateSync, gzipSync } from 'node:zlib';
import type { RosVersion } from '../../version.ts';
import { isAtLeast } from '../../version.ts';
import { basicAuthorization, digestAuthorization } from './digest.ts';
import { connectionFailure, fetchFailure } from './fetch-failure.ts';
import type { FetchRequest, FetchResult } from './fetch-request.ts';

export interface HttpSettings {
  readonly version: RosVersion;
  /** PEM of the authorities that the router trusts. */
  readonly trustFile: string | undefined;
  /** The one address that a name leads to; refuses what is not to be reached. */
  readonly addressOf: (name: string) => Promise<string>;
}

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Uint8Array;
}

/** A request as it goes out, perhaps to where a redirection led. */
type Target = Pick<FetchRequest, 'mode' | 'server' | 'port' | 'host' | 'path'>;

/** HTTP and HTTPS as RouterOS asks: redirections only as many as are allowed, everything but 2xx is an error. */
export class HttpFetch {
  readonly #settings: HttpSettings;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
  }

  async fetch(request: FetchRequest): Promise<FetchResult> {
    let target: Target = request;
    for (let left = request.http.redirects; ; left -= 1) {
      const { answer, peer } = await this.#ask(target, request);
      const { status, headers, body } = answer;
      if (status >= 200 && status <= 299) return { status, body, headers: headerPairs(headers) };
      const next = left > 0 && status >= 300 && status <= 399 ? headers.location : undefined;
      if (next === undefined) throw this.#refusal(answer, peer, target);
      target = redirected(target, next);
    }
  }

  /** Asks again when the server wants to see a digest. */
  async #ask(target: Target, request: FetchRequest): Promise<{ answer: Answer; peer: string }> {
    const { user, password = '', http } = request;
    const options = await this.#options(target, request);
    const peer = `${options.host}:${options.port}`;
    const credentials = user === undefined ? undefined : { user, password };
    const first = credentials === undefined || http.auth === 'digest' ? undefined : basicAuthorization(credentials);
    const answer = await send(withAuthorization(options, first), request);
    const challenge = answer.headers['www-authenticate'];
    if (answer.status !== 401 || credentials === undefined || http.auth !== 'digest' || challenge === undefined)
      return { answer, peer };
    const asked = { method: options.method ?? 'GET', uri: target.path };
    const reply = digestAuthorization(challenge, credentials, asked);
    return { answer: reply === undefined ? answer : await send(withAuthorization(options, reply), request), peer };
  }

  async #options(target: Target, { http, sourceAddress, idleMs, signal }: FetchRequest): Promise<HttpRequestOptions> {
    const isSecure = target.mode === 'https';
    const name = target.host ?? target.server;
    const address = await this.#settings.addressOf(target.server);
    const data = encodedData(http);
    return {
      host: address,
      port: target.port ?? (isSecure ? 443 : 80),
      path: target.path,
      method: http.method.toUpperCase(),
      // Every request is a connection of its own, and a knock.
      agent: false,
      headers: this.#headers(hostHeader(name, target), data, http),
      signal,
      secure: isSecure,
      data,
      ...(idleMs === undefined ? {} : { timeout: idleMs }),
      ...(sourceAddress === undefined ? {} : { localAddress: sourceAddress }),
      ...(isSecure
        ? {
            servername: name,
            rejectUnauthorized: http.checkCertificate,
            ...http.identity,
            ...(await this.#trusted()),
          }
        : {}),
    };
  }

  #headers(host: string, data: Uint8Array | undefined, http: FetchRequest['http']): Record<string, string> {
    const { version } = this.#settings;
    const agent =
      version.major === 6
        ? `Mikrotik/${version.major}.x Fetch`
        : isAtLeast(version, 7, 14)
          ? `RouterOS ${version.text}`
          : 'MikroTik 7';
    return {
      Host: host,
      'User-Agent': agent,
      'Accept-Encoding': 'deflate, gzip',
      ...(data === undefined
        ? {}
        : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(data.length) }),
      ...(data === undefined || http.encoding === undefined ? {} : { 'Content-Encoding': http.encoding }),
      ...Object.fromEntries(http.headers),
    };
  }

  /** Read when it is needed: the lab makes its CA while the router starts. */
  async #trusted(): Promise<{ ca?: Buffer }> {
    const { trustFile } = this.#settings;
    if (trustFile === undefined) return {};
    return readFile(trustFile).then(
      (ca) => ({ ca }),
      () => ({}),
    );
  }

  /** The wording changed with the releases (language-facts 11). */
  #refusal({ status, message, headers: { location } }: Answer, peer: string, { mode }: Target): Error {
    if (isAtLeast(this.#settings.version, 7, 13)) {
      const whereTo = location === undefined ? '' : ` (Location: "${location}")`;
      return fetchFailure(`Fetch failed with status ${status}${whereTo}`);
    }
    const whereTo = location === undefined ? '' : ` "${location}"`;
    return fetchFailure(`closing connection: <${status} ${message}${whereTo}> ${peer} (${mode === 'https' ? 5 : 4})`);
  }
}

type HttpRequestOptions = RequestOptions & { readonly secure: boolean; readonly data: Uint8Array | undefined };

const withAuthorization = (options: HttpRequestOptions, authorization: string | undefined): HttpRequestOptions =>
  authorization === undefined
    ? options
    : { ...options, headers: { ...(options.headers as Record<string, string>), Authorization: authorization } };

function hostHeader(name: string, { port, mode }: Target): string {
  const shown = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
  return port === undefined || port === (mode === 'https' ? 443 : 80) ? shown : `${shown}:${port}`;
}

function encodedData({ data, encoding }: FetchRequest['http']): Uint8Array | undefined {
  if (data === undefined) return undefined;
  const bytes = Buffer.from(data);
  if (encoding === undefined) return bytes;
  return encoding === 'gzip' ? gzipSync(bytes) : deflateSync(bytes);
}

/** A location may be relative. */
function redirected({ mode, server, port, path }: Target, location: string): Target {
  const base = `${mode}://${server.includes(':') ? `[${server}]` : server}${port === undefined ? '' : `:${port}`}${path}`;
  if (!URL.canParse(location, base)) throw fetchFailure('invalid URL');
  const url = new URL(location, base);
  if (!/^https?:$/.test(url.protocol)) throw fetchFailure('invalid URL');
  return {
    mode: url.protocol === 'https:' ? 'https' : 'http',
    server: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    host: undefined,
    path: `${url.pathname}${url.search}`,
  };
}

const headerPairs = (headers: IncomingMessage['headers']): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(', ')]]));

function send(options: HttpRequestOptions, { http }: FetchRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(connectionFailure(error));
    const outgoing = (options.secure ? httpsRequest : httpRequest)(options, (answer) => {
      const { statusCode: status = 0, statusMessage: message = '', headers } = answer;
      readBody(answer, http.longestBody).then((body) => resolve({ status, message, headers, body }), fail);
    });
    outgoing.on('timeout', () => outgoing.destroy(fetchFailure('idle timeout - connecting')));
    outgoing.on('error', fail);
    outgoing.end(options.data);
  });
}

async function readBody(answer: IncomingMessage, longest: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of plain(answer)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= longest) break;
  }
  return Buffer.concat(chunks).subarray(0, longest);
}

/** RouterOS says that it takes compressed bodies, and some servers believe it. */
function plain(answer: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = answer.headers['content-encoding'];
  const decoder = encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : undefined;
  if (decoder === undefined) return answer as AsyncIterable<Buffer>;
  answer.on('error', (error) => decoder.destroy(error));
  return answer.pipe(decoder) as AsyncIterable<Buffer>;
}
