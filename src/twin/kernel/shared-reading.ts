import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Reads the parts of something for everybody who has asked by the time the reading begins. Whoever asks later gets the
 * next one: nobody is told what was true before the question.
 */
export class SharedReading<Part, Whole> {
  readonly #read: (parts: ReadonlySet<Part>) => Promise<Whole>;
  #last: Promise<unknown> = Promise.resolve();
  #next: { readonly parts: Set<Part>; readonly reading: Promise<Whole> } | undefined;

  constructor(read: (parts: ReadonlySet<Part>) => Promise<Whole>) {
    this.#read = read;
  }

  ask(parts: readonly Part[]): Promise<Whole> {
    const next = this.#next ?? this.#plan();
    for (const part of parts) next.parts.add(part);
    this.#next = next;
    return next.reading;
  }

  /** Questions that came in the same packet are still on their way for a turn of the event loop. */
  #plan(): { readonly parts: Set<Part>; readonly reading: Promise<Whole> } {
    const parts = new Set<Part>();
    const reading = this.#last
      .then(() => nextTurn())
      .then(() => {
        this.#next = undefined;
        return this.#read(parts);
      });
    this.#last = reading.catch(() => undefined);
    return { parts, reading };
  }
}
