import type { RunningProcess } from '../process/command.ts';
import type { StartOptions } from '../process/start-process.ts';
import type { Host } from './host.ts';
import type { Topology } from './topology/topology.ts';

/** A host with what only those need who start other programs of knocklab on it. */
export interface LabHost extends Host {
  start(argv: readonly string[], options?: StartOptions): Promise<RunningProcess>;
  /** The command of this machine that runs `argv` on the host: for a terminal of one's own (`knocklab shell`). */
  enter(argv: readonly string[]): readonly string[];
}

/** A running network. Whatever runs in it ends with it. */
export interface Lab extends AsyncDisposable {
  readonly name: string;
  readonly topology: Topology;
  /** The lab's files (logs, captures, sockets), as seen from here. They vanish with the lab. */
  readonly directory: string;
  /** The same directory as the hosts see it. */
  readonly insideDirectory: string;
  /** All nodes by name, the router among them. */
  readonly hosts: ReadonlyMap<string, LabHost>;
  readonly router: LabHost;
  host(name: string): LabHost;
  /** Asks DHCP for the addresses of all hosts that have them from there, and checks them against the topology. */
  leaseAddresses(): Promise<void>;
  down(): Promise<void>;
}

/** What is known of a lab without entering it. */
export interface RunningLab {
  readonly name: string;
  readonly topology: string;
  readonly keep: boolean;
  readonly startedAt: string;
}
