import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult } from '../../../process/command.ts';
import { runCommand } from '../../../process/run-command.ts';
import { RouterosError, trapCategories } from '../../../routeros/routeros-error.ts';
import { fetchFailure } from './fetch-failure.ts';
import type { FetchRequest, FetchResult } from './fetch-request.ts';

/** More than the router's memory for files. */
const mostBytes = 64 * 1024 * 1024;

const usualPort: Readonly<Record<string, number>> = { ftp: 21, sftp: 22, tftp: 69 };

/**
 * FTP, SFTP and TFTP by curl in the router's own namespace. All that a user can say goes into a configuration on its
 * standard input, in quotes; nothing of it is ever an argument.
 */
export class CurlFetch {
  readonly #directory: string;

  /** `directory`: where the bytes lie meanwhile. */
  constructor(directory: string) {
    this.#directory = directory === '' ? tmpdir() : directory;
  }

  async fetch(request: FetchRequest, address: string): Promise<FetchResult> {
    const place = await mkdtemp(join(this.#directory, 'fetch-'));
    try {
      const file = join(place, 'bytes');
      if (request.upload !== undefined) await writeFile(file, request.upload);
      const result = await runCommand(['curl', '-q', '--config', '-'], {
        input: configuration(request, address, file),
        signal: request.signal,
        // Neither known hosts nor keys of whoever runs the lab are the router's.
        env: { HOME: place, CURL_HOME: place },
        ...(request.durationMs === undefined ? {} : { timeoutMs: request.durationMs }),
      });
      if (request.signal.aborted) throw new RouterosError('interrupted', { category: trapCategories.interrupted });
      if (result.exitCode !== 0) throw failureOf(result, request, address);
      if (request.upload !== undefined) return { body: new Uint8Array(), uploaded: request.upload.length };
      return { body: await readFile(file).catch(() => new Uint8Array()) };
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  }
}

/** In quotes only a backslash, a quote and line ends mean anything, and those are escaped. */
const quoted = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;

function configuration(request: FetchRequest, address: string, file: string): string {
  const { mode, user, password = '', sourceAddress, idleMs, ascii, upload, durationMs } = request;
  const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));
  const options: [string, string?][] = [
    ['url', urlOf(request, address)],
    ['proto', `=${mode}`],
    ['noproxy', '*'],
    ['silent'],
    ['verbose'],
    ['globoff'],
    ['insecure'],
    ['ftp-method', 'nocwd'],
    ['disable-epsv'],
    ['max-filesize', String(mostBytes)],
    ...(upload === undefined ? [['output', file] as [string, string]] : [['upload-file', file] as [string, string]]),
    ...(user === undefined ? [] : [['user', `${plainName(user)}:${password}`] as [string, string]]),
    ...(sourceAddress === undefined ? [] : [['interface', sourceAddress] as [string, string]]),
    ...(ascii ? [['use-ascii'] as [string]] : []),
    ...(durationMs === undefined ? [] : [['max-time', seconds(durationMs)] as [string, string]]),
    ...(idleMs === undefined
      ? []
      : ([
          ['connect-timeout', seconds(idleMs)],
          ['speed-time', seconds(idleMs)],
          ['speed-limit', '1'],
        ] as [string, string][])),
  ];
  return `${options.map(([name, value]) => (value === undefined ? name : `${name} = ${quoted(value)}`)).join('\n')}\n`;
}

/** curl takes what is before the first colon for the name. */
function plainName(user: string): string {
  if (user.includes(':')) throw fetchFailure('user names with a colon cannot be sent');
  return user;
}

function urlOf({ mode, port, path }: FetchRequest, address: string): string {
  const host = address.includes(':') ? `[${address}]` : address;
  const encoded = path
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  return `${mode}://${host}:${port ?? usualPort[mode]}${encoded.startsWith('/') ? '' : '/'}${encoded}`;
}

/** curl's exit codes, in RouterOS's words where they are known. */
function failureOf(
  { exitCode, stderr, timedOut }: CommandResult,
  { mode, port }: FetchRequest,
  address: string,
): Error {
  const peer = `${address}:${port ?? usualPort[mode]}`;
  if (timedOut || exitCode === 28) return fetchFailure('connection timeout');
  if (exitCode === 7) return fetchFailure(/timed out/i.test(stderr) ? 'connection timeout' : 'connection refused');
  if (exitCode === 45) return fetchFailure('connecting: Cannot assign requested address');
  if (mode === 'ftp') {
    const reply = [...stderr.matchAll(/^< ([45]\d\d)[ -](.*)$/gm)].at(-1);
    if (reply !== undefined) return fetchFailure(`closing connection: <${reply[1]} ${reply[2]?.trim()}> ${peer} (4)`);
  }
  if (exitCode === 67) return fetchFailure('authentication failure');
  if (exitCode === 78 || exitCode === 68) return fetchFailure('no such file');
  const last = [...stderr.matchAll(/^(?:curl: \(\d+\)|\*) (.*)$/gm)].map(([, text = '']) => text.trim());
  return fetchFailure(
    last.findLast((text) => !/^(?:Closing|Connection #)/.test(text)) ?? `curl ended with ${exitCode}`,
  );
}
