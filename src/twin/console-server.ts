import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type OpenConsole, openConsole } from './services/console-access.ts';
import type { Twin } from './twin.ts';

/** What somebody at the console does; JSON lines. The answer is what the console prints, as it is. */
interface ConsoleInput {
  readonly keys?: string;
  /** Columns and rows. */
  readonly size?: readonly [columns: number, rows: number];
}

/**
 * The router's own console without a login, as on a cable that only its owner can plug in: an abstract unix socket
 * belongs to the router's network namespace, and no host of the lab can reach it.
 */
export async function startConsoleServer(name: string, twin: Twin): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    void serve(twin, socket).catch((error: unknown) => {
      process.stderr.write(`console: ${error instanceof Error ? error.stack : String(error)}\n`);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(`\0${name.replace(/^@/, '')}`, resolve);
  });
}

async function serve(twin: Twin, socket: Socket): Promise<void> {
  const end = (): void => void socket.end();
  const session = twin.accounts.logInProven('admin', { address: '', via: 'console', management: true, end });
  if (session === undefined) return void socket.end('There is no user "admin".\r\n');
  const write = (bytes: Uint8Array): void => void (socket.writable && socket.write(bytes));
  const opened = await openConsole({ twin, session, columns: 80, rows: 24, colours: true, write, close: end });
  socket.once('close', () => {
    opened.stop();
    session.logOut();
  });
  const lines = createInterface({ input: socket });
  lines.on('error', end);
  lines.on('line', (line) => take(opened, JSON.parse(line)));
  opened.start();
}

function take(opened: OpenConsole, { keys, size }: ConsoleInput): void {
  if (size !== undefined) opened.resize(...size);
  if (keys !== undefined) opened.input(Buffer.from(keys));
}
