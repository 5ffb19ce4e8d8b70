import type { EventOf, PortState, TraceEvent } from '../../trace/events.ts';

/** One scan, numbered in the order of the scenario. */
export interface Scan {
  readonly number: number;
  readonly event: EventOf<'port-states'>;
}

export interface PortCell {
  /** Undefined: this scan does not list the port. */
  readonly state?: PortState['state'];
  readonly service?: string;
  /** The state in the last scan that listed the port, where it was another one. */
  readonly previous?: PortState['state'];
}

export interface PortRow {
  readonly port: number;
  readonly protocol: PortState['protocol'];
  /** One per scan of the series. */
  readonly cells: readonly PortCell[];
}

/** What one host saw of another over time. */
export interface PortSeries {
  readonly from: string;
  readonly target: string;
  readonly address: string;
  readonly scans: readonly Scan[];
  readonly rows: readonly PortRow[];
  /** Ports that were listed, but were never open and never changed; only counted when there are very many. */
  readonly unchanged: number;
}

/** Beyond this many ports, only those that were open once or changed are rows. */
const everyPortUpTo = 40;

/** The scans of a scenario, in order. */
function scansOf(events: readonly TraceEvent[]): Scan[] {
  return events.filter((event) => event.type === 'port-states').map((event, index) => ({ number: index + 1, event }));
}

/** One series for each pair of source host and target address. */
export function portSeries(events: readonly TraceEvent[]): PortSeries[] {
  const pairs = Map.groupBy(scansOf(events), ({ event }) => `${event.from}\n${event.target}\n${event.address}`);
  return [...pairs.values()].flatMap((scans) => {
    const [first] = scans;
    return first === undefined ? [] : [seriesOf(first.event, scans)];
  });
}

function seriesOf({ from, target, address }: EventOf<'port-states'>, scans: readonly Scan[]): PortSeries {
  const all = portsOf(scans).map((port) => rowOf(port, scans));
  const rows = all.length <= everyPortUpTo ? all : all.filter(matters);
  return { from, target, address, scans, rows, unchanged: all.length - rows.length };
}

type Port = Pick<PortState, 'port' | 'protocol'>;

function portsOf(scans: readonly Scan[]): Port[] {
  const listed = scans.flatMap(({ event }) => event.ports);
  const unique = new Map(listed.map((port) => [`${port.protocol}/${port.port}`, port]));
  return [...unique.values()].sort((a, b) => a.protocol.localeCompare(b.protocol) || a.port - b.port);
}

function rowOf({ port, protocol }: Port, scans: readonly Scan[]): PortRow {
  let previous: PortState['state'] | undefined;
  const cells = scans.map(({ event }): PortCell => {
    const seen = event.ports.find((other) => other.port === port && other.protocol === protocol);
    if (seen === undefined) return {};
    const changed = previous !== undefined && previous !== seen.state ? { previous } : {};
    previous = seen.state;
    return { state: seen.state, ...(seen.service === undefined ? {} : { service: seen.service }), ...changed };
  });
  return { port, protocol, cells };
}

function matters({ cells }: PortRow): boolean {
  return cells.some(({ state, previous }) => state === 'open' || previous !== undefined);
}
