import { parseDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, list, nothing, num, str } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec, Props } from '../menu/menu-spec.ts';
import { type EchoReply, sendEcho } from '../tools/echo-request.ts';
import { EchoTally, rttText } from '../tools/echo-tally.ts';
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

const argument = ({ args }: ActionCall, name: string): string | undefined => {
  const value = args.get(name);
  return value === undefined ? undefined : toPropertyText(value);
};

const numberOf = (call: ActionCall, name: string, bounds: readonly [number, number]): number | undefined => {
  const given = argument(call, name);
  if (given === undefined) return undefined;
  const [min, max] = bounds;
  if (/^\d+$/.test(given) && Number(given) >= min && Number(given) <= max) return Number(given);
  throw new RouterosError(`value of ${name} out of range (${min}..${max})`, { category: trapCategories.argument });
};

async function ping(twin: Twin, call: ActionCall): Promise<Value> {
  requireNetwork(twin, 'ping');
  const { signal, asValue, emit, print } = call;
  const count = numberOf(call, 'count', [0, 4_294_967_295]) ?? Number.POSITIVE_INFINITY;
  const size = numberOf(call, 'size', [28, 65_535]) ?? 56;
  const everyMs = parseDuration(argument(call, 'interval') ?? '1s') ?? 1000;
  const request = {
    address: await addressOf(twin, argument(call, 'address') ?? ''),
    size,
    ttl: numberOf(call, 'ttl', [1, 255]),
    from: ['interface', 'src-address'].flatMap((name) => argument(call, name) ?? []),
    dontFragment: call.args.has('do-not-fragment'),
    signal,
  };
  const shows = !asValue && !call.args.has('as-value');
  const tally = new EchoTally();
  const rows: Props[] = [];
  if (shows) print(headLine);
  for (let seq = 0; seq < count; seq += 1) {
    if (seq > 0 && !(await waits(twin, call, everyMs))) break;
    const reply = await sendEcho(request).catch(() => undefined);
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

/** Until the next request is due; `false` when somebody ended it. */
async function waits({ clock }: Twin, { activity, signal }: ActionCall, ms: number): Promise<boolean> {
  const wait =
    activity?.delay(ms, signal) ??
    new Promise<void>((resolve) => {
      const cancel = clock.at(clock.uptimeMs + ms, async () => resolve());
      signal.addEventListener('abort', () => resolve(cancel()), { once: true });
    });
  await wait.catch(() => undefined);
  return !signal.aborted;
}

async function addressOf({ resolver }: Twin, name: string): Promise<string> {
  const address = await resolver.resolve(name).catch(() => undefined);
  if (address !== undefined && name !== '') return address;
  throw new RouterosError('failure: resolve failed', { category: trapCategories.general });
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
