import type { Check, Observation } from '../check.ts';
import { countCheck, matchesText, patternText, type TextPattern, type Times } from './text.ts';

/** A call that reached the mock of the Bot API. */
interface TelegramCall {
  readonly method: string;
  readonly chat?: string;
  readonly text?: string;
  /** What the mock answered: only 200 delivers a message. */
  readonly httpStatus: number;
  readonly description?: string;
}

export interface TelegramObservation extends Observation {
  readonly calls: readonly TelegramCall[];
}

export interface Received extends Times {
  readonly chat?: string | number;
}

/** Only what was delivered counts: a call that the Bot API refused has reached nobody. */
export function checkReceived(
  { calls }: TelegramObservation,
  pattern: TextPattern,
  options: Received = {},
  isNot = false,
): Check {
  const { chat } = options;
  const delivered = calls.filter((call) => call.httpStatus === 200 && call.text !== undefined);
  const found = delivered.filter(
    (call) => matchesText(call.text ?? '', pattern) && (chat === undefined || call.chat === String(chat)),
  );
  const { passed, wanted } = countCheck(found.length, options, isNot);
  return {
    passed,
    expected: `Telegram messages matching ${patternText(pattern)}${chat === undefined ? '' : ` to chat ${chat}`}: ${wanted}`,
    observed: `${found.length} of ${delivered.length} delivered${lastText(delivered)}${refusedText(calls)}`,
  };
}

function lastText(delivered: readonly TelegramCall[]): string {
  const last = delivered.at(-1);
  return last === undefined ? '' : `; the last: ${JSON.stringify(last.text)}`;
}

function refusedText(calls: readonly TelegramCall[]): string {
  const refused = calls.filter(({ httpStatus }) => httpStatus !== 200);
  const last = refused.at(-1);
  if (last === undefined) return '';
  return `; ${refused.length} refused, the last with ${last.httpStatus} ${last.description ?? ''}`.trimEnd();
}
