import type { FlightRow, TraceEvent } from '../../trace/events.ts';

/** One packet on its way, as it is drawn. */
export interface Flight {
  readonly from: string;
  /** A host, or an address of one. */
  readonly to: string;
  /** The port; of a packet without ports its kind. */
  readonly label: string;
  /** A TCP packet's flags, as they were set. */
  readonly flags: string;
  readonly outcome: 'open' | 'closed' | 'filtered' | 'sent';
  /** It sets off when the one before it has arrived. */
  readonly isAnswer: boolean;
}

/** The packets that an event tells of. */
export function flightsOf(event: TraceEvent): Flight[] {
  if (event.type === 'flights') return event.rows.flatMap(thereAndBack);
  if (event.type !== 'telegram') return [];
  return [{ from: 'router', to: 'isp', label: 'Telegram', flags: '', outcome: 'open', isAnswer: false }];
}

function thereAndBack(row: FlightRow): Flight[] {
  const { from, to, sent, answer, left } = row;
  const label = row.port === undefined ? sent : `${row.port}`;
  const flags = row.port === undefined ? '' : sent;
  const outcome = outcomeOf(row);
  const there: Flight = { from, to, label, flags, outcome, isAnswer: false };
  const others: Flight[] = left === undefined ? [] : [{ ...there, label: `+${left}` }];
  if (answer === undefined) return [there, ...others];
  const back = { from: to, to: from, label, flags: answer, outcome, isAnswer: true } as const;
  return [there, ...others, back];
}

/** Silence says something only of those who have to answer: a datagram need not be. */
function outcomeOf({ protocol, answer }: FlightRow): Flight['outcome'] {
  if (answer === undefined) return protocol === 'udp' ? 'sent' : 'filtered';
  return answer.startsWith('RST') || answer === 'unreachable' ? 'closed' : 'open';
}
