import { KnocklabError } from '../core/errors.ts';
import { decodeNflog, type NflogPacket } from '../core/packet/nflog.ts';
import { createPcapReader } from '../core/packet/pcap.ts';
import type { Host } from '../lab/host.ts';
import type { RunningProcess } from '../process/command.ts';
import { formatCommand } from '../process/command-line.ts';

/** A place that a packet passed in the kernel's tables, where a rule matched it or a chain ended. */
export interface TracedPlace {
  readonly table: string;
  readonly chain: string;
  readonly kind: 'rule' | 'return' | 'policy';
  /** Of the line in its chain, from 1. */
  readonly line: number;
  /** The id of the RouterOS rule whose line this is, `*1A`; undefined for lines of the twin's own. */
  readonly rule?: string;
  /** netfilter's number: 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting. */
  readonly hook: number;
  readonly inIfindex?: number;
  readonly outIfindex?: number;
}

/** One packet on its way, in order. */
export interface TracedPacket {
  readonly places: readonly TracedPlace[];
  /** As it was when it arrived, from the IP header on. */
  readonly bytes: Buffer;
}

/** What is traced, in iptables' words: `['-s', '192.0.2.1', '-p', 'tcp', '--dport', '22']`. */
type Selector = readonly string[];

// The twin knows this port of its loopback as one for marks in the stream of packets: no rule sees or counts them.
const markerPort = 18_729;
const marker = 'knok';
const markerRule = ['OUTPUT', '-o', 'lo', '-p', 'udp', '--dport', `${markerPort}`, '-j', 'TRACE'];
/** The kernel hands over at once what has gathered in a second. */
const patienceMs = 10_000;

/**
 * The way that packets take through a twin's tables while `act` runs, told by the kernel itself (its TRACE target, as
 * `iptables-extensions(8)` has it). A packet is known by being new in the first table. Reading changes no counter.
 */
export async function tracePackets(
  router: Host,
  selector: Selector,
  act: () => Promise<unknown>,
): Promise<readonly TracedPacket[]> {
  await run(router, ['sh', '-c', 'echo nfnetlink_log >/proc/sys/net/netfilter/nf_log/2']);
  await using stream = await TraceStream.open(router);
  const chosen = ['PREROUTING', ...selector, '-j', 'TRACE'];
  await run(router, ['iptables-legacy', '-w', '-t', 'raw', '-I', ...chosen]);
  try {
    await run(router, ['iptables-legacy', '-w', '-t', 'raw', '-I', ...markerRule]);
    try {
      await act();
      await stream.flush();
    } finally {
      await router.exec(['iptables-legacy', '-w', '-t', 'raw', '-D', ...markerRule]);
    }
    // While the line stands where it stood: it is counted in what was traced.
    return await withRules(router, stream.packets);
  } finally {
    await router.exec(['iptables-legacy', '-w', '-t', 'raw', '-D', ...chosen]);
  }
}

async function run(host: Host, argv: readonly string[], input?: string): Promise<string> {
  const result = await host.exec(argv, input === undefined ? {} : { input });
  if (result.exitCode === 0) return result.stdout;
  throw new KnocklabError('router/trace', `Packets cannot be traced: ${formatCommand([...argv])}`, {
    evidence: result.stderr,
    remedy: "The kernel's TRACE target and nfnetlink_log are needed; only the twin has them, no CHR.",
  });
}

interface Sighting {
  readonly place: TracedPlace;
  readonly packet: NflogPacket;
}

class TraceStream implements AsyncDisposable {
  readonly #host: Host;
  readonly #dumpcap: RunningProcess;
  readonly #sightings: Sighting[] = [];
  readonly #marked = Promise.withResolvers<void>();

  private constructor(host: Host, dumpcap: RunningProcess) {
    this.#host = host;
    this.#dumpcap = dumpcap;
  }

  static async open(host: Host): Promise<TraceStream> {
    const dumpcap = await host.start(['dumpcap', '-q', '-P', '-i', 'nflog:0', '-w', '-']);
    const stream = new TraceStream(host, dumpcap);
    const reader = createPcapReader();
    const begun = new Promise<void>((resolve) => {
      dumpcap.stdout.on('data', (chunk: Buffer) => {
        resolve();
        for (const record of reader.read(chunk)) stream.#take(decodeNflog(record));
      });
    });
    const ended = dumpcap.ended.then(({ stderr }) => {
      throw new KnocklabError('router/trace', 'Packets cannot be traced: dumpcap ended.', { evidence: stderr });
    });
    ended.catch(() => undefined);
    await Promise.race([begun, ended]);
    return stream;
  }

  #take(packet: NflogPacket): void {
    const place = readPlace(packet);
    if (packet.payload.includes(marker)) this.#marked.resolve();
    else if (place !== undefined) this.#sightings.push({ place, packet });
  }

  /** Everything that was traced until now has been read when this settles. */
  async flush(): Promise<void> {
    await run(this.#host, ['socat', '-u', 'STDIN', `UDP4-SENDTO:127.0.0.1:${markerPort}`], marker);
    const { promise, reject } = Promise.withResolvers<never>();
    const lost = new KnocklabError('router/trace', "The kernel's trace does not show its own end.", {
      remedy: 'The rules may have been loaded anew meanwhile; try again.',
    });
    const timer = setTimeout(() => reject(lost), patienceMs);
    await Promise.race([this.#marked.promise, promise]).finally(() => clearTimeout(timer));
  }

  /** A packet is new where it enters the first chain again. */
  get packets(): readonly TracedPacket[] {
    const packets: { places: TracedPlace[]; bytes: Buffer }[] = [];
    let last: TracedPlace | undefined;
    for (const { place, packet } of this.#sightings) {
      const isFirst = place.table === 'raw' && place.chain === 'PREROUTING';
      const goesOn = last?.table === 'raw' && (last.chain !== 'PREROUTING' || last.line < place.line);
      if (packets.length === 0 || (isFirst && !goesOn)) packets.push({ places: [], bytes: packet.payload });
      packets.at(-1)?.places.push(place);
      last = place;
    }
    return packets;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dumpcap[Symbol.asyncDispose]();
  }
}

/** `TRACE: filter:chain0:rule:3 ` */
function readPlace({ prefix, hook, inIfindex, outIfindex }: NflogPacket): TracedPlace | undefined {
  const match = /^TRACE: ([^:]+):(.+):(rule|return|policy):(\d+) ?$/.exec(prefix);
  if (match === null) return undefined;
  const [, table = '', chain = '', kind = '', line] = match;
  const interfaces = { ...(inIfindex && { inIfindex }), ...(outIfindex && { outIfindex }) };
  return { table, chain, kind: kind as TracedPlace['kind'], line: Number(line), hook, ...interfaces };
}

/** Adds whose lines they were: a rule's id stands in the comment of its line. */
async function withRules(router: Host, packets: readonly TracedPacket[]): Promise<readonly TracedPacket[]> {
  const tables = new Set(packets.flatMap(({ places }) => places.map(({ table }) => table)));
  const listed = await Promise.all(
    [...tables].map(async (table) => {
      const text = await run(router, ['iptables-legacy', '-w', '-t', table, '-S']);
      return [table, Map.groupBy(text.split('\n').filter(isRule), chainOf)] as const;
    }),
  );
  const lines = new Map(listed);
  const named = (place: TracedPlace): TracedPlace => {
    const text = place.kind === 'rule' ? lines.get(place.table)?.get(place.chain)?.[place.line - 1] : undefined;
    const rule = / --comment "?[a-z]+(\*[0-9A-F]+)"?(?: |$)/.exec(text ?? '')?.[1];
    return rule === undefined ? place : { ...place, rule };
  };
  return packets.map(({ places, bytes }) => ({ places: places.map(named), bytes }));
}

const isRule = (line: string): boolean => line.startsWith('-A ');

const chainOf = (line: string): string => line.split(' ')[1] ?? '';
