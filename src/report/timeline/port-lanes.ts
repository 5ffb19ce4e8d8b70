import type { EventOf, PortState, TraceEvent } from '../../trace/events.ts';
import type { Axis } from './axis.ts';
import { clockMs } from './clock-text.ts';
import type { Item, ItemKind, Lane } from './view.ts';

type State = 'open' | 'closed' | 'filtered' | 'unsure';

interface Seen {
  readonly from: string;
  readonly target: string;
  readonly port: number;
  readonly protocol: string;
  readonly state: State;
  readonly words: string;
  readonly at: number;
  readonly durationMs: number;
  readonly step?: number;
}

/** Beyond this many lanes, only ports that changed are shown. */
const everyLaneUpTo = 40;

/** Each port's state as somebody saw it: strong while he looked, pale until the next look. */
export function portLanes(events: readonly TraceEvent[], axis: Axis): Lane[] {
  const seen = events.flatMap(seenIn).sort((a, b) => a.at - b.at);
  const lanes = [...Map.groupBy(seen, ({ from, target, protocol, port }) => `${port}/${protocol} ${from} → ${target}`)];
  const matter = lanes.filter(([, looks]) => mattered(looks));
  const kept = matter.length > everyLaneUpTo ? matter.filter(([, looks]) => hasChanged(looks)) : matter;
  return kept
    .sort(([, [a]], [, [b]]) => byPlace(a, b))
    .map(([title, looks]) => ({ id: `port-${title}`, title, items: band(looks, axis) }));
}

function byPlace(a: Seen | undefined, b: Seen | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return `${a.from} ${a.target}`.localeCompare(`${b.from} ${b.target}`) || a.port - b.port;
}

function mattered(looks: readonly Seen[]): boolean {
  return looks.some(({ state }) => state === 'open') || hasChanged(looks);
}

function hasChanged(looks: readonly Seen[]): boolean {
  return new Set(looks.map(({ state }) => state)).size > 1;
}

function seenIn(event: TraceEvent): Seen[] {
  if (event.type === 'port-states' || event.type === 'look') {
    const about = aboutOf(event);
    return event.ports.map(({ port, protocol, state, service = '' }) => {
      return { ...about, port, protocol, state: stateOf(state), words: `${state} ${service}`.trim() };
    });
  }
  if (event.type !== 'connect') return [];
  const states = { connected: 'open', refused: 'closed', timeout: 'filtered', unreachable: 'filtered' } as const;
  const state = states[event.outcome];
  return [{ ...aboutOf(event), port: event.port, protocol: 'tcp', state, words: event.outcome }];
}

function aboutOf({ from, target, at, durationMs: lasted, step }: EventOf<'port-states' | 'look' | 'connect'>) {
  return { from, target, at, durationMs: lasted, ...(step === undefined ? {} : { step }) };
}

function stateOf(state: PortState['state']): State {
  return state === 'open' || state === 'closed' || state === 'filtered' ? state : 'unsure';
}

function band(looks: readonly Seen[], axis: Axis): Item[] {
  return looks.flatMap((look, index): Item[] => {
    const next = looks[index + 1];
    const begin = axis.ofRun(look.at - look.durationMs);
    const end = Math.max(axis.ofRun(look.at), begin);
    const until = next === undefined ? axis.width : axis.ofRun(next.at - next.durationMs);
    const step = look.step === undefined ? {} : { s: look.step };
    const what = `${look.port}/${look.protocol} ${look.words}`;
    const held: ItemKind = `${look.state}-held`;
    const strong: Item = { u: begin, v: end, k: look.state, t: `${look.from} sees ${what}`, ...step };
    return until > end
      ? [strong, { u: end, v: until, k: held, t: `${what}, as last seen by ${look.from}`, ...step }]
      : [strong];
  });
}

/** Doors that were watched over time: the same band, from every change. */
export function doorLanes(events: readonly TraceEvent[], axis: Axis): Lane[] {
  return events
    .filter((event) => event.type === 'door')
    .map((event, index) => {
      return { id: `door-${index}`, title: event.door, items: doorItems(event, axis) };
    });
}

function doorItems({ looks, clock, at, door, step }: EventOf<'door'>, axis: Axis): Item[] {
  const last = looks.at(-1)?.afterMs ?? 0;
  const end = axis.ofRun(at);
  const place = (afterMs: number): number => {
    const found = axis.ofClock(clockMs(clock) - (last - afterMs));
    return Math.min(end, found ?? end);
  };
  return looks.map(({ afterMs, open }, index) => {
    const next = looks[index + 1];
    return {
      u: place(afterMs),
      v: next === undefined ? end : place(next.afterMs),
      k: open ? 'open' : 'filtered',
      t: `${door}: ${open ? 'open' : 'shut'}`,
      ...(step === undefined ? {} : { s: step }),
    };
  });
}
