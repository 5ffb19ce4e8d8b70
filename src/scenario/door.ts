import type { EventBody, EventOf } from '../trace/events.ts';
import type { Observation, Witness } from './check.ts';
import { witnessKey } from './check.ts';
import type { ScenarioClock } from './scenario-clock.ts';

/** Something that is open or shut, for matchers of time: a port as a host sees it, an address on a list. */
export interface Door extends Observation {
  /** `attacker → router 22/tcp` */
  readonly name: string;
  readonly clock: ScenarioClock;
  isOpen(): Promise<boolean>;
  /** What was seen of it, for the trace. */
  report(looks: EventOf<'door'>['looks']): void;
}

interface DoorOptions {
  readonly name: string;
  readonly clock: ScenarioClock;
  readonly isOpen: () => Promise<boolean>;
  readonly witness: Witness;
  readonly emit: (body: EventBody) => void;
}

export function createDoor({ name, clock, isOpen, witness, emit }: DoorOptions): Door {
  return {
    [witnessKey]: witness,
    name,
    clock,
    isOpen,
    report: (looks) => emit({ type: 'door', door: name, looks }),
  };
}
