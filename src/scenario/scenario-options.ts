import type { Lab } from '../lab/lab.ts';
import type { Router } from '../router/router.ts';
import type { Attempt } from './attempt.ts';
import type { Indicator } from './indicator.ts';
import type { ScenarioClock } from './scenario-clock.ts';
import type { ScenarioHost } from './scenario-host.ts';
import type { ScenarioRouter } from './scenario-router.ts';
import type { ScenarioTelegram, TelegramOptions } from './scenario-telegram.ts';
import type { Step } from './step-runner.ts';

/** What a scenario says about itself and needs. */
export interface ScenarioOptions {
  /** What it proves, in prose. */
  readonly about: string;
  /** The publication it reproduces: `husain-2023`. */
  readonly seed?: string;
  /** A name in `lab/topologies/`, or a path. */
  readonly topology: string;
  /** The configuration under test: a name in `lab/router/`, or a path. */
  readonly router: string;
  /** Default: what the configuration's header says, otherwise 7. */
  readonly ros?: '6.49' | '7';
  /** The router's date and time before the first step, `2023-07-20T20:43:00`. */
  readonly startAt?: string;
  /** The bot and the chats that may be written to; a call to any other fails the step. */
  readonly telegram?: TelegramOptions;
  /** Hosts whose packets are kept from the first step to the last: `attacker`, `router/ether1`. */
  readonly capture?: readonly string[];
}

/** The hosts of the topology `paper`. */
export type PaperHost = 'attacker' | 'admin' | 'client' | 'isp' | 'accessPoint';

interface Fixtures {
  readonly step: Step;
  readonly indicator: Indicator;
  /** One attack and what came of it; `withstand` makes them for a whole system. */
  readonly attempt: Attempt;
  /** Something the scenario found that nobody asked for; it stands in the report. */
  readonly finding: (name: string, text: string) => void;
  readonly router: ScenarioRouter;
  readonly telegram: ScenarioTelegram;
  readonly clock: ScenarioClock;
  /** Another RouterOS, on a host of the topology, with a configuration from `lab/router/`. */
  readonly routerOn: (host: string, configuration: string) => Promise<Router>;
  readonly lab: Lab;
  /** Every host by name, as in the topology and in camelCase. */
  readonly hosts: Readonly<Record<string, ScenarioHost>>;
}

/** What a scenario's body works with: the fixtures, and each host by its own name. */
export type ScenarioContext<HostName extends string = PaperHost> = Fixtures & Readonly<Record<HostName, ScenarioHost>>;

export type ScenarioBody<HostName extends string = PaperHost> = (context: ScenarioContext<HostName>) => Promise<void>;
