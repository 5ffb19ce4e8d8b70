import type { EventOf, PortState, TraceEvent } from '../../trace/events.ts';
import { durationText } from '../text/duration-text.ts';
import { count } from '../text/status-text.ts';

export type Act = EventOf<'port-states' | 'look' | 'knock' | 'ping' | 'connect' | 'http' | 'forged' | 'command'>;

const kinds: readonly TraceEvent['type'][] = [
  'port-states',
  'look',
  'knock',
  'ping',
  'connect',
  'http',
  'forged',
  'command',
] satisfies readonly Act['type'][];

/** What hosts did, in order; a command that only ran a probe is told by the probe's own event. */
export function actsOf(events: readonly TraceEvent[]): Act[] {
  const told = new Set(
    events.flatMap((event) => (event.type === 'port-states' && event.artifact !== undefined ? [event.artifact] : [])),
  );
  return events.filter((event): event is Act => {
    if (!kinds.includes(event.type)) return false;
    return event.type !== 'command' || event.artifact === undefined || !told.has(event.artifact);
  });
}

export function hostOf(act: Act): string {
  return act.type === 'command' ? act.host : act.from;
}

/** Whom it was done to: the name of a node, or an address. */
export function targetOf(act: Act): string | undefined {
  if (act.type === 'http' || act.type === 'command') return undefined;
  return act.target;
}

/** In a few words: `scans router: 6 open`. */
export function actTitle(act: Act): string {
  switch (act.type) {
    case 'port-states':
      return `scans ${act.target} (${act.profile}): ${statesText(act)}`;
    case 'look':
      return `tries ${act.target}: ${act.ports.map(({ port, protocol, state }) => `${port}/${protocol} ${state}`).join(', ')}`;
    case 'knock':
      return `knocks at ${act.target}: ${act.sequence.join(' → ')}`;
    case 'ping':
      return `pings ${act.target}: ${act.received} of ${act.sent} answered`;
    case 'connect':
      return `connects to ${act.target} ${act.port}/tcp: ${act.outcome}`;
    case 'http':
      return `fetches ${act.url}: ${act.status ?? ''} ${act.outcome}`;
    case 'forged':
      return `sends ${count(act.sent, 'packet')} to ${act.target} as if from ${act.sources.slice(0, 3).join(', ')}`;
    case 'command':
      return `$ ${act.command}`;
  }
}

/** `4 open, 996 closed` */
function statesText({ ports, others }: Pick<EventOf<'port-states'>, 'ports' | 'others'>): string {
  const amounts = new Map<string, number>();
  for (const { state } of ports) amounts.set(state, (amounts.get(state) ?? 0) + 1);
  for (const { state, count: amount } of others) amounts.set(state, (amounts.get(state) ?? 0) + amount);
  return [...amounts].map(([state, amount]) => `${amount} ${state}`).join(', ') || 'nothing';
}

const mostLines = 60;
const mostText = 4000;

/** What there is to see of it, in lines. */
export function actDetail(act: Act): string {
  const took = `took ${durationText(act.durationMs)}`;
  switch (act.type) {
    case 'port-states':
      return [nmapTable(act), act.control === undefined ? undefined : `control: ${act.control}`, took]
        .filter(Boolean)
        .join('\n');
    case 'knock':
      return [`gap ${durationText(act.gapMs)}, client ${act.client}`, act.progress, took].filter(Boolean).join('\n');
    case 'command':
      return [`exit ${act.exitCode ?? 'none'}, ${took}`, act.stdout, act.stderr]
        .join('\n')
        .slice(0, mostText)
        .trimEnd();
    case 'connect':
      return [act.banner, took].filter(Boolean).join('\n');
    default:
      return took;
  }
}

/** As nmap prints it. */
export function nmapTable({ ports, others }: Pick<EventOf<'port-states'>, 'ports' | 'others'>): string {
  const notShown = others.map(({ state, count: amount }) => `Not shown: ${amount} ${state} ports`);
  const rows = ports.slice(0, mostLines).map(({ port, protocol, state, service = '' }: PortState) => {
    return `${`${port}/${protocol}`.padEnd(9)} ${state.padEnd(8)} ${service}`.trimEnd();
  });
  const more = ports.length > mostLines ? [`… and ${ports.length - mostLines} more`] : [];
  return [...notShown, 'PORT      STATE    SERVICE', ...rows, ...more].join('\n');
}
