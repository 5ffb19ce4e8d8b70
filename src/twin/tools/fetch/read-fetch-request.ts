import { isIP } from 'node:net';
import { RouterosError, trapCategories } from '../../../routeros/routeros-error.ts';
import type { ActionCall } from '../../menu/menu-spec.ts';
import type { Twin } from '../../twin.ts';
import { isAtLeast } from '../../version.ts';
import { CallArguments } from '../call-arguments.ts';
import { fetchFailure } from './fetch-failure.ts';
import type { FetchMode, FetchRequest, HttpOptions } from './fetch-request.ts';

/** `idle-timeout` (language-facts 11). */
const usualIdleMs = 10_000;
/** `output=user` holds 64 KiB, 20 KB beside the headers (language-facts 11). */
const longestVariable = 65_536;
const longestBesideHeaders = 20_000;
const longestFile = 64 * 1024 * 1024;
/** What `http-data` may be long (language-facts 11). */
const longestData = 65_430;

const modes = ['http', 'https', 'ftp', 'sftp', 'tftp'] as const;

/** What `url=`, or `address=` and `src-path=`, say about whom to ask for what. */
type Place = Pick<FetchRequest, 'mode' | 'server' | 'port' | 'host' | 'path' | 'user' | 'password'>;

/** Reads one call; throws what RouterOS says of one that makes no sense. */
export function readFetchRequest(twin: Twin, call: ActionCall): FetchRequest {
  const args = new CallArguments(call);
  const place = placeOf(args);
  const isUpload = args.flag('upload');
  if (isUpload && place.mode !== 'ftp' && place.mode !== 'sftp') throw fetchFailure('only [s]ftp modes support upload');
  return {
    ...place,
    port: args.port() ?? place.port,
    user: args.text('user') ?? place.user,
    password: args.text('password') ?? place.password,
    path: isUpload ? (args.text('dst-path') ?? place.path) : place.path,
    sourceAddress: args.address('src-address'),
    idleMs: args.text('idle-timeout') === 'none' ? undefined : (args.ms('idle-timeout') ?? usualIdleMs),
    durationMs: args.ms('duration'),
    ascii: args.flag('ascii'),
    upload: isUpload ? bytesToUpload(twin, args.text('src-path')) : undefined,
    http: httpOptions(twin, args),
    signal: call.signal,
  };
}

function placeOf(args: CallArguments): Place {
  const mode = args.oneOf('mode', ...modes);
  const url = args.text('url');
  const host = args.text('host');
  if (url !== undefined) {
    const place = placeOfUrl(url, mode);
    const address = args.text('address');
    return {
      ...place,
      ...(address === undefined ? {} : { server: address, host: place.server }),
      ...(host === undefined ? {} : { host }),
    };
  }
  const server = args.text('address') ?? host;
  if (server === undefined) throw fetchFailure('invalid URL');
  const name = args.flag('upload') ? args.text('dst-path') : args.text('src-path');
  const isWeb = mode === undefined || mode.startsWith('http');
  const path = name ?? '';
  return {
    mode: mode ?? 'http',
    server,
    port: undefined,
    host,
    path: isWeb ? webPath(path) : path,
    user: undefined,
    password: undefined,
  };
}

function webPath(path: string): string {
  const url = new URL('http://router');
  const [before = '', ...query] = path.split('?');
  url.pathname = before;
  return `${url.pathname}${query.length === 0 ? '' : `?${encodeURI(query.join('?')).replaceAll('%25', '%')}`}`;
}

/** Blanks and the like are escaped on the way; anything else goes as it is. */
function placeOfUrl(text: string, mode: FetchMode | undefined): Place {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const spoken = modes.find((candidate) => `${candidate}:` === url?.protocol);
  if (url === undefined || spoken === undefined || url.hostname === '') throw fetchFailure('invalid URL');
  const isWeb = spoken === 'http' || spoken === 'https';
  const decoded = (value: string): string | undefined => (value === '' ? undefined : decodeURIComponent(value));
  return {
    // 6 wants `mode=https` beside the URL as well; they may not contradict each other.
    mode: mode === 'https' && spoken === 'http' ? 'https' : spoken,
    server: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    host: undefined,
    path: isWeb ? `${url.pathname}${url.search}` : (decoded(url.pathname.replace(/^\//, '')) ?? ''),
    user: decoded(url.username),
    password: decoded(url.password),
  };
}

function bytesToUpload({ files }: Twin, name: string | undefined): Uint8Array {
  const file = name === undefined ? undefined : files.find(name);
  if (file === undefined || file.isDirectory) throw fetchFailure('cannot open file');
  return file.bytes;
}

function httpOptions(twin: Twin, args: CallArguments): HttpOptions {
  const data = args.text('http-data');
  if (Buffer.byteLength(data ?? '') > longestData) throw fetchFailure('maximum message size exceeded');
  const output = args.text('output');
  return {
    method: args.oneOf('http-method', 'get', 'post', 'put', 'delete', 'head', 'patch') ?? 'get',
    data,
    encoding: args.oneOf('http-content-encoding', 'gzip', 'deflate'),
    headers: headerFields(args.text('http-header-field')),
    auth: args.oneOf('http-auth-scheme', 'basic', 'digest') ?? 'basic',
    // They were not followed until then (language-facts 11).
    redirects: args.number('http-max-redirect-count', [0, 100]) ?? (isAtLeast(twin.version, 7, 20) ? 2 : 0),
    checkCertificate: args.text('check-certificate')?.startsWith('yes') ?? false,
    identity: identityOf(twin, args.text('certificate')),
    longestBody:
      output === 'user' ? longestVariable : output === 'user-with-headers' ? longestBesideHeaders : longestFile,
  };
}

function identityOf({ certificates }: Twin, name: string | undefined): HttpOptions['identity'] {
  if (name === undefined || name === 'none') return undefined;
  const pair = certificates.pairOf(name);
  if (pair !== undefined) return pair;
  throw new RouterosError('input does not match any value of certificate', { category: trapCategories.argument });
}

/** `A: b,C: d`; a comma inside a value is written `\,` (language-facts 11). */
function headerFields(given: string | undefined): [string, string][] {
  if (given === undefined || given === '') return [];
  return given.split(/(?<!\\),/).map((field) => {
    const at = field.indexOf(':');
    return [
      field.slice(0, at).trim(),
      field
        .slice(at + 1)
        .trim()
        .replaceAll('\\,', ','),
    ];
  });
}

/** What the log calls the other end. */
export const peerName = ({ host, server }: FetchRequest): string => (isIP(server) === 0 ? server : (host ?? server));
