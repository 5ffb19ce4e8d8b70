import type { PseudoTtyInfo, ServerChannel, Session as SshSession } from 'ssh2';
import type { LoginName } from '../../accounts/login-name.ts';
import type { Session } from '../../accounts/session.ts';
import { runExec } from '../../terminal/exec.ts';
import type { Twin } from '../../twin.ts';
import { openConsole } from '../console-access.ts';
import { ScpTransfer, scpCommand } from './scp.ts';
import { serveSftp } from './sftp.ts';

export interface ServedSession {
  readonly session: Session;
  readonly name: LoginName;
  readonly channel: SshSession;
}

interface Window {
  columns: number;
  rows: number;
}

/** A client that asks for much and reads nothing is cut off when so much waits for it. */
const mostUnread = 32 * 1024 * 1024;

/** One session channel: a shell, one command, SFTP, or the old SCP. */
export function serveSession(twin: Twin, { session, name, channel }: ServedSession): void {
  const window: Window = { columns: name.columns ?? 80, rows: name.rows ?? 24 };
  const fit = ({ cols, rows }: Pick<PseudoTtyInfo, 'cols' | 'rows'>): void => {
    window.columns = name.columns ?? (cols || window.columns);
    window.rows = name.rows ?? (rows || window.rows);
  };
  channel.on('pty', (accept, _reject, info) => {
    fit(info);
    accept?.();
  });
  channel.on('env', (accept) => accept?.());
  channel.on('shell', (accept) => {
    const stream = accept();
    guard(stream, serveShell(twin, { session, name, channel }, { stream, window, fit }));
  });
  channel.on('exec', (accept, _reject, { command }) => {
    const stream = accept();
    guard(stream, serveCommand(twin, session, command, stream));
  });
  channel.on('sftp', (accept, reject) => {
    if (session.policies.has('ftp')) serveSftp(twin, session, accept());
    else reject();
  });
}

/** A bug of the twin must not take the other connections with it. */
function guard(stream: ServerChannel, work: Promise<void>): void {
  work.catch((error: unknown) => {
    process.stderr.write(`ssh: ${error instanceof Error ? error.stack : String(error)}\n`);
    stream.destroy();
  });
}

interface Shell {
  readonly stream: ServerChannel;
  readonly window: Window;
  readonly fit: (info: Pick<PseudoTtyInfo, 'cols' | 'rows'>) => void;
}

async function serveShell(twin: Twin, served: ServedSession, { stream, window, fit }: Shell): Promise<void> {
  const { session, name, channel } = served;
  stream.on('error', () => undefined);
  const console_ = await openConsole({
    twin,
    session,
    ...window,
    colours: name.colours,
    write: (bytes) => {
      if (!writeBounded(stream, bytes)) stream.destroy();
    },
    close: () => finish(stream),
  });
  channel.on('window-change', (accept, _reject, info) => {
    fit(info);
    console_.resize(window.columns, window.rows);
    accept?.();
  });
  stream.on('data', (bytes: Buffer) => console_.input(bytes));
  // Whoever says no more (`ssh -tt router <lines`) has what was said done, and is logged out.
  stream.on('end', () => console_.input(Buffer.from('\x15\x0b\x04')));
  stream.once('close', () => console_.stop());
  // A client that reads nothing does not say either that it is gone.
  stream.once('finish', () => console_.stop());
  console_.start();
}

async function serveCommand(twin: Twin, session: Session, command: string, stream: ServerChannel): Promise<void> {
  stream.on('error', () => undefined);
  const scp = scpCommand(command);
  if (scp !== undefined) return new ScpTransfer(twin, session, stream).start(scp);
  const abort = new AbortController();
  stream.once('close', () => abort.abort());
  const write = (text: string): void => {
    if (!writeBounded(stream, Buffer.from(text))) abort.abort();
  };
  stream.resume();
  try {
    await runExec(twin, session, command, write, abort.signal);
  } finally {
    finish(stream);
  }
}

/** Gives whether the client still keeps up. */
function writeBounded(stream: ServerChannel, bytes: Uint8Array): boolean {
  if (!stream.writable || stream.writableLength > mostUnread) return false;
  stream.write(bytes);
  return true;
}

/** The exit status is 0 whatever became of the command (api-facts 7). */
function finish(stream: ServerChannel): void {
  if (!stream.writable) return;
  stream.exit(0);
  stream.end();
}
