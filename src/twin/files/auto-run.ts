import { bytesOfText, textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import type { Session } from '../accounts/session.ts';
import type { Twin } from '../twin.ts';

const ending = '.auto.rsc';

/** `x.auto.rsc`, once uploaded, is run, and what came of it stands in `x.auto.log` (MikroTik's manual, "Configuration Management"). */
export async function runUploaded(twin: Twin, path: string, session: Session): Promise<void> {
  if (!path.endsWith(ending)) return;
  const printed: string[] = [];
  const print = (text: string): void => void printed.push(text);
  const source = { name: path, text: textOfBytes(twin.files.read(path)) };
  try {
    await twin.scripts.runText(source, {
      user: session.user,
      session,
      policies: session.policies,
      print,
      signal: twin.neverAborted,
    });
    print('Script file loaded and executed successfully\n');
  } catch (error) {
    if (!(error instanceof RouterosError)) throw error;
    print(`${error.said}\n`);
    twin.log.write(['script', 'error'], error.text);
  }
  twin.files.write(`${path.slice(0, -ending.length)}.auto.log`, bytesOfText(printed.join('')));
}
