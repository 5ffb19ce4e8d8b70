import type { ScenarioHost, Target } from '../scenario/scenario-host.ts';
import type { ScenarioContext } from '../scenario/scenario-options.ts';
import type { AttackOutcome } from '../trace/events.ts';

type AttackFamily =
  | 'scan'
  | 'knock'
  | 'search'
  | 'replay'
  | 'spoofing'
  | 'time'
  | 'load'
  | 'login'
  | 'side door'
  | 'alert';

/** A service behind a knock, as the one who attacks it and the one who runs it know it. */
export interface GuardedSystem {
  /** `akbar-mum/published` */
  readonly name: string;
  /** Where the guarded ports are: the router unless given. */
  readonly target?: Target;
  /** TCP ports that nobody may reach without the knock. At least one of them has somebody who answers. */
  readonly guarded: readonly number[];
  /** Whether ping, too, is answered only after the knock. */
  readonly guardsPing?: boolean;
  /** Knows nothing. */
  readonly attacker: ScenarioHost;
  /** Knows the knock, and must get in with it whatever an attacker does. */
  readonly administrator: ScenarioHost;
  /** Lives beside the attacker and has nothing to do with it; the one whose address is abused. */
  readonly bystander?: ScenarioHost;
  /** What a knock is made of, where it is a static sequence of ports that a scan could meet: `['1000/tcp', '1500/tcp']`. */
  readonly sequence?: readonly string[];
  /** There is no knock: the administrator is let in as he is. */
  readonly knockless?: boolean;
  /** Opens for a host that knows the secret: knocks with `sequence` unless given. */
  readonly open?: (from: ScenarioHost) => Promise<void>;
  /** Between two knocks, in ms; 5 unless given. */
  readonly gapMs?: number;
  /** How long a stage is remembered, and how long the door stays open: RouterOS durations. */
  readonly stageTimeout?: string;
  readonly openTimeout?: string;
  /** Address lists of the stages in order, of those let in, and of those shut out. */
  readonly lists?: {
    readonly stages: readonly string[];
    readonly allowed: readonly string[];
    readonly banned?: readonly string[];
  };
  /** A port whose touch shuts the toucher out. */
  readonly trap?: number;
  /** What the administrator's phone shows after an attack, and within which time. */
  readonly alert?: {
    readonly text: RegExp;
    readonly within: string;
    /** What sets it off, where it is not a touch of the trap. */
    readonly provoke?: (attacker: ScenarioHost) => Promise<void>;
  };
  /** How long each of two tries of a guarded port is waited for: longer where a knock is judged by a program that has to wake up. */
  readonly patienceMs?: number;
  /** The knock is worth nothing a second time. */
  readonly oneTime?: boolean;
  /** What else the network leads to, for those who look for a side door. */
  readonly sideDoors?: SideDoors;
  /** As it was before the first attack: RouterOS's dynamic entries and connections are removed unless given. */
  readonly reset?: () => Promise<void>;
}

interface SideDoors {
  /** The target's IPv6 address, as the attacker reaches it. */
  readonly ipv6?: string;
  /** A host behind the router, and a TCP port on it that an attacker may not reach; the attack serves it. */
  readonly behind?: { readonly host: ScenarioHost; readonly port: number };
}

export interface AttackResult {
  readonly outcome: AttackOutcome;
  /** What was seen, in one sentence with the figures: for the cell of the table. */
  readonly evidence: string;
}

/** What an attack has at hand. */
export interface Scene {
  readonly context: ScenarioContext<never>;
  readonly system: GuardedSystem;
  /** How an attacker knocks: as quickly as the administrator, and without asking the router about it. */
  readonly quick: { readonly gap: number; readonly progress: false };
  /** The guarded ports that a host can open a connection to at this moment. */
  readonly openTo: (host: ScenarioHost) => Promise<readonly number[]>;
  /** The administrator's way in. */
  readonly openFor: (host: ScenarioHost) => Promise<void>;
  /** Makes the system as it was before the attack. */
  readonly forget: () => Promise<void>;
}

interface Inherent {
  readonly reason: string;
  /** It is so for a static sequence only. */
  readonly unlessOneTime?: boolean;
  /** Of which systems it is true; of all unless given. */
  readonly where?: (system: GuardedSystem) => boolean;
}

/** One way of getting in, or of keeping others out. */
export interface Attack {
  /** `sequential-scan`; stays the same for good: results.json has it. */
  readonly id: string;
  readonly family: AttackFamily;
  /** `nmap -r: every port in ascending order` */
  readonly title: string;
  /** What the attacker wants. */
  readonly tries: string;
  /** With what: the tool and its arguments. */
  readonly how: string;
  /** What it means to hold. */
  readonly holding: string;
  /** Why no packet filter can hold against it. */
  readonly inherent?: Inherent;
  /** Why it says nothing about this system; undefined: it does. */
  readonly notApplicable?: (system: GuardedSystem) => string | undefined;
  readonly run: (scene: Scene) => Promise<AttackResult>;
}

export function holds(evidence: string): AttackResult {
  return { outcome: 'holds', evidence };
}

export function givesWay(evidence: string): AttackResult {
  return { outcome: 'gives way', evidence };
}
