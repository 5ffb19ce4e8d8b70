import type { Hand } from './hand.ts';

/** Where a run waits for somebody before each step: a teacher, or a test. */
export interface Gate extends Disposable {
  /** The titles of the steps to come. `whole` is false when they depend on what the lab will show. */
  plan(titles: readonly string[], whole: boolean): void;
  /** The lab is up: from here on its hosts can be entered, and acts by hand be done. */
  open(lab: OpenLab): void;
  /** Waits until the step may begin; undefined: until the lab may go down. Rejects when whoever held it has gone. */
  pass(step: number | undefined): Promise<void>;
  /** How many acts were made by hand so far. */
  readonly acts: number;
}

/** How the router's own console is reached: the twin's speaks JSON lines, that of a RouterOS is SSH. */
export interface RouterConsole {
  /** A unix socket. */
  readonly path: string;
  /** Of admin, made up for this boot; with it, it is SSH. */
  readonly password?: string;
}

/** What whoever holds the gate can get hold of. */
export interface OpenLab {
  readonly hand: Hand;
  /** What stands before a command to run it on a host. */
  readonly shells: Readonly<Record<string, readonly string[]>>;
  /** The router's own console; undefined where there is none. */
  readonly console: RouterConsole | undefined;
}

/** What the run says to whoever holds its gate; JSON lines. */
export type GateReport =
  | { readonly say: 'run'; readonly scenario: string; readonly directory: string }
  | { readonly say: 'plan'; readonly titles: readonly string[]; readonly whole: boolean }
  | { readonly say: 'lab'; readonly shells: OpenLab['shells']; readonly console?: RouterConsole }
  /** Without a step: all steps are over, and the lab still stands. */
  | { readonly say: 'waiting'; readonly step?: number }
  | { readonly say: 'passed'; readonly step?: number }
  | { readonly say: 'done'; readonly id: number; readonly text?: string; readonly error?: string };

/** What whoever holds the gate asks of the run; JSON lines. Acts are done only while it waits. */
export type GateOrder =
  | { readonly do: 'go' }
  | { readonly do: 'advance'; readonly id: number; readonly by: string }
  | { readonly do: 'exec'; readonly id: number; readonly host: string; readonly line: string }
  | { readonly do: 'router'; readonly id: number; readonly line: string }
  /** Somebody types in a console: it is kept in the trace, once for each console. */
  | { readonly do: 'note'; readonly host: string };
