import type { EventOf, PacketAnswer, RuleRow, TraceEvent } from '../../trace/events.ts';
import { count } from '../text/status-text.ts';
import type { Axis } from './axis.ts';
import { portsInRules } from './rule-properties.ts';
import type { Item, ItemKind, Lane } from './view.ts';

/** Slices of the axis in which packets are counted. */
const slices = 400;

const kindOf: Readonly<Record<PacketAnswer, ItemKind>> = { yes: 'answered', no: 'refused', none: 'unanswered' };
const words: Readonly<Record<PacketAnswer, string>> = { yes: 'answered', no: 'refused', none: 'no answer' };

/**
 * For each capture two lanes: how many questions were asked when, and those that mattered: at ports that a rule names,
 * or that got an answer.
 */
export function packetLanes(events: readonly TraceEvent[], axis: Axis, nameOf: (address: string) => string): Lane[] {
  const rules = events.findLast((event) => event.type === 'rules')?.rules ?? [];
  return events.filter((event) => event.type === 'packets').flatMap((event) => lanesOf(event, rules, axis, nameOf));
}

function lanesOf(
  event: EventOf<'packets'>,
  rules: readonly RuleRow[],
  axis: Axis,
  nameOf: (address: string) => string,
): Lane[] {
  const named = portsInRules(rules);
  const place = `${event.host} ${event.interface}`;
  const left = event.left > 0 ? ` (${event.left} more in the capture)` : '';
  return [
    { id: `sent-${place}`, title: `${place}: all${left}`, items: density(event, axis) },
    ...event.rows.map(({ from, to, protocol, asked }): Lane => {
      const items = asked
        .filter(([, port, answer]) => answer === 'yes' || named.has(port) || protocol === 'icmp')
        .map(([at, port, answer]): Item => {
          const what = protocol === 'icmp' ? 'ping' : `${port}/${protocol}`;
          return { u: axis.ofRun(at), k: kindOf[answer], t: `${from} → ${to} ${what}: ${words[answer]}` };
        });
      return { id: `asked-${from}-${to}-${protocol}`, title: `${nameOf(from)} → ${nameOf(to)} ${protocol}`, items };
    }),
  ].filter(({ items }) => items.length > 0);
}

function density({ rows }: EventOf<'packets'>, axis: Axis): Item[] {
  const slice = axis.width / slices;
  const amounts = new Map<number, number>();
  for (const { asked } of rows)
    for (const [at] of asked) {
      const index = Math.floor(axis.ofRun(at) / slice);
      amounts.set(index, (amounts.get(index) ?? 0) + 1);
    }
  return [...amounts]
    .sort(([a], [b]) => a - b)
    .map(([index, n]) => ({
      u: index * slice,
      v: (index + 1) * slice,
      k: 'packets',
      n,
      t: `${count(n, 'port or host', 'ports and hosts')} asked`,
    }));
}
