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
  const { Terminal } = await import('../terminal/terminal.ts');
  return new Terminal(options);
}
