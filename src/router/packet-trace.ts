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

/** Which of RouterOS's firewalls: `/ip firewall` or `/ipv6 firewall`. */
export type Family = 'ip' | 'ipv6';

/** What is traced, in iptables' words: `['-s', '192.0.2.1', '-p', 'tcp', '--dport', '22']`. */
type Selector = readonly string[];

// The twin knows this port of its loopback as one for marks in the stream of packets: no rule sees or counts them.
const markerPort = 18_729;
const marker = 'knok';
const markerLine = ['OUTPUT', '-o', 'lo', '-p', 'udp', '--dport', `${markerPort}`, '-j', 'TRACE'];
/** The kernel hands over at once what has gathered in a second. */
const patienceMs = 10_000;
/** How late a packet can come by that has been sent. */
const lateMs = 2000;

/** Traces packets through a twin's tables, told by the kernel itself (its TRACE target, `iptables-extensions(8)`). */
export class PacketTracer implements AsyncDisposable {
  readonly #router: Host;
  readonly #stream: TraceStream;
  readonly #family: Family;
  /** Commands that take away what opening has put there. */
  readonly #undo: readonly (readonly string[])[];
  readonly #rules = new Map<string, Map<string, string[]>>();

  private constructor(router: Host, stream: TraceStream, family: Family, undo: readonly (readonly string[])[]) {
    this.#router = router;
    this.#stream = stream;
    this.#family = family;
    this.#undo = undo;
  }

  /** What one of the selectors chooses is traced from now on. Being traced changes no counter of a rule. */
  static async open(router: Host, selectors: readonly Selector[], family: Family = 'ip'): Promise<PacketTracer> {
    const loggers = [protocolFamilies.ip, protocolFamilies[family]].map(
      (number) => `/proc/sys/net/netfilter/nf_log/${number}`,
    );
    await run(router, ['sh', '-c', loggers.map((file) => `echo nfnetlink_log >${file}`).join('; ')]);
    const lines = [
      ...selectors.map((selector) => ({ tool: tools[family], line: ['PREROUTING', ...selector, '-j', 'TRACE'] })),
      { tool: tools.ip, line: markerLine },
    ];
    const raw = (tool: string, change: '-I' | '-D', line: readonly string[]): string[] => [
      tool,
      '-w',
      '-t',
      'raw',
      change,
      ...line,
    ];
    const undo = lines.map(({ tool, line }) => raw(tool, '-D', line));
    const tracer = new PacketTracer(router, await TraceStream.open(router), family, undo);
    try {
      // Of a table that nobody has asked for yet the kernel tells nothing: where a packet goes on shows in this one.
      await run(router, [tools[family], '-w', '-t', 'filter', '-S']);
      for (const { tool, line } of lines) await run(router, raw(tool, '-I', line));
      return tracer;
    } catch (error) {
      await tracer[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The packets that came by while `act` ran, in order; on a busy machine some may come a little later, until `isComplete`. */
  async trace(
    act: () => Promise<unknown>,
    isComplete: (packets: readonly TracedPacket[]) => boolean = ({ length }) => length > 0,
  ): Promise<readonly TracedPacket[]> {
    this.#stream.begin();
    await act();
    for (const end = performance.now() + lateMs; !isComplete(this.#stream.packets) && performance.now() < end; )
      await this.#stream.flush();
    // The last one may be on its way still, on another processor.
    await this.#stream.flush();
    const { packets } = this.#stream;
    return await Promise.all(
      packets.map(async ({ places, bytes }) => ({
        bytes,
        places: await Promise.all(places.map((place) => this.#withRule(place))),
      })),
    );
  }

  /** Adds whose line it is: a rule's id stands in the comment of its line. */
  async #withRule(place: TracedPlace): Promise<TracedPlace> {
    if (place.kind !== 'rule') return place;
    const chains = this.#rules.get(place.table) ?? (await this.#read(place.table));
    const text = chains.get(place.chain)?.[place.line - 1] ?? '';
    const rule = / --comment "?[a-z0-9]+(\*[0-9A-F]+)"?(?: |$)/.exec(text)?.[1];
    return rule === undefined ? place : { ...place, rule };
  }

  /** While the tracing lines stand there: they are counted in what was traced. */
  async #read(table: string): Promise<Map<string, string[]>> {
    const text = await run(this.#router, [tools[this.#family], '-w', '-t', table, '-S']);
    const chains = Map.groupBy(text.split('\n').filter(isRule), chainOf);
    this.#rules.set(table, chains);
    return chains;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const command of this.#undo) await this.#router.exec(command);
    await this.#stream[Symbol.asyncDispose]();
  }
}

const tools = { ip: 'iptables-legacy', ipv6: 'ip6tables-legacy' } as const;
/** PF_INET and PF_INET6. */
const protocolFamilies = { ip: 2, ipv6: 10 } as const;

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
  #marked = Promise.withResolvers<void>();
  #markers = 0;

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
    if (packet.payload.includes(marker)) this.#takeMarker(packet.payload);
    else if (place !== undefined) this.#sightings.push({ place, packet });
  }

  /** A marker is itself seen at several places: only the one that is waited for counts. */
  #takeMarker(payload: Buffer): void {
    if (payload.includes(`${marker}${this.#markers};`)) this.#marked.resolve();
  }

  /** What was seen before is forgotten. */
  begin(): void {
    this.#sightings.length = 0;
  }

  /** Everything that was traced until now has been read when this settles. */
  async flush(): Promise<void> {
    this.#markers += 1;
    this.#marked = Promise.withResolvers<void>();
    await run(
      this.#host,
      ['socat', '-u', 'STDIN', `UDP4-SENDTO:127.0.0.1:${markerPort}`],
      `${marker}${this.#markers};`,
    );
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

const isRule = (line: string): boolean => line.startsWith('-A ');

const chainOf = (line: string): string => line.split(' ')[1] ?? '';
