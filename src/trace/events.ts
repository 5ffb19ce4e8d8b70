/** Version of the trace; readers refuse a newer one. */
export const traceVersion = 1;

export type Status = 'passed' | 'failed' | 'inconclusive' | 'skipped' | 'error';

/** Every event carries these. `at` is milliseconds of real time since the run began. */
export interface EventHead {
  readonly at: number;
  /** The router's own date and time, ISO without zone, when a router was there. */
  readonly clock?: string;
  /** Scenario id (`husain/scheme3`); absent on events of the run itself. */
  readonly scenario?: string;
  /** Number of the step under way, from 1. */
  readonly step?: number;
}

export interface PortState {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** nmap's words. */
  readonly state: 'open' | 'closed' | 'filtered' | 'unfiltered' | 'open|filtered' | 'closed|filtered';
  readonly reason?: string;
  readonly service?: string;
}

export interface RuleRow {
  /** The number RouterOS prints. */
  readonly number: number;
  readonly id: string;
  readonly table: 'filter' | 'nat' | 'mangle' | 'raw';
  readonly chain: string;
  readonly action: string;
  readonly comment?: string;
  /** The rule as export writes it, without `add`. */
  readonly text: string;
  readonly packets: number;
  readonly bytes: number;
  readonly disabled: boolean;
  readonly invalid: boolean;
  readonly dynamic: boolean;
}

/** What packets made of one rule since the router was switched on, with `run --coverage`. */
export interface CoverageRow extends Pick<RuleRow, 'number' | 'id' | 'table' | 'chain' | 'action' | 'comment'> {
  readonly family: 'ip' | 'ipv6';
  /** Of the configuration; absent when the rule is not from there. */
  readonly line?: number;
  /** The rule as export writes it, without `add` and comment. */
  readonly text: string;
  readonly disabled: boolean;
  /** Why no packet can match it in this lab. */
  readonly never?: string;
  readonly packets: number;
  /** Packets that came as far as this rule, whether or not it matched them. */
  readonly reached: number;
  /** What the rule asks of a packet, a matcher each; matchers that count are one condition. */
  readonly conditions: readonly {
    /** `dst-port=22` */
    readonly asked: readonly string[];
    /** Packets that met all other conditions. */
    readonly others: number;
    /** Those of them that met this one too: the difference is what it alone has turned away. */
    readonly met: number;
  }[];
  /** How often it put an address on a list that was not there. */
  readonly entered: number;
}

export interface AddressListRow {
  readonly list: string;
  readonly address: string;
  readonly timeout?: string;
  readonly creationTime?: string;
  readonly dynamic: boolean;
}

export interface SchedulerRow {
  readonly name: string;
  /** As RouterOS writes durations; `0s`: it runs once. */
  readonly interval: string;
  /** How often it has run since the router was switched on. */
  readonly runs: number;
  /** The router's date and time, as its version writes them. */
  readonly nextRun?: string;
  readonly onEvent?: string;
}

/** What one address asked another, and whether it got an answer. */
export interface PacketsRow {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Each port asked: milliseconds since the run began, the port (of an echo request 0), and what came back. */
  readonly asked: readonly (readonly [at: number, port: number, answer: PacketAnswer])[];
}

/** `yes`: SYN-ACK, datagram or echo reply. `no`: RST or an ICMP error. `none`: nothing came back. */
export type PacketAnswer = 'yes' | 'no' | 'none';

/** A packet that a host sent, and what came back on the same way. */
export interface FlightRow {
  /** Milliseconds since the run began. */
  readonly at: number;
  /** The host that sent it. */
  readonly from: string;
  /** The address that it claimed to come from. */
  readonly source: string;
  readonly to: string;
  /** `tcp`, `icmp` … */
  readonly protocol: string;
  readonly port?: number;
  /** `SYN`, `echo`, `UDP` */
  readonly sent: string;
  /** `SYN ACK`, `RST ACK`, `echo reply`; absent: silence. */
  readonly answer?: string;
  /** So many others were like this one. */
  readonly left?: number;
}

export interface NodeRow {
  readonly name: string;
  readonly kind: string;
  readonly endpoints: readonly {
    readonly interface: string;
    readonly network: string;
    readonly address?: string;
    readonly mac?: string;
  }[];
}

/** What came of an attack. `gives way`: the attacker got what he wanted. */
export type AttackOutcome = 'holds' | 'gives way' | 'not applicable';

export type EventBody =
  | {
      readonly type: 'run-started';
      readonly version: number;
      readonly run: string;
      /** ISO time, UTC. */
      readonly startedAt: string;
      readonly command: string;
      readonly router: string;
      readonly fabric: string;
      readonly clockMode: 'virtual' | 'real';
      /** Tool versions by name: knocklab, node, nmap … */
      readonly tools: Readonly<Record<string, string>>;
      /** The files of the run by id, in their order; those of all its shards. Absent in older traces. */
      readonly planned?: readonly string[];
      /** Which part of how many this run is, from 1; absent: the whole. */
      readonly shard?: { readonly index: number; readonly count: number };
    }
  | {
      readonly type: 'scenario-started';
      readonly title: string;
      /** A reader of a long run has left out what the scenario did; never in a trace itself. */
      readonly brief?: boolean;
      readonly seed?: string;
      readonly file: string;
      /** What the scenario proves, in prose. */
      readonly about?: string;
      readonly topology: string;
      readonly configuration: string;
      readonly sha256: string;
      /** Its text, unless it is very long; absent in older traces. */
      readonly configurationText?: string;
      readonly ros: string;
    }
  | {
      readonly type: 'lab-up';
      readonly durationMs: number;
      readonly networks: readonly { readonly name: string; readonly subnet?: string }[];
      readonly nodes: readonly NodeRow[];
    }
  | { readonly type: 'lab-down'; readonly durationMs: number }
  | { readonly type: 'router-notes'; readonly notes: readonly string[] }
  /** The steps to come, where they are known before they begin: in a run that waits before each. */
  | { readonly type: 'planned-steps'; readonly titles: readonly string[]; readonly whole: boolean }
  | {
      /** Somebody acted between the steps: what is seen from here on is no longer the scenario's doing alone. */
      readonly type: 'by-hand';
      readonly what: 'advance' | 'command' | 'router' | 'console';
      readonly host: string;
      readonly text: string;
    }
  | { readonly type: 'step-started'; readonly title: string }
  | {
      readonly type: 'step-finished';
      readonly title: string;
      readonly status: Status;
      readonly expected?: string;
      readonly observed?: string;
      readonly evidence?: string;
      readonly durationMs: number;
    }
  | {
      readonly type: 'command';
      readonly host: string;
      readonly command: string;
      readonly exitCode: number | null;
      readonly durationMs: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly artifact?: string;
    }
  | {
      readonly type: 'port-states';
      readonly from: string;
      readonly target: string;
      readonly address: string;
      readonly profile: string;
      readonly durationMs: number;
      readonly ports: readonly PortState[] /** Ports not listed one by one, by state: nmap's "Not shown". */;
      readonly others: readonly {
        readonly state: string;
        readonly count: number;
      }[] /** Why `filtered` may be believed. */;
      readonly control?: string;
      readonly artifact?: string;
    }
  | {
      /** A few ports tried by hand, quicker and quieter than a scan. */
      readonly type: 'look';
      readonly from: string;
      readonly target: string;
      readonly address: string;
      readonly ports: readonly PortState[];
      readonly durationMs: number;
    }
  | {
      readonly type: 'knock';
      readonly from: string;
      readonly target: string;
      readonly sequence: readonly string[];
      readonly gapMs: number;
      readonly client: string;
      readonly durationMs: number;
      /** How far it got, as the router's counters and lists show it. */
      readonly progress?: string;
    }
  | {
      /** Packets that claimed to come from elsewhere. */
      readonly type: 'forged';
      readonly from: string;
      readonly target: string;
      /** The first ten of them. */
      readonly sources: readonly string[];
      readonly sent: number;
      readonly durationMs: number;
    }
  | {
      readonly type: 'ping';
      readonly from: string;
      readonly target: string;
      readonly sent: number;
      readonly received: number;
      readonly durationMs: number;
    }
  | {
      readonly type: 'connect';
      readonly from: string;
      readonly target: string;
      readonly port: number;
      readonly outcome: 'connected' | 'refused' | 'timeout' | 'unreachable';
      readonly banner?: string;
      readonly durationMs: number;
    }
  | {
      readonly type: 'http';
      readonly from: string;
      readonly url: string;
      readonly status?: number;
      readonly outcome: string;
      readonly durationMs: number;
    }
  | { readonly type: 'rules'; readonly rules: readonly RuleRow[] }
  /** With `run --coverage`: what packets made of every rule, and how often entries of lists have ended by themselves. */
  | {
      readonly type: 'coverage';
      readonly rules: readonly CoverageRow[];
      readonly expired: readonly { readonly family: 'ip' | 'ipv6'; readonly list: string; readonly times: number }[];
    }
  | { readonly type: 'address-lists'; readonly entries: readonly AddressListRow[] }
  | {
      readonly type: 'log';
      readonly lines: readonly { readonly time: string; readonly topics: string; readonly message: string }[];
    }
  | {
      readonly type: 'telegram';
      readonly method: string;
      readonly chat?: string;
      readonly text?: string;
      readonly httpStatus: number;
      readonly description?: string;
      readonly bot: string;
      readonly declared: boolean;
      /** When it arrived, in milliseconds since the run began: `at` is when the harness read of it. Absent in older traces. */
      readonly receivedAt?: number;
    }
  | {
      readonly type: 'clock-advanced';
      readonly by: string;
      readonly from: string;
      readonly to: string;
      /** The real time that it took. Absent in older traces. */
      readonly durationMs?: number;
    }
  /** The schedulers after a step in which one has run. */
  | { readonly type: 'scheduler'; readonly entries: readonly SchedulerRow[] }
  | {
      /** What a capture shows of who asked whom. */
      readonly type: 'packets';
      readonly host: string;
      readonly interface: string;
      readonly rows: readonly PacketsRow[];
      /** Further askings that are in the capture alone. */
      readonly left: number;
    }
  /** In a run that waits before each step: packets as they pass. */
  | { readonly type: 'flights'; readonly rows: readonly FlightRow[] }
  | {
      readonly type: 'capture';
      readonly host: string;
      readonly interface: string;
      readonly packets: number;
      readonly artifact: string;
    }
  | { readonly type: 'export'; readonly when: 'before' | 'after'; readonly text: string; readonly artifact: string }
  | {
      readonly type: 'indicator';
      readonly number: number;
      readonly name: string;
      readonly paper: string;
      readonly observed: string;
      readonly status: 'reproduced' | 'reproduced with a correction' | 'not reproduced';
    }
  | {
      readonly type: 'attack';
      /** Its id in the catalogue: `sequential-scan`. */
      readonly attack: string;
      readonly family: string;
      readonly title: string;
      /** What was attacked: `akbar-mum/published`. */
      readonly system: string;
      readonly outcome: AttackOutcome;
      /** Anything else, but for `not applicable`, fails the step. */
      readonly expected: AttackOutcome;
      readonly evidence: string;
      /** Why no packet filter can hold against it. */
      readonly inherent?: string;
    }
  | {
      /** A door's life as somebody saw it: each change, and the first and the last look. */
      readonly type: 'door';
      /** `attacker → router 22/tcp`, `knock_ports1 holds attacker` */
      readonly door: string;
      readonly looks: readonly {
        /** Milliseconds of the router's time since the first look. */
        readonly afterMs: number;
        readonly open: boolean;
      }[];
    }
  | { readonly type: 'finding'; readonly name: string; readonly text: string }
  | {
      readonly type: 'scenario-finished';
      readonly status: Status;
      readonly durationMs: number /** For status `error`: what stopped the harness. */;
      readonly error?: {
        readonly code: string;
        readonly message: string;
        readonly remedy?: string;
        readonly evidence?: string;
      };
    }
  | {
      readonly type: 'run-finished';
      readonly durationMs: number;
      readonly exitCode: number;
      readonly counts: Readonly<Record<Status, number>>;
    };

export type TraceEvent = EventHead & EventBody;
export type EventOf<Type extends EventBody['type']> = EventHead & Extract<EventBody, { type: Type }>;
