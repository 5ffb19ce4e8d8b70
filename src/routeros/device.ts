import type { Value } from './value.ts';

/**
 * What the interpreter of the RouterOS language asks of the router it runs on. The interpreter itself does no I/O:
 * global commands (`:put`, `:if`, `:foreach` …) are its own, everything that lives in a menu is the device's.
 */
export interface Device {
  /** What lies directly below a menu path (`[]` is the root), for resolving words and their unique prefixes. */
  menu(path: readonly string[]): MenuNames | undefined;
  /** What a command takes; undefined when the menu has no such command. */
  parameters(path: readonly string[], command: string): CommandParameters | undefined;
  /** Carries a command out. Errors are thrown as `RouterosError`. */
  run(call: DeviceCall): Promise<Value>;
  /** `:delay`, on the router's own clock. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
  /** `:resolve` */
  resolve(name: string, server: string | undefined, options?: ResolveOptions): Promise<Value>;
  /** `:execute`: starts a script in the background, gives the job's id; with `file` what it prints goes there. */
  execute(script: string, file?: string): Promise<Value>;
  /** `:serialize file-name=`; absent: the device keeps no files. */
  writeFile?(name: string, text: string): Promise<void>;
  /** `:grep filename=`; undefined when there is no such file. */
  readFile?(name: string): Promise<string | undefined>;
  /** `:timestamp`: ns since 1970 on the router's clock. */
  timestamp(): bigint;
}

/** What `:resolve` may say besides the name and the server. */
export interface ResolveOptions {
  readonly port?: number | undefined;
  readonly type?: 'ipv4' | 'ipv6' | undefined;
}

export interface MenuNames {
  readonly menus: readonly string[];
  readonly commands: readonly string[];
}

export interface CommandParameters {
  /** Every argument name that may be given as `name=value` or as a bare switch. */
  readonly names: readonly string[];
  /** Arguments that may be given without a name, in their order (`numbers`, `value-name`, …). */
  readonly positional: readonly string[];
  /** Names that need no value: `detail`, `as-value`, `count-only` … */
  readonly switches: readonly string[];
  /** Property names that are variables inside `where`; undefined when the command takes no `where`. */
  readonly where: readonly string[] | undefined;
}

/** One evaluated command, ready to be carried out. Names are complete, abbreviations resolved. */
export interface DeviceCall {
  readonly path: readonly string[];
  readonly command: string;
  readonly args: ReadonlyMap<string, Value>;
  /** Names given as `!name`: properties to unset. */
  readonly unset: readonly string[];
  /** The `where` condition; asks for an item's properties by name. Absent: every item. */
  readonly where?: (property: (name: string) => Value) => Promise<boolean>;
  /** Is the value used (`[find …]`, `:put [print as-value]`), or is this a line of its own that prints? */
  readonly asValue: boolean;
  /** Where output goes (`print`, `export`); lines end with `\n`. */
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  /** Where the command, and each named argument's value, stands in the source: 1-based. */
  readonly position: CallPosition;
}

export interface CallPosition {
  readonly line: number;
  readonly column: number;
  /** Position of an argument's name in the source, by full name. */
  readonly arg: (name: string) => { readonly line: number; readonly column: number } | undefined;
}
