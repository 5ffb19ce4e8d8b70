import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { KnocklabError } from '../../../core/errors.ts';
import { runCommand } from '../../../process/run-command.ts';

export interface DownloadOptions {
  /** Where the files are kept. */
  readonly folder: string;
  /** The user has said that MikroTik's licence is accepted. */
  readonly licenceAccepted: boolean;
  /** Instead of MikroTik's own hosts: one that has the same paths. */
  readonly mirror?: string | undefined;
  readonly say: (line: string) => void;
}

const channels = ['stable', 'long-term', 'testing', 'development'] as const;

/** `7.20.8`, `7.21beta3`, `stable` (chr-facts 1). */
export const isRelease = (text: string): boolean =>
  channels.some((channel) => channel === text) || /^\d+\.\d+(?:\.\d+)?(?:(?:beta|rc)\d+)?$/.test(text);

const licenceSentence =
  'RouterOS is MikroTik’s; its free CHR licence passes 1 Mbit/s per interface. Terms: https://mikrotik.com/downloadterms.html';

/** MD5 of the disk within the archive, as the GNS3 registry records it (chr-facts 1). */
const knownDisks: Readonly<Record<string, string>> = {
  '7.22.1': 'a67290634f489071eae2fd99dcadba86',
  '7.20.8': 'a432cf89f405115163952eefd82934e4',
};

/** The archive of a CHR's disk, by version or channel; it is fetched once, and only with the user's yes. */
export async function downloadImage(wanted: string, options: DownloadOptions): Promise<string> {
  const cached = (version: string): string => join(options.folder, `chr-${version}.img.zip`);
  if (existsSync(cached(wanted))) return verified(cached(wanted));
  if (!options.licenceAccepted) throw licenceNotAccepted(wanted);
  options.say(licenceSentence);
  const version = await versionOf(wanted, options);
  if (existsSync(cached(version))) return verified(cached(version));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const unfinished = `${cached(version)}.${process.pid}`;
  try {
    const sha256 = await fetchTo(unfinished, version, options);
    await checkDisk(unfinished, version);
    writeFileSync(`${cached(version)}.sha256`, sha256);
    renameSync(unfinished, cached(version));
  } finally {
    rmSync(unfinished, { force: true });
  }
  return cached(version);
}

/** A channel's file says its newest version and when that was: `7.20.8 1736000000`. */
async function versionOf(wanted: string, { mirror, say }: DownloadOptions): Promise<string> {
  if (!channels.some((channel) => channel === wanted)) return wanted;
  const url = `${mirror ?? 'https://upgrade.mikrotik.com'}/routeros/NEWESTa7.${wanted}`;
  const [version = ''] = (await (await get(url)).text()).trim().split(' ');
  if (!isRelease(version)) throw notThere(url, `it says "${version.slice(0, 40)}", which is no version`);
  say(`${wanted} is RouterOS ${version}`);
  return version;
}

async function fetchTo(file: string, version: string, { mirror, say }: DownloadOptions): Promise<string> {
  const url = `${mirror ?? 'https://download.mikrotik.com'}/routeros/${version}/chr-${version}.img.zip`;
  const response = await get(url);
  if (response.body === null) throw notThere(url, 'it is empty');
  const total = Number(response.headers.get('content-length') ?? 0);
  const hash = createHash('sha256');
  const told = new Progress(version, total, say);
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        told.take(chunk.length);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  if (total > 0 && told.received !== total) throw notThere(url, `it ended after ${told.received} of ${total} bytes`);
  return hash.digest('hex');
}

/** A line at each tenth. */
class Progress {
  readonly #name: string;
  readonly #total: number;
  readonly #say: (line: string) => void;
  #tenths = 0;
  received = 0;

  constructor(name: string, total: number, say: (line: string) => void) {
    this.#name = name;
    this.#total = total;
    this.#say = say;
  }

  take(bytes: number): void {
    this.received += bytes;
    const tenths = this.#total === 0 ? 0 : Math.floor((this.received * 10) / this.#total);
    if (tenths <= this.#tenths) return;
    this.#tenths = tenths;
    this.#say(`RouterOS ${this.#name}: ${tenths * 10} % of ${(this.#total / 1e6).toFixed(1)} MB`);
  }
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url).catch((error: unknown) => {
    throw notThere(url, reasonOf(error));
  });
  if (!response.ok) throw notThere(url, `the server says ${response.status} ${response.statusText}`);
  return response;
}

/** fetch says no more than that it failed; what happened is behind it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** What is known of a release from others; of most, nothing is. */
async function checkDisk(archive: string, version: string): Promise<void> {
  const argv = ['sh', '-c', 'busybox unzip -p "$1" "*.img" | md5sum', 'sh', archive];
  const md5 = (await runCommand(argv, { timeoutMs: 120_000 })).stdout.slice(0, 32);
  const known = knownDisks[version];
  if (known === undefined || known === md5) return;
  throw new KnocklabError('input/image', `The disk of RouterOS ${version} has the MD5 sum ${md5}, not ${known}.`, {
    remedy: 'Something on the way has changed it, or MikroTik has: get it by hand, and see.',
  });
}

/** Against what was written down when it was fetched. */
function verified(archive: string): string {
  const recorded = readFileSync(`${archive}.sha256`, 'utf8');
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  if (sha256 === recorded) return archive;
  throw new KnocklabError('input/image', `"${archive}" is not what was downloaded: its SHA-256 sum is ${sha256}.`, {
    remedy: 'Remove it; the next run fetches it again.',
  });
}

const licenceNotAccepted = (wanted: string): KnocklabError =>
  new KnocklabError('input/licence', `"--image ${wanted}" would download RouterOS ${wanted}. ${licenceSentence}`, {
    remedy: 'Say so with --accept-licence, or give the path of an image that you have.',
  });

const notThere = (url: string, why: string): KnocklabError =>
  new KnocklabError('input/image', `RouterOS could not be had from ${url}: ${why}.`, {
    remedy: 'See whether that version exists and the host can be reached; an image can also be given by its path.',
  });
