import type { TraceEvent } from '../../trace/events.ts';
import type { DemoState } from '../state.ts';
import type { Wish } from '../wishes.ts';

/** What comes from the server. */
export interface News {
  readonly onRun: () => void;
  /** `isNews`: it happens now; otherwise the page has come later. */
  readonly onTrace: (event: TraceEvent, isNews: boolean) => void;
  /** By how much this browser's clock is ahead of the server's, in ms. */
  readonly onClock: (aheadMs: number) => void;
  readonly onState: (state: DemoState) => void;
  readonly onConnected: (connected: boolean) => void;
}

/** Listens for as long as the page is open; the browser comes again by itself, and says what it has read. */
export function listen({ onRun, onTrace, onClock, onState, onConnected }: News): () => void {
  const source = new EventSource('events');
  source.addEventListener('run', onRun);
  let isLive = false;
  source.addEventListener('live', ({ data }) => {
    isLive = true;
    onClock(Date.now() - Number(data));
  });
  source.addEventListener('trace', ({ data }) => onTrace(JSON.parse(data), isLive));
  source.addEventListener('state', ({ data }) => onState(JSON.parse(data)));
  source.addEventListener('open', () => onConnected(true));
  source.addEventListener('error', () => {
    isLive = false;
    onConnected(false);
  });
  return () => source.close();
}

/** Asks for something; gives what was refused, as it is to be shown. */
export async function ask(wish: Wish): Promise<string | undefined> {
  try {
    const response = await fetch('do', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    if (response.ok) return undefined;
    const { error }: { error?: string } = await response.json();
    return error ?? `${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export async function readConfiguration(): Promise<string> {
  return await (await fetch('configuration')).text();
}
