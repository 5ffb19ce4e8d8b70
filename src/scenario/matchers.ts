import { expect as vitestExpect } from 'vitest';
import { KnocklabError } from '../core/errors.ts';
import type { Check, Observation } from './check.ts';
import { witnessKey } from './check.ts';
import type { Door } from './door.ts';
import { type Addressed, type AddressListObservation, checkHeld } from './matchers/address-list.ts';
import { checkLife, checkOpensWithin, checkStays, type DoorLife } from './matchers/door.ts';
import { checkLogged, type LogObservation } from './matchers/log.ts';
import type { Reachability, ReachabilityMoment } from './matchers/reachability.ts';
import { checkShown, type ScanObservation, type ShownStates } from './matchers/scan.ts';
import { checkReceived, type Received, type TelegramObservation } from './matchers/telegram.ts';
import type { TextPattern, Times } from './matchers/text.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** A scan saw the ports in these states. `filtered` is believed only with a positive control. */
    toShow(states: T extends ScanObservation ? ShownStates : never): R;
    /** An address list holds an address, by itself or within a range. */
    toHold(address: T extends AddressListObservation ? Addressed : never): R;
    /** The router logged a line with this text. */
    toHaveLogged(pattern: T extends LogObservation ? TextPattern : never, times?: Times): R;
    /** A message with this text was delivered through the Bot API. */
    toHaveReceived(pattern: T extends TelegramObservation ? TextPattern : never, options?: Received): R;
    /** A door is seen closed, opened by `by`, open for its time, closed again and still closed. */
    toLive(life: T extends Door ? DoorLife : never): Promise<void>;
    toOpenWithin(span: T extends Door ? string : never): Promise<void>;
    toStayOpen(span: T extends Door ? string : never): Promise<void>;
    /** It never opens within this time. */
    toStayClosed(span: T extends Door ? string : never): Promise<void>;
    /** Every packet fares as in a snapshot, which `knocklab snapshot` has written and somebody has reviewed. */
    toMatchReachability(file: T extends Reachability ? string : never, moment?: ReachabilityMoment): Promise<void>;
  }
}

/** vitest's `expect`, with the matchers for what is seen in the lab. */
export const expect = vitestExpect;

/** Teaches vitest's `expect` knocklab's matchers. Harmless when done twice. */
export function addMatchers(): void {
  expect.extend({
    toShow(scan: ScanObservation, states: ShownStates) {
      return judge(this, scan, (isNot) => checkShown(scan, states, isNot));
    },
    toHold(list: AddressListObservation, address: Addressed) {
      return judge(this, list, (isNot) => checkHeld(list, address, isNot));
    },
    toHaveLogged(log: LogObservation, pattern: TextPattern, times?: Times) {
      return judge(this, log, (isNot) => checkLogged(log, pattern, times, isNot));
    },
    toHaveReceived(telegram: TelegramObservation, pattern: TextPattern, options?: Received) {
      return judge(this, telegram, (isNot) => checkReceived(telegram, pattern, options, isNot));
    },
    async toLive(door: Door, life: DoorLife) {
      return judgeDoor(this, door, await checkLife(door, life));
    },
    async toOpenWithin(door: Door, span: string) {
      return judgeDoor(this, door, await checkOpensWithin(door, span));
    },
    async toStayOpen(door: Door, span: string) {
      return judgeDoor(this, door, await checkStays(door, true, span));
    },
    async toStayClosed(door: Door, span: string) {
      return judgeDoor(this, door, await checkStays(door, false, span));
    },
    async toMatchReachability(reachability: Reachability, file: string, moment?: ReachabilityMoment) {
      refuseNot(this, 'input/not-a-snapshot', 'a snapshot has no `.not`', 'Write the snapshot that is meant.');
      const check = await reachability.compare(file, moment);
      return judge(this, reachability, () => check);
    },
  });
}

interface Judgement {
  readonly pass: boolean;
  readonly message: () => string;
  readonly expected: string;
  readonly actual: string;
}

/** vitest turns `pass` round under `.not`; the checks have taken `.not` into account already. */
function judge(
  state: { readonly isNot?: boolean },
  observation: Observation,
  checkWith: (isNot: boolean) => Check,
): Judgement {
  // vitest types it as a boolean, but leaves it undefined without `.not`.
  const isNot = state.isNot === true;
  const check = checkWith(isNot);
  observation[witnessKey](check);
  return {
    pass: check.passed !== isNot,
    message: () => `expected: ${check.expected}\nobserved: ${check.observed}`,
    expected: check.expected,
    actual: check.observed,
  };
}

/** What a door did cannot be turned round: "not open within a minute" has a matcher of its own. */
function judgeDoor(state: { readonly isNot?: boolean }, door: Door, check: Check): Judgement {
  refuseNot(
    state,
    'input/not-a-door',
    'a door has no `.not`',
    'Write toStayClosed or toStayOpen, with the time that is meant.',
  );
  return judge(state, door, () => check);
}

function refuseNot(state: { readonly isNot?: boolean }, code: string, message: string, remedy: string): void {
  if (state.isNot === true) throw new KnocklabError(code, message, { remedy });
}
