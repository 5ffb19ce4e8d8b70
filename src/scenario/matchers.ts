import { expect as vitestExpect } from 'vitest';
import type { Check, Observation } from './check.ts';
import { witnessKey } from './check.ts';
import { type Addressed, type AddressListObservation, checkHeld } from './matchers/address-list.ts';
import { checkLogged, type LogObservation } from './matchers/log.ts';
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
