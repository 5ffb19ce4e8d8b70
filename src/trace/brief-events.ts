import type { TraceEvent } from './events.ts';

/** What fills a trace, and what only the story of one scenario shows. The trace itself keeps all of it. */
const bulky: ReadonlySet<TraceEvent['type']> = new Set([
  'lab-up',
  'lab-down',
  'planned-steps',
  'step-started',
  'command',
  'port-states',
  'look',
  'knock',
  'forged',
  'ping',
  'connect',
  'http',
  'rules',
  'address-lists',
  'log',
  'telegram',
  'clock-advanced',
  'scheduler',
  'packets',
  'capture',
  'export',
]);

/** So many scenarios of a run are kept whole; of those that pass after them, the verdicts. */
export const wholeScenarios = 40;

/** The events of a run of any length in memory that does not grow with what its scenarios have done. */
export class BriefEvents {
  #events: (TraceEvent | undefined)[] = [];
  #left = 0;
  #finished = 0;
  /** Places of the events of scenarios that are under way. */
  readonly #open = new Map<string, number[]>();

  get events(): readonly TraceEvent[] {
    if (this.#left > 0) this.#events = this.#packed();
    return this.#events as readonly TraceEvent[];
  }

  push(event: TraceEvent): void {
    const place = this.#events.push(event) - 1;
    const { scenario } = event;
    if (scenario === undefined) return;
    const places = this.#open.get(scenario) ?? [];
    places.push(place);
    if (event.type !== 'scenario-finished') {
      this.#open.set(scenario, places);
      return;
    }
    this.#open.delete(scenario);
    this.#finished += 1;
    if (event.status === 'passed' && this.#finished > wholeScenarios) this.#leaveOut(places);
  }

  #leaveOut(places: readonly number[]): void {
    for (const place of places) {
      const event = this.#events[place];
      if (event === undefined) continue;
      if (bulky.has(event.type)) {
        this.#events[place] = undefined;
        this.#left += 1;
      } else if (event.type === 'scenario-started') {
        const { configurationText: _, ...rest } = event;
        this.#events[place] = { ...rest, brief: true };
      }
    }
  }

  /** Without the gaps; what is under way is found again by its new place. */
  #packed(): TraceEvent[] {
    const places = new Map<number, number>();
    const packed: TraceEvent[] = [];
    for (const [place, event] of this.#events.entries()) {
      if (event !== undefined) places.set(place, packed.push(event) - 1);
    }
    for (const [scenario, own] of this.#open) {
      this.#open.set(
        scenario,
        own.flatMap((place) => places.get(place) ?? []),
      );
    }
    this.#left = 0;
    return packed;
  }
}
