import type { PortState, TraceEvent } from '../../trace/events.ts';

/** One packet on its way, as it is drawn. */
export interface Flight {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly outcome: 'open' | 'closed' | 'filtered' | 'sent';
}

/** A scan asks a thousand ports; so many are shown of it. */
const mostShown = 10;

/** The packets that an event tells of. */
export function flightsOf(event: TraceEvent): Flight[] {
  switch (event.type) {
    case 'port-states':
      return [
        ...event.ports.slice(0, mostShown).map((port) => ofPort(event.from, event.target, port)),
        ...event.others.slice(0, 2).map(({ count, state }) => ofCount(event.from, event.target, count, state)),
      ];
    case 'look':
      return event.ports.slice(0, mostShown).map((port) => ofPort(event.from, event.target, port));
    case 'knock':
      return event.sequence
        .slice(0, mostShown)
        .map((knock) => ({ from: event.from, to: event.target, label: knock, outcome: 'sent' as const }));
    case 'ping':
      return [{ from: event.from, to: event.target, label: 'ping', outcome: event.received > 0 ? 'open' : 'filtered' }];
    case 'connect':
      return [
        {
          from: event.from,
          to: event.target,
          label: `${event.port}`,
          outcome: event.outcome === 'connected' ? 'open' : event.outcome === 'refused' ? 'closed' : 'filtered',
        },
      ];
    case 'telegram':
      return [{ from: 'router', to: 'isp', label: 'Telegram', outcome: 'open' }];
    default:
      return [];
  }
}

function ofPort(from: string, to: string, { port, state }: PortState): Flight {
  return { from, to, label: `${port}`, outcome: outcomeOf(state) };
}

function ofCount(from: string, to: string, count: number, state: string): Flight {
  return { from, to, label: `+${count}`, outcome: outcomeOf(state) };
}

function outcomeOf(state: string): Flight['outcome'] {
  if (state === 'open') return 'open';
  return state.includes('filtered') && state !== 'unfiltered' ? 'filtered' : 'closed';
}
