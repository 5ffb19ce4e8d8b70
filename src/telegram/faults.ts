import type { Behaviour } from './bot-call.ts';

/** The fault that is shown at the moment. */
export class Faults {
  #behaviour: Behaviour = {};
  #callsLeft = 0;

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
    this.#callsLeft = behaviour.times ?? Number.POSITIVE_INFINITY;
  }

  /** The fault for the next call. */
  take(): Behaviour {
    if (this.#callsLeft <= 0) return {};
    this.#callsLeft -= 1;
    return this.#behaviour;
  }
}
