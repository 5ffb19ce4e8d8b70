import { RouterosError } from '../../routeros-error.ts';
import type { Value } from '../../value.ts';
import type { GlobalCall } from '../global-command.ts';

/** Runs work and, when it fails, the handler; `:return` and a stopped script pass through. */
export async function catchError(
  call: GlobalCall,
  work: () => Promise<Value>,
  handle: (error: RouterosError) => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RouterosError) || call.runtime.budget.isFatal(error)) throw error;
    return await handle(error);
  }
}

const languageFault = /^(?:bad (?:command name|parameter)|syntax error|expected |missing closing)/;

/** What a script sees of an error: faults of the text name their place, faults of a menu do not (manual, ":onerror"). */
export function errorText(error: RouterosError): string {
  return languageFault.test(error.message) ? error.text : error.message;
}
