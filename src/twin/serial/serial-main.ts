import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parseLoginName } from '../accounts/login-name.ts';
import type { Session } from '../accounts/session.ts';
import { bootTwin } from '../boot.ts';
import type { OpenConsole } from '../services/console-access.ts';
import { openConsole } from '../services/console-access.ts';
import { runExec } from '../terminal/exec.ts';
import { parseQuirks } from './guest-quirks.ts';
import { playQuirks } from './play-quirks.ts';
import { SerialLogin } from './serial-login.ts';

// The stand-in guest: the twin with a CHR's serial console on its standard streams (lab/images/stand-in).
const { values } = parseArgs({ options: { ros: { type: 'string', default: '7' } } });
const quirks = parseQuirks(readFileSync('/proc/cmdline', 'utf8'));
const twin = await bootTwin({
  ros: values.ros,
  managementPort: 18728,
  control: '@knocklab-twin',
  trustFile: undefined,
  unplugged: [],
  runDirectory: '/run/knocklab',
});
playQuirks(twin, quirks);
flushCompileCache();

let session: Session | undefined;
let terminal: OpenConsole | undefined;
let columns = 80;
let isOpening = false;
/** What stands in the console's last row. */
let row = '';
const write = (bytes: Uint8Array | string): void => {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
  row = `${row}${text}`.split('\n').at(-1) ?? '';
  process.stdout.write(bytes);
};

const newLogin = (isFresh: boolean): SerialLogin =>
  new SerialLogin({
    ...quirks,
    isFresh,
    write,
    pause: async (ms) => await pause(ms),
    router: {
      product: 'CHR',
      logIn: (name, password) => {
        const { user, columns: wanted } = parseLoginName(name);
        columns = wanted ?? 80;
        session = twin.accounts.logIn(user, password, { address: '', via: 'console' });
        return session !== undefined;
      },
      setPassword: async (password) => {
        if (session === undefined) return;
        const signal = new AbortController().signal;
        await runExec(twin, session, `/user set [find name="${session.user}"] password="${password}"`, write, signal);
      },
      openConsole: () => {
        isOpening = true;
        void open();
      },
    },
  });

let login = newLogin(true);
login.start();

async function open(): Promise<void> {
  if (session === undefined) return;
  const opened = await openConsole({ twin, session, columns, rows: 25, colours: false, write, close: leave });
  terminal = opened;
  opened.start();
}

/** `/quit`: the console is for the next one. */
function leave(): void {
  session?.logOut();
  session = undefined;
  terminal = undefined;
  isOpening = false;
  login = newLogin(false);
  login.start();
}

/** Up to the end of each line, so that prompt and command can be drawn again before the output. */
function typeInto(opened: OpenConsole, text: string): void {
  for (const part of text.split(/(?<=\r)|(?=\r)/)) {
    if (part === '\r' && quirks.repaints) write(`\r${row}`);
    opened.input(Buffer.from(part, 'latin1'));
  }
}

let typed = Promise.resolve();
process.stdin.on('data', (bytes: Buffer) => {
  if (terminal !== undefined) typeInto(terminal, bytes.toString('latin1'));
  else if (!isOpening) typed = typed.then(async () => await login.type(bytes.toString('latin1')));
});
