import type { Value } from '../../routeros/value.ts';
import { keyed, list, nothing, num, str } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec, Props } from '../menu/menu-spec.ts';
import { sendArp } from '../tools/arp-request.ts';
import { CallArguments } from '../tools/call-arguments.ts';
import { type EchoReply, sendEcho } from '../tools/echo-request.ts';
import { EchoTally, rttText } from '../tools/echo-tally.ts';
import { pingSource, pingTarget, untilNext } from '../tools/ping-target.ts';
import { requireNetwork } from '../tools/stands-alone.ts';
import type { Twin } from '../twin.ts';

const params = [
  'address',
  'count',
  'interval',
  'size',
  'ttl',
  'src-address',
  'interface',
  'do-not-fragment',
  'dscp',
  'arp-ping',
  'routing-table',
  'vrf',
  'as-value',
  'without-paging',
];

/** `/ping` and `/tool ping`: real echo requests of the router, through its own rules. */
export function pingCommand(twin: Twin): ActionSpec {
  return {
    params,
    positional: ['address'],
    switches: ['do-not-fragment', 'as-value', 'without-paging'],
    run: (call) => ping(twin, call),
  };
}

async function ping(twin: Twin, call: ActionCall): Promise<Value> {
  requireNetwork(twin, 'ping');
  const { signal, asValue, emit, print } = call;
  const args = new CallArguments(call);
  const count = args.number('count', [0, 4_294_967_295]) ?? Number.POSITIVE_INFINITY;
  const size = args.number('size', [28, 65_535]) ?? 56;
  const everyMs = args.ms('interval') ?? 1000;
  const request = {
    address: await pingTarget(twin, args.text('address')),
    size,
    ttl: args.number('ttl', [1, 255]),
    from: pingSource(twin, args),
    dontFragment: args.flag('do-not-fragment'),
    dscp: args.number('dscp', [0, 63]),
    signal,
  };
  const send = (): Promise<EchoReply> => (args.flag('arp-ping') ? sendArp(request) : sendEcho(request));
  const shows = !asValue && !call.args.has('as-value');
  const tally = new EchoTally();
  const rows: Props[] = [];
  if (shows) print(headLine);
  for (let seq = 0; seq < count; seq += 1) {
    if (seq > 0 && !(await untilNext(twin, call, everyMs))) break;
    const reply = await send().catch(() => undefined);
    // Whoever stops it sees what there was until then.
    if (signal.aborted || reply === undefined) break;
    tally.add(reply.rttMs);
    const row = rowOf(seq, reply, size, twin.version.major);
    if (shows) print(lineOf(row));
    if (emit !== undefined) emit({ ...row, ...tally.props(twin.version.major) });
    else if (call.args.has('as-value')) rows.push({ ...row, ...tally.props(twin.version.major) });
  }
  if (shows) print(`${tally.summary(twin.version.major)}\n\n`);
  if (emit !== undefined) return nothing;
  if (!call.args.has('as-value')) return asValue ? num(tally.received) : nothing;
  return list(rows.map((row) => keyed(Object.entries(row).map(([name, value]) => [name, str(value)]))));
}

function rowOf(seq: number, { host, rttMs, ttl, status }: EchoReply, size: number, major: number): Props {
  const answered = rttMs !== undefined;
  return {
    seq: String(seq),
    host,
    ...(status === 'timeout' ? {} : { size: String(answered ? size : size + 28) }),
    ...(ttl === undefined ? {} : { ttl: String(ttl) }),
    ...(answered ? { time: rttText(rttMs, major) } : {}),
    ...(status === '' ? {} : { status }),
  };
}

const headLine = '  SEQ HOST                                     SIZE TTL TIME       STATUS\n';

function lineOf({ seq = '', host = '', size = '', ttl = '', time = '', status = '' }: Props): string {
  const line = `${seq.padStart(5)} ${host.padEnd(40)} ${size.padStart(4)} ${ttl.padStart(3)} ${time.padEnd(10)} ${status}`;
  return `${line.trimEnd()}\n`;
}
