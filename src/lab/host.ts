import type { CommandOptions, CommandResult, RunningProcess } from '../process/command.ts';

/** A node of a running lab. Small on purpose: everything else is built on `exec`. */
export interface Host {
  readonly name: string;
  readonly kind: string;
  /** Its IPv4 address without the length; undefined while it has none. */
  readonly address: string | undefined;
  readonly mac: string | undefined;
  /** Runs a command on the host and gives its result, whatever the exit code. Rejects only when it cannot be started. */
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Starts a program that goes on until it is stopped or the lab goes down. */
  start(argv: readonly string[], options?: CommandOptions): Promise<RunningProcess>;
  /** A unix socket on this machine that leads to a TCP port (or `@name`, an abstract socket) on the host's loopback. */
  reach(target: number | `@${string}`): Promise<string>;
}
