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
import { SerialLogin } from './serial-login.ts';

// The stand-in guest: the twin with a CHR's serial console on its standard streams (lab/images/stand-in).
const { values } = parseArgs({ options: { ros: { type: 'string', default: '7' } } });
const quirks = parseQuirks(readFileSync('/proc/cmdline', 'utf8'));
const twin = await bootTwin({
  ros: values.ros,
  managementPort: 18728,
  control: '@knocklab-twin',
  trustFile: undefined,
  runDirectory: '/run/knocklab',
});
flushCompileCache();

let session: Session | undefined;
let terminal: OpenConsole | undefined;
let columns = 80;
let isOpening = false;
const write = (bytes: Uint8Array | string): void => void process.stdout.write(bytes);

const newLogin = (): SerialLogin =>
  new SerialLogin({
    ...quirks,
    write,
    pause: async (ms) => void (await pause(ms)),
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

let login = newLogin();
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
  login = newLogin();
  login.start();
}

let typed = Promise.resolve();
process.stdin.on('data', (bytes: Buffer) => {
  if (terminal !== undefined) terminal.input(bytes);
  else if (!isOpening) typed = typed.then(async () => await login.type(bytes.toString('latin1')));
});
