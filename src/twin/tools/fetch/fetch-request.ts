/** What `/tool fetch` speaks. */
export type FetchMode = 'http' | 'https' | 'ftp' | 'sftp' | 'tftp';

/** One call of `/tool fetch`, checked. */
export interface FetchRequest {
  readonly mode: FetchMode;
  /** Whom to connect to: a name or an address. */
  readonly server: string;
  readonly port: number | undefined;
  /** What HTTP's `Host` and TLS's server name say, when it is not `server`. */
  readonly host: string | undefined;
  /** Path and query, as they go out. */
  readonly path: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly sourceAddress: string | undefined;
  /** Nothing moves for so long: it is given up. */
  readonly idleMs: number | undefined;
  /** It ends then, whether it is done or not. */
  readonly durationMs: number | undefined;
  /** Of FTP: lines, not bytes. */
  readonly ascii: boolean;
  /** What is taken there instead of fetched. */
  readonly upload: Uint8Array | undefined;
  readonly http: HttpOptions;
  readonly signal: AbortSignal;
}

export interface HttpOptions {
  readonly method: string;
  readonly data: string | undefined;
  readonly encoding: 'gzip' | 'deflate' | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly auth: 'basic' | 'digest';
  readonly redirects: number;
  readonly checkCertificate: boolean;
  /** PEM of a client that shows who it is. */
  readonly identity: { readonly key: string; readonly cert: string } | undefined;
  /** Bytes of the body that are kept; it is read no further. */
  readonly longestBody: number;
}

export interface FetchResult {
  readonly body: Uint8Array;
  /** Bytes that were taken there. */
  readonly uploaded?: number;
  /** HTTP's alone. */
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
}
