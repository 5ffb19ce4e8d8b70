import { RouterosError } from '../../routeros/routeros-error.ts';
import type { Session } from '../accounts/session.ts';
import type { Twin } from '../twin.ts';

/** An interactive console, as a service of characters drives it. */
export interface OpenConsole {
  start(): void;
  input(bytes: Uint8Array): void;
  resize(columns: number, rows: number): void;
  stop(): void;
}

export interface ConsoleOptions {
  readonly twin: Twin;
  readonly session: Session;
  readonly columns: number;
  readonly rows: number;
  readonly colours: boolean;
  write(bytes: Uint8Array): void;
  close(): void;
}

/** The console is only loaded once somebody asks for one. */
export async function openConsole(options: ConsoleOptions): Promise<OpenConsole> {
  const { LineConsole } = await import('./line-console.ts');
  return new LineConsole(options);
}

/** One line, as `ssh router line` prints what comes of it. */
export async function runLine(
  twin: Twin,
  session: Session,
  line: string,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const print = (text: string): void => write(text.replaceAll('\n', '\r\n'));
  try {
    await twin.scripts.runText({ name: 'console', text: line }, { user: session.user, print, signal });
  } catch (error) {
    if (!(error instanceof RouterosError)) throw error;
    print(`${error.text}\n`);
  }
}
