import type { RuleRow, TraceEvent } from '../../trace/events.ts';
import type { Axis } from './axis.ts';
import { clockMs, routerosMs } from './clock-text.ts';
import { ruleProperties } from './rule-properties.ts';

/** A line of the router's log at its place on the axis. */
export interface PlacedLine {
  readonly u: number;
  /** When the harness read it, in milliseconds since the run began. */
  readonly at: number;
  readonly time: string;
  readonly topics: string;
  readonly message: string;
  readonly step?: number;
  /** Of a firewall's line: who sent the packet. */
  readonly source?: string;
  /** The router's clock, in milliseconds. */
  readonly clock: number;
}

/** The log knows whole seconds; a capture that holds the same packet knows better. */
export function placedLines(events: readonly TraceEvent[], axis: Axis): PlacedLine[] {
  const packets = packetTimes(events);
  const lines: PlacedLine[] = [];
  let from = 0;
  for (const event of events) {
    if (event.type !== 'log') continue;
    const until = axis.ofRun(event.at);
    for (const { time, topics, message } of event.lines) {
      const clock = routerosMs(time, clockMs(event.clock));
      const flow = flowOf(message);
      const rough = axis.ofClock(clock, from);
      // What the router wrote before its clock was set is older than the axis.
      if (rough === undefined && event.step === undefined) continue;
      const exact = flow === undefined ? undefined : packetPlace(packets.get(flow.key), [from, until], clock, axis);
      const u = exact ?? Math.min(until, Math.max(from, rough ?? until));
      // Lines stand in the order of their packets.
      from = u;
      const step = event.step === undefined ? {} : { step: event.step };
      lines.push({
        u,
        at: event.at,
        time,
        topics,
        message,
        clock,
        ...step,
        ...(flow === undefined ? {} : { source: flow.source }),
      });
    }
    from = until;
  }
  return lines;
}

/** `proto TCP (SYN), 10.10.10.254:63686->10.10.10.1:5000, len 44` */
function flowOf(message: string): { source: string; key: string } | undefined {
  const [, source, target, port] = /, (\d+(?:\.\d+){3})(?::\d+)?->(\d+(?:\.\d+){3})(?::(\d+))?/.exec(message) ?? [];
  return source === undefined ? undefined : { source, key: `${source} ${target} ${port ?? 0}` };
}

function packetTimes(events: readonly TraceEvent[]): ReadonlyMap<string, number[]> {
  const times = new Map<string, number[]>();
  for (const event of events) {
    if (event.type !== 'packets') continue;
    for (const { from, to, asked } of event.rows)
      for (const [at, port] of asked) {
        const key = `${from} ${to} ${port}`;
        const known = times.get(key);
        if (known === undefined) times.set(key, [at]);
        else known.push(at);
      }
  }
  return times;
}

/** The packet of the second that the log names. */
function packetPlace(
  times: readonly number[] | undefined,
  [from, until]: readonly [number, number],
  clock: number,
  axis: Axis,
): number | undefined {
  if (times === undefined || Number.isNaN(clock)) return undefined;
  return times
    .map((at) => axis.ofRun(at))
    .find((u) => u >= from && u <= until && Math.abs(axis.clockAt(u) - clock - 500) < 1500);
}

/** Finds the rules that wrote a line, by its prefix and chain; a line without a prefix names none. */
export type RuleFinder = (message: string) => readonly RuleRow[];

export function ruleFinder(rules: readonly RuleRow[]): RuleFinder {
  const logging = rules.flatMap((rule) => {
    const { log, 'log-prefix': prefix, action } = ruleProperties(rule);
    const writes = (log === 'yes' || action === 'log') && prefix !== undefined && prefix !== '';
    return writes ? [{ rule, start: `${prefix} ${rule.chain}` }] : [];
  });
  return (message) =>
    logging
      .filter(({ start }) => message.startsWith(start) && /^[: ]/.test(message.slice(start.length)))
      .map(({ rule }) => rule);
}
