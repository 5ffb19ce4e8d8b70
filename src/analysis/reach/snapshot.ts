import { didYouMean } from '../../core/did-you-mean.ts';
import { KnocklabError } from '../../core/errors.ts';
import { printLocation, type Source } from '../../core/source.ts';
import type { Family } from '../../router/packet-trace.ts';
import { type Probe, probeText, unnamedPort } from './probes.ts';

/** Packets between two hosts in one situation, as a snapshot tells of them. */
interface Block {
  readonly from: readonly string[];
  readonly to: string;
  readonly family: Family;
  readonly situations: readonly string[];
  /** By `22/tcp`, `icmp` and, for all ports of a protocol, `all tcp`: `dropped, listed on trap`. */
  readonly fates: Map<string, string>;
}

/** A packet and its ends. */
export interface Cell {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly probe: Probe;
}

/** What a snapshot calls every situation at once. */
const always = 'always';

/** What `knocklab snapshot` has written and somebody has reviewed. */
export class Snapshot {
  readonly name: string;
  readonly #blocks: readonly Block[];

  constructor(name: string, blocks: readonly Block[]) {
    this.name = name;
    this.#blocks = blocks;
  }

  /** Hosts that it says something of as senders. */
  get senders(): readonly string[] {
    return unique(this.#blocks.flatMap(({ from }) => from));
  }

  /** Hosts, and the router, that something is sent to. */
  get receivers(): readonly string[] {
    return unique(this.#blocks.map(({ to }) => to));
  }

  /** Every packet that it names, whenever and from whom. */
  probesOf(family: Family): readonly Probe[] {
    const texts = this.#blocks.filter((block) => block.family === family).flatMap(({ fates }) => [...fates.keys()]);
    return unique(texts).flatMap(probeOf);
  }

  /** Every packet that it names from a host, whenever. */
  probesFrom(host: string): readonly Omit<Cell, 'from'>[] {
    return this.#blocks
      .filter(({ from }) => from.includes(host))
      .flatMap(({ to, family, fates }) => [...fates.keys()].flatMap(probeOf).map((probe) => ({ to, family, probe })));
  }

  /** Refuses a situation that the snapshot does not know. */
  refuseUnknown(situation: string): void {
    const known = unique(this.#blocks.flatMap(({ situations }) => situations)).filter((name) => name !== always);
    if (known.includes(situation) || (known.length === 0 && situation === 'at first')) return;
    throw new KnocklabError(
      'input/snapshot',
      `The snapshot "${this.name}" says nothing of "${situation}".${didYouMean(situation, known)}`,
      { remedy: `It knows: ${(known.length === 0 ? ['at first'] : known).map((name) => `"${name}"`).join(', ')}.` },
    );
  }

  /** `delivered`; undefined: it says nothing of it. A port that it does not name fares as the one that nobody names. */
  fateOf({ from, to, family, probe }: Cell, situation: string): string | undefined {
    const block = this.#blocks.find(
      (one) =>
        one.from.includes(from) &&
        one.to === to &&
        one.family === family &&
        (one.situations.includes(situation) || one.situations.includes(always)),
    );
    const { protocol } = probe;
    const keys = [probeText(probe), `all ${protocol}`, probeText({ protocol, port: unnamedPort })];
    return keys.map((key) => block?.fates.get(key)).find((fate) => fate !== undefined);
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Which ports `all tcp` are is not written: the one that nobody names stands for them. */
function probeOf(text: string): Probe[] {
  if (text === 'icmp') return [{ protocol: 'icmp' }];
  if (text === 'all tcp' || text === 'all udp')
    return [{ protocol: text === 'all tcp' ? 'tcp' : 'udp', port: unnamedPort }];
  const [port, protocol] = text.split('/');
  return protocol === 'tcp' || protocol === 'udp' ? [{ protocol, port: Number(port) }] : [];
}

const overIpv6 = ' over IPv6';

/** Reads the text that `snapshotText` writes. */
export function readSnapshot(source: Source): Snapshot {
  const blocks: Block[] = [];
  let side: Pick<Block, 'from' | 'to' | 'family'> | undefined;
  for (const [index, line] of source.text.split(/\r\n|\n/).entries()) {
    const wrong = (): KnocklabError => faultIn(source, index + 1, line);
    const text = line.trim();
    if (text === '' || line.startsWith('#')) continue;
    const depth = /^ */.exec(line)?.[0].length;
    const block = blocks.at(-1);
    if (depth === 0) side = sideOf(text) ?? raise(wrong());
    else if (depth === 2 && side !== undefined)
      blocks.push({ ...side, situations: text.split(', and '), fates: new Map() });
    else if (depth === 4 && block !== undefined)
      for (const packet of packetsOf(text) ?? raise(wrong())) block.fates.set(packet, fateTextOf(text));
    else throw wrong();
  }
  if (blocks.length === 0) throw faultIn(source, 1, '');
  return new Snapshot(source.name, blocks);
}

function raise(error: Error): never {
  throw error;
}

function sideOf(line: string): Pick<Block, 'from' | 'to' | 'family'> | undefined {
  const isIpv6 = line.endsWith(overIpv6);
  const [from = '', to, ...more] = line.slice(0, isIpv6 ? -overIpv6.length : undefined).split(' → ');
  if (to === undefined || more.length > 0) return undefined;
  return { from: from.split(', '), to, family: isIpv6 ? 'ipv6' : 'ip' };
}

const fateTextOf = (line: string): string => line.slice(0, line.lastIndexOf(': '));

/** `dropped: 21-23, 80/tcp, all udp, icmp` → `21/tcp`, `22/tcp` … */
function packetsOf(line: string): string[] | undefined {
  const packets: string[] = [];
  let ports: number[] = [];
  for (const part of line.slice(fateTextOf(line).length + 2).split(', ')) {
    const match = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp))?$/.exec(part);
    const [, first, last = first, protocol] = match ?? [];
    if (match !== null) ports.push(...portsBetween(Number(first), Number(last)));
    else if (/^(?:icmp|all tcp|all udp)$/.test(part) && ports.length === 0) packets.push(part);
    else return undefined;
    if (protocol === undefined) continue;
    packets.push(...ports.map((port) => `${port}/${protocol}`));
    ports = [];
  }
  return packets.length === 0 || ports.length > 0 ? undefined : packets;
}

const portsBetween = (first: number, last: number): number[] =>
  Array.from({ length: Math.min(last, 65_535) - first + 1 }, (_, index) => first + index);

function faultIn(source: Source, line: number, text: string): KnocklabError {
  const column = text.length - text.trimStart().length + 1;
  const message = `This is no line of a snapshot.\n\n${printLocation(source, { line, column })}`;
  return new KnocklabError('input/snapshot', message, {
    remedy: 'A snapshot is what `knocklab snapshot` prints; write it anew, and look at what has changed.',
  });
}
