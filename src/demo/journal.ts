/** One thing that a page is told. */
export interface JournalEntry {
  /** `RUN-NUMBER`: what a browser gives back as Last-Event-ID when it comes again. */
  readonly id: string;
  readonly event: 'run' | 'trace' | 'state';
  readonly data: string;
}

/**
 * All that was said of the present run, so that a page which comes late, or comes again, gets what it has missed and
 * nothing twice. A new run begins a new journal.
 */
export class Journal {
  #run = 0;
  #entries: JournalEntry[] = [];
  readonly #listeners = new Set<() => void>();

  /** Begins the journal of another run. */
  begin(): number {
    this.#run += 1;
    this.#entries = [];
    this.add('run', String(this.#run));
    return this.#run;
  }

  add(event: JournalEntry['event'], data: string): void {
    this.#entries.push({ id: `${this.#run}-${this.#entries.length}`, event, data });
    for (const listener of this.#listeners) listener();
  }

  /** What comes after an entry; everything when it is of another run or unknown. */
  after(id: string | undefined): readonly JournalEntry[] {
    const [run, number] = (id ?? '').split('-').map(Number);
    if (run !== this.#run || number === undefined || !(number >= 0)) return this.#entries;
    return this.#entries.slice(number + 1);
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
