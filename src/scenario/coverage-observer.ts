import type { CoverageReading } from '../router/rule-coverage.ts';
import type { EventBody } from '../trace/events.ts';

/** Reads what packets have made of the rules and reports it when it has changed. Nothing where nobody measures. */
export function createCoverageObserver(
  read: (() => Promise<CoverageReading>) | undefined,
  emit: (body: EventBody) => void,
): () => Promise<void> {
  let last = '';
  return async () => {
    if (read === undefined) return;
    const reading = await read();
    const text = JSON.stringify(reading);
    if (text !== last) emit({ type: 'coverage', ...reading });
    last = text;
  };
}
