import type { Row } from '../../routeros/api/sentence.ts';
import type { Peer, Session } from '../accounts/session.ts';

/** How a client shows who it is: its password, or what it has made of the password and our challenge (before 6.43). */
export type LoginProof = string | ((password: string) => boolean);

/** The router behind the API server: the server knows words, tags and queries, the backend knows menus. */
export interface ApiBackend {
  /** Undefined: refused. Writes the account's log lines itself. */
  logIn(user: string, proof: LoginProof, from: Peer): Session | undefined;
  /**
   * Carries one command out. Errors are thrown as `RouterosError`; anything else is a bug of the twin, which the client
   * sees as a trap and `log` with its stack. For `print` the server evaluates the queries and `.proplist` on the rows.
   */
  run(
    path: readonly string[],
    command: string,
    args: ReadonlyMap<string, string>,
    options: ApiCall,
  ): Promise<ApiResult>;
}

export interface ApiCall {
  /**
   * The properties that are of use, from `.proplist` and the queries; undefined: all. Others need not be computed, and
   * may be there: the server leaves them out.
   */
  readonly proplist?: readonly string[] | undefined;
  /** Aborted by `/cancel` and when the connection ends. */
  readonly signal: AbortSignal;
  readonly session: Session;
  /** Takes rows of a command that goes on, as they are made. */
  readonly emit?: ((row: Row) => void) | undefined;
}

/** Switches of `print`; they are not in `args`. */
export interface ApiFlags {
  readonly detail: boolean;
  readonly stats: boolean;
  readonly countOnly: boolean;
  /** Goes on after the first records; `only`: without them. */
  readonly follow: 'no' | 'yes' | 'only';
  /** Prints again and again. */
  readonly interval: string | undefined;
}

export interface ApiResult {
  readonly rows?: readonly Row[];
  /** `=ret=` of `!done`: the id of an added item, the output of `/execute`. */
  readonly ret?: string;
  /** The menu has one item and no list. */
  readonly isSettings?: boolean;
}
