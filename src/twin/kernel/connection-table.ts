import { runBriefly } from '../../process/run-briefly.ts';
import { conntrackInTurn } from './conntrack.ts';
import type { Family } from './matchers/matching.ts';

/** One side of a tracked connection. */
export interface Tuple {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: string | undefined;
  readonly destinationPort: string | undefined;
  readonly packets: string | undefined;
  readonly bytes: string | undefined;
}

/** What the kernel knows of one connection. */
export interface TrackedConnection {
  readonly id: number;
  readonly protocol: string;
  readonly timeoutSeconds: number;
  /** `ESTABLISHED`; of TCP only. */
  readonly state: string | undefined;
  readonly original: Tuple;
  readonly reply: Tuple;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly mark: number;
  readonly helper: string | undefined;
  /** The original direction as `conntrack` takes it. */
  readonly selector: readonly string[];
}

const options: Readonly<Record<string, string>> = {
  src: '-s',
  dst: '-d',
  sport: '--sport',
  dport: '--dport',
  type: '--icmp-type',
  code: '--icmp-code',
  id: '--icmp-id',
};

const value = (name: string, text: string): string | undefined => new RegExp(`(?:^| )${name}=(\\S+)`).exec(text)?.[1];

function tupleOf(text: string): Tuple {
  return {
    source: value('src', text) ?? '',
    destination: value('dst', text) ?? '',
    sourcePort: value('sport', text),
    destinationPort: value('dport', text),
    packets: value('packets', text),
    bytes: value('bytes', text),
  };
}

/**
 * A line of `conntrack -L -o extended,id`:
 * `ipv4 2 tcp 6 86395 ESTABLISHED src=… dst=… sport=… dport=… packets=… bytes=… src=… … [ASSURED] mark=0 use=1 id=77`.
 */
export function parseConnection(line: string): TrackedConnection | undefined {
  const match = /^ipv\d\s+\d+\s+(\w+)\s+(\d+)\s+(\d+)\s+(?:([A-Z_0-9]+)\s+)?(src=.*?)\s(src=.*)$/.exec(line);
  if (match === null) return undefined;
  const [, name = '', number = '', timeout = '', state, original = '', rest = ''] = match;
  const behind = /\smark=.*$/.exec(rest)?.[0] ?? '';
  const protocol = name === 'unknown' ? number : name;
  return {
    id: Number(value('id', behind) ?? 0),
    protocol,
    timeoutSeconds: Number(timeout),
    state,
    original: tupleOf(original),
    reply: tupleOf(rest),
    seenReply: !original.includes('[UNREPLIED]'),
    assured: rest.includes('[ASSURED]'),
    mark: Number(value('mark', behind) ?? 0),
    helper: value('helper', behind),
    selector: ['-p', protocol, ...[...original.matchAll(/(\w+)=(\S+)/g)].flatMap(selectorOf)],
  };
}

const selectorOf = ([, name = '', text = '']: RegExpMatchArray): string[] => {
  const option = options[name];
  return option === undefined ? [] : [option, text];
};

/** A connection of the router's own loopback is the harness's or the log's. */
const isLoopback = ({ original }: TrackedConnection): boolean =>
  original.source === '127.0.0.1' || original.source === '::1';

const familyOf = (family: Family): readonly string[] => ['-f', family === 'ip' ? 'ipv4' : 'ipv6'];

/** Connections that the router tracks, without those of its own loopback. */
export async function readConnections(family: Family): Promise<readonly TrackedConnection[]> {
  const { stdout } = await runBriefly(['conntrack', '-L', ...familyOf(family), '-o', 'extended,id']);
  return stdout
    .split('\n')
    .flatMap((line) => parseConnection(line) ?? [])
    .filter((connection) => !isLoopback(connection));
}

/** A connection that has ended meanwhile is passed over. */
export async function removeConnections(family: Family, connections: readonly TrackedConnection[]): Promise<void> {
  await conntrackInTurn(connections.map(({ selector }) => ['-D', ...familyOf(family), ...selector]));
}

/** All of them at once: each by itself makes the kernel read its whole table. */
export async function forgetConnections(family: Family): Promise<void> {
  await runBriefly(['conntrack', '-F', ...familyOf(family)]);
}

/** Bits of a connection's mark that are to be so. */
export interface Marking {
  readonly connection: TrackedConnection;
  readonly bits: number;
  readonly mask: number;
}

/** A connection that has ended meanwhile is passed over. */
export async function markConnections(family: Family, markings: readonly Marking[]): Promise<void> {
  await conntrackInTurn(
    markings.map(({ connection: { selector }, bits, mask }) => [
      '-U',
      ...familyOf(family),
      ...selector,
      '--mark',
      `0x${bits.toString(16)}/0x${mask.toString(16)}`,
    ]),
  );
}
