import type { EventOf, TraceEvent } from '../../trace/events.ts';

type Act = EventOf<'port-states'> | EventOf<'knock'>;

export interface Message {
  readonly event: EventOf<'telegram'>;
  /** The last scan or knock before the message, and the time since then by the router's clock. */
  readonly after?: { readonly act: Act; readonly delayMs: number };
}

/** Calls of the Bot API in order, each with its delay since the act that came before, where both know the time. */
export function messagesOf(events: readonly TraceEvent[]): Message[] {
  let act: Act | undefined;
  const messages: Message[] = [];
  for (const event of events) {
    if (event.type === 'port-states' || event.type === 'knock') act = event;
    if (event.type === 'telegram') messages.push(messageOf(event, act));
  }
  return messages;
}

function messageOf(event: EventOf<'telegram'>, act: Act | undefined): Message {
  if (act?.clock === undefined || event.clock === undefined) return { event };
  const delayMs = instant(event.clock) - instant(act.clock);
  return Number.isFinite(delayMs) && delayMs >= 0 ? { event, after: { act, delayMs } } : { event };
}

/** The router's clock has no zone; only differences are taken. */
function instant(clock: string): number {
  return Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(clock) ? clock : `${clock}Z`);
}
