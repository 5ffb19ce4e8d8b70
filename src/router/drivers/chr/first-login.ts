import { KnocklabError } from '../../../core/errors.ts';
import type { SerialConsole } from './serial-console.ts';

export interface LoginOptions {
  /** What the router's password is to be; a router that has one already is asked for it. */
  readonly password: string;
  /** From the machine's start to the login prompt. */
  readonly bootTimeoutMs: number;
  /** For every later answer: the first login has a pause of about ten seconds (chr-facts 5). */
  readonly answerTimeoutMs: number;
  readonly signal?: AbortSignal;
}

/** `+ct`: no colours and no completion that redraws; the width keeps long lines in one row. */
const consoleName = 'admin+ct200w';

const prompt = /\] > $/;

// Each of them may come or not, by version and by what was answered before.
const stops =
  /(\] > $)|(\[Y\/n\][: ]*$)|(repeat new password> ?$)|(new password> ?$)|(Login failed[^\r\n]*)|(incorrect[^\r\n]*)/;

/** Waits for the login prompt, logs in as on a fresh router, answers its questions and gives it a password. */
export async function logInFirst(console: SerialConsole, options: LoginOptions): Promise<void> {
  const { bootTimeoutMs, answerTimeoutMs, signal } = options;
  const more = signal === undefined ? {} : { signal };
  const [seen] = await console.until(/[Ll]ogin: ?$|\] > $/, { timeoutMs: bootTimeoutMs, nudge: '\r', ...more });
  if (prompt.test(seen)) return await setPassword(console, options);
  console.send(`${consoleName}\r`);
  await console.until(/[Pp]assword: ?$/, { timeoutMs: answerTimeoutMs, ...more });
  console.send('\r');
  const wasAsked = await answerQuestions(console, options);
  if (!wasAsked) await setPassword(console, options);
}

/** Gives whether a new password was demanded, and so is set. */
async function answerQuestions(console: SerialConsole, { password, answerTimeoutMs }: LoginOptions): Promise<boolean> {
  let wasAsked = false;
  for (;;) {
    const [, ready, licence, repeat, fresh, failed, incorrect] = await console.until(stops, {
      timeoutMs: answerTimeoutMs,
    });
    if (ready !== undefined) return wasAsked;
    if (failed !== undefined || incorrect !== undefined) throw refused(console);
    if (licence !== undefined) console.send('n');
    if (fresh !== undefined || repeat !== undefined) console.send(`${password}\r`);
    wasAsked ||= repeat !== undefined;
  }
}

async function setPassword(console: SerialConsole, { password }: LoginOptions): Promise<void> {
  await console.run(`/user set [find name=admin] password="${password}"`);
}

function refused(console: SerialConsole): KnocklabError {
  return new KnocklabError('router/login', 'The router refused "admin" with an empty password on its console.', {
    evidence: console.tail(10),
    remedy: 'Take a freshly installed image: knocklab gives it a password of its own.',
  });
}
