import type { TlsOptions } from 'node:tls';
import type { KnocklabError } from '../core/errors.ts';
import type { Row } from '../routeros/api/sentence.ts';

export interface WriteOptions {
  /** For the whole command; the default is ten seconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A logged-in connection to a router's API. Commands may run side by side. */
export interface ApiConnection extends AsyncDisposable {
  /**
   * The records of one command. The attributes of `!done`, if any (`ret`), come as the last row. A trap rejects with
   * `RouterTrap`; a lost connection rejects every pending and every later command.
   */
  write(command: string, words?: readonly string[], options?: WriteOptions): Promise<Row[]>;
  /** Settles when the connection has ended; with undefined when we closed it. */
  readonly ended: Promise<KnocklabError | undefined>;
  close(): Promise<void>;
}

export interface ApiTarget {
  /** A unix socket, or a host and port. */
  readonly at: { readonly path: string } | { readonly host: string; readonly port: number };
  readonly user: string;
  readonly password: string;
  /** Until logged in; the default is ten seconds. */
  readonly timeoutMs?: number;
  readonly tls?: TlsOptions;
  /** Turns the loss of the connection into the error that commands reject with, for one who knows more about it. */
  readonly explainLoss?: (cause: KnocklabError) => Promise<KnocklabError>;
}
