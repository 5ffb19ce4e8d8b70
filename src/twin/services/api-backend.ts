import type { Row } from '../../routeros/api/sentence.ts';

/** The router behind the API server: the server knows words, tags and queries, the backend knows menus. */
export interface ApiBackend {
  /** Writes the account's log lines itself ("user admin logged in from …", "login failure for user …"). */
  authenticate(user: string, password: string, from: ApiPeer): boolean | Promise<boolean>;
  /** The connection of a user who had logged in has ended. */
  loggedOut?(user: string, from: ApiPeer): void;
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

export interface ApiPeer {
  readonly user: string;
  readonly address: string;
  readonly via: 'api' | 'api-ssl';
}

export interface ApiCall {
  /** Query words with their `?`; only so that the backend may do less work. */
  readonly queries: readonly string[];
  /**
   * The properties that are of use, from `.proplist` and the queries; undefined: all. Others need not be computed, and
   * may be there: the server leaves them out.
   */
  readonly proplist: readonly string[] | undefined;
  readonly flags: ApiFlags;
  /** Aborted by `/cancel` and when the connection ends. */
  readonly signal: AbortSignal;
  readonly from: ApiPeer;
}

/** Switches of `print`; they are not in `args`. */
export interface ApiFlags {
  readonly detail: boolean;
  readonly stats: boolean;
  readonly countOnly: boolean;
}

export interface ApiResult {
  readonly rows?: readonly Row[];
  /** `=ret=` of `!done`: the id of an added item, the output of `/execute`. */
  readonly ret?: string;
}
