import { RouterosError } from '../../routeros/routeros-error.ts';
import type { Session } from '../accounts/session.ts';
import type { Twin } from '../twin.ts';

/** Without a terminal there is nobody to say how wide it is. */
const screen = { columns: 80, endsBlank: true };

/** One line, as `ssh router line` prints what comes of it. */
export async function runExec(
  twin: Twin,
  session: Session,
  line: string,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const print = (text: string): void => write(text.replace(/\r?\n/g, '\r\n'));
  const context = { user: session.user, session, policies: session.policies, print, signal, screen };
  try {
    await twin.scripts.runText({ name: 'console', text: line }, context);
  } catch (error) {
    if (!(error instanceof RouterosError)) throw error;
    print(`${error.said}\n`);
  }
}
