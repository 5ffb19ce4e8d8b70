import { RouterosError } from '../../routeros/routeros-error.ts';
import type { Session } from '../accounts/session.ts';
import type { RunContext } from '../scripts.ts';
import type { Twin } from '../twin.ts';
import type { Pager } from './pager.ts';

/** Who types, and where. */
interface Seat extends Required<Pick<RunContext, 'signal' | 'keyboard' | 'lastPrint' | 'screen'>> {
  readonly session: Session;
  readonly pager: Pager;
  readonly menu: readonly string[];
}

/** Runs a line that was typed, errors said; gives the menu that it ends in. */
export async function runTyped(twin: Twin, text: string, { menu, pager, ...seat }: Seat): Promise<readonly string[]> {
  const context: RunContext = {
    ...seat,
    user: seat.session.user,
    policies: seat.session.policies,
    print: (output) => pager.show(output, false),
    page: (output) => pager.show(output, true),
  };
  try {
    return (await twin.scripts.runLine({ name: 'console', text }, context, menu)).menu;
  } catch (error) {
    if (!(error instanceof RouterosError) && !seat.signal.aborted) throw error;
    pager.show(`${error instanceof RouterosError ? error.said : 'interrupted'}\n`, false);
    return menu;
  }
}
