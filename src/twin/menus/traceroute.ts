import { runCommand } from '../../process/run-command.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, list, nothing, str } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec, Props } from '../menu/menu-spec.ts';
import { CallArguments } from '../tools/call-arguments.ts';
import { type EchoReply, sendEcho } from '../tools/echo-request.ts';
import { HopTally } from '../tools/hop-tally.ts';
import { pingSource, pingTarget, untilNext } from '../tools/ping-target.ts';
import { requireNetwork } from '../tools/stands-alone.ts';
import type { Twin } from '../twin.ts';

const params = [
  'address',
  'count',
  'max-hops',
  'timeout',
  'size',
  'port',
  'protocol',
  'dscp',
  'src-address',
  'interface',
  'routing-table',
  'use-dns',
  'do-not-fragment',
  'as-value',
];

/** `/tool traceroute`: echo requests, or UDP, with a time to live of one, two … hops. */
export function tracerouteCommand(twin: Twin): ActionSpec {
  return {
    params,
    positional: ['address'],
    switches: ['do-not-fragment', 'as-value'],
    run: (call) => traceroute(twin, call),
  };
}

interface Probe {
  readonly address: string;
  readonly send: (ttl: number) => Promise<Hop>;
}

interface Hop {
  readonly host: string | undefined;
  readonly ms: number | undefined;
  readonly isThere: boolean;
  readonly status: string;
}

async function traceroute(twin: Twin, call: ActionCall): Promise<Value> {
  requireNetwork(twin, 'traceroute');
  const args = new CallArguments(call);
  const { signal, emit, asValue, print } = call;
  const rounds = args.number('count', [1, 4_294_967_295]) ?? Number.POSITIVE_INFINITY;
  const maxHops = args.number('max-hops', [1, 255]) ?? 15;
  const probe = await probeOf(twin, args, signal);
  const hops: HopTally[] = [];
  for (let round = 0; round < rounds && !signal.aborted; round += 1) {
    if (round > 0 && !(await untilNext(twin, call, 1000))) break;
    await oneRound(probe, hops, { maxHops, signal });
    for (const [index, row] of rowsOf(hops).entries())
      emit?.({ ...row, '.section': String(round), seq: String(index + 1) });
  }
  const rows = rowsOf(hops);
  if (args.has('as-value'))
    return list(rows.map((row) => keyed(Object.entries(row).map(([name, value]) => [name, str(value)]))));
  if (!asValue && emit === undefined) print(table(rows, twin.version.major));
  return nothing;
}

const rowsOf = (hops: readonly HopTally[]): Props[] => hops.map((hop) => hop.props());

/** From the nearest router to whoever was asked for, or as far as may be. */
async function oneRound(
  probe: Probe,
  hops: HopTally[],
  { maxHops, signal }: { maxHops: number; signal: AbortSignal },
): Promise<void> {
  for (let ttl = 1; ttl <= maxHops && !signal.aborted; ttl += 1) {
    const { host, ms, isThere, status } = await probe.send(ttl);
    const hop = hops[ttl - 1] ?? new HopTally();
    hops[ttl - 1] = hop;
    hop.add(host, ms, status);
    if (isThere) return;
  }
}

async function probeOf(twin: Twin, args: CallArguments, signal: AbortSignal): Promise<Probe> {
  const address = await pingTarget(twin, args.text('address'));
  const waitMs = args.ms('timeout') ?? 1000;
  const size = args.number('size', [28, 65_535]) ?? 56;
  const from = pingSource(twin, args);
  if (args.oneOf('protocol', 'icmp', 'udp') === 'udp') {
    const port = args.port() ?? 33_434;
    return {
      address,
      send: (ttl) => udpHop({ address, ttl, port, size, waitMs, signal, source: args.address('src-address') }),
    };
  }
  const request = {
    address,
    size,
    from,
    waitMs,
    dscp: args.number('dscp', [0, 63]),
    signal,
    dontFragment: args.flag('do-not-fragment'),
  };
  return { address, send: async (ttl) => echoHop(await sendEcho({ ...request, ttl }), address) };
}

/** Who says that the time to live is over is a hop; anybody else says why it goes no further. */
function echoHop({ host, rttMs, errorMs, status }: EchoReply, address: string): Hop {
  if (rttMs !== undefined) return { host: address, ms: rttMs, isThere: true, status: '' };
  if (status === 'timeout') return { host: undefined, ms: undefined, isThere: false, status };
  const isOnTheWay = status === 'TTL exceeded';
  return { host, ms: errorMs ?? 0, isThere: !isOnTheWay, status: isOnTheWay ? '' : status };
}

interface UdpProbe {
  readonly address: string;
  readonly ttl: number;
  readonly port: number;
  readonly size: number;
  readonly waitMs: number;
  readonly source: string | undefined;
  readonly signal: AbortSignal;
}

async function udpHop({ address, ttl, port, size, waitMs, source, signal }: UdpProbe): Promise<Hop> {
  const hop = String(ttl);
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1000)));
  const argv = ['busybox', 'traceroute', '-n', '-q1', '-f', hop, '-m', hop, '-w', seconds, '-p', String(port)];
  const { stdout } = await runCommand(
    [...argv, ...(source === undefined ? [] : ['-s', source]), address, String(Math.max(46, size))],
    { signal, timeoutMs: waitMs + 5000 },
  );
  const [, host, ms, mark] = /^\s*\d+\s+([\d.:a-f]+)\s+([\d.]+) ms(?:\s+!(\S*))?/m.exec(stdout) ?? [];
  if (host === undefined) return { host: undefined, ms: undefined, isThere: false, status: 'timeout' };
  return { host, ms: Number(ms), isThere: host === address || mark !== undefined, status: markText[mark ?? ''] ?? '' };
}

/** What the program says of an answer that ends the way. */
const markText: Readonly<Record<string, string>> = {
  H: 'host unreachable',
  N: 'net unreachable',
  A: 'packet rejected',
  X: 'packet rejected',
  C: 'packet rejected',
};

const columns = ['address', 'loss', 'sent', 'last', 'avg', 'best', 'worst', 'std-dev', 'status'] as const;

/** Rows below their heads, as both generations draw them. */
function table(rows: readonly Props[], major: number): string {
  const cell = (row: Props, name: string): string => {
    const value = row[name] ?? '';
    if (name === 'loss') return `${value}%`;
    return name === 'last' && value !== 'timeout' ? `${value}ms` : value;
  };
  const lines = rows.map((row, index) => [String(index + 1), ...columns.map((name) => cell(row, name))]);
  const heads = ['#', ...columns.map((name) => name.toUpperCase())];
  const widths = heads.map((head, at) =>
    Math.max(head.length, at === 1 && major === 6 ? 32 : 0, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  const drawn = [heads, ...lines].map((line) =>
    line
      .map((text, at) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join(major === 6 ? ' ' : '  ')
      .trimEnd(),
  );
  const shown = columns.filter((name) => rows.some((row) => row[name] !== undefined)).map((name) => name.toUpperCase());
  return `${major === 6 ? '' : `Columns: ${shown.join(', ')}\n`}${drawn.join('\n')}\n\n`;
}
