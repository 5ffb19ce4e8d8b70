import { KnocklabError } from '../core/errors.ts';
import type { Router } from '../router/router.ts';
import { createAttempt } from './attempt.ts';
import { type Captures, startCaptures } from './captures.ts';
import { readConfiguration } from './configuration.ts';
import { createCoverageObserver } from './coverage-observer.ts';
import { createHand, type Hand } from './gate/hand.ts';
import { createIndicator } from './indicator.ts';
import { createReachability } from './reachability.ts';
import { createRouterObserver } from './router-observer.ts';
import { createScenarioClock, type ScenarioClock } from './scenario-clock.ts';
import { type HostSurroundings, ScenarioHost } from './scenario-host.ts';
import type { ScenarioContext, ScenarioOptions } from './scenario-options.ts';
import { ScenarioRouter } from './scenario-router.ts';
import { ScenarioTelegram } from './scenario-telegram.ts';
import type { StepRunner } from './step-runner.ts';
import type { Testbed } from './testbed.ts';
import type { Tracer } from './tracer.ts';

export interface FixtureOptions {
  readonly testbed: Testbed;
  readonly options: ScenarioOptions;
  readonly tracer: Tracer;
  readonly steps: StepRunner;
  /** The folder of the project. */
  readonly root: string;
  /** Nobody reads the trace. */
  readonly untold: boolean;
}

/** A lab made ready for one scenario. */
export interface ScenarioFixtures {
  readonly context: ScenarioContext<string>;
  readonly clock: ScenarioClock;
  /** For whoever holds the gate. */
  readonly hand: Hand;
  /** Before the first step: the clock, the bot, the captures, and what the router looks like. */
  begin(): Promise<void>;
  /** After a step: what has changed on the router and what reached Telegram. Throws what the router must not do. */
  look(): Promise<void>;
  /** After the last step. */
  end(): Promise<void>;
}

export function createFixtures({ testbed, options, tracer, steps, root, untold }: FixtureOptions): ScenarioFixtures {
  const { emit } = tracer;
  const { witness } = steps;
  const telegram = new ScenarioTelegram(testbed.telegram, tracer, witness);
  const clock = createScenarioClock(testbed.clock, emit, () => telegram.refresh());
  const router = new ScenarioRouter(testbed.router, testbed.lab.router, {
    witness,
    clock,
    emit,
    reachability: (wanted) => createReachability({ testbed, clock, witness, options, root }, wanted),
  });
  const observe = untold ? async () => undefined : createRouterObserver(testbed.router, emit);
  const saveExport = untold ? async () => undefined : createExportSaver(testbed, tracer);
  const measure = createCoverageObserver(testbed.coverage, emit);
  const { pingPatienceMs } = testbed;
  const afterwards = (): Promise<void> => telegram.refresh();
  const hosts = createHosts(testbed, { router, clock, tracer, witness, pingPatienceMs, afterwards });
  const fixtures = {
    step: steps.step,
    indicator: createIndicator(steps, emit),
    attempt: createAttempt(steps, emit),
    router,
    telegram,
    clock,
    hosts,
  };
  const finding = (name: string, text: string): void => emit({ type: 'finding', name, text });
  const routerOn = async (host: string, configuration: string): Promise<Router> =>
    await testbed.startRouter(host, await readConfiguration(configuration, root));
  let captures: Captures | undefined;
  const look = async (quietly: boolean): Promise<void> => {
    await telegram.refresh();
    await Promise.all([observe(quietly), clock.now()]);
    await measure();
  };
  return {
    context: withHosts({ ...fixtures, finding, routerOn, lab: testbed.lab }, hosts),
    clock,
    hand: createHand({ clock, hosts, router, emit, look }),
    begin: async () => {
      await clock.now();
      if (testbed.notes.length > 0) emit({ type: 'router-notes', notes: testbed.notes });
      await declareBot(testbed, options);
      if (options.startAt !== undefined) await clock.set(options.startAt);
      await saveExport('before');
      await observe();
      await measure();
      captures = await startCaptures(testbed.lab, options.capture ?? [], tracer);
    },
    look: async () => {
      await look(false);
      telegram.judge();
    },
    end: async () => {
      await captures?.stop();
      await saveExport('after');
    },
  };
}

function createHosts({ lab }: Testbed, surroundings: HostSurroundings): Record<string, ScenarioHost> {
  const hosts: Record<string, ScenarioHost> = {};
  for (const [name, host] of lab.hosts) {
    if (name === lab.router.name) continue;
    const scenarioHost = new ScenarioHost(host, surroundings);
    hosts[name] = scenarioHost;
    hosts[camelCase(name)] = scenarioHost;
  }
  return hosts;
}

/** `access-point` → `accessPoint` */
function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Hosts beside the fixtures. A name that is neither is a mistake of the scenario, not an undefined host. */
function withHosts(
  fixtures: Omit<ScenarioContext<never>, never>,
  hosts: Readonly<Record<string, ScenarioHost>>,
): ScenarioContext<string> {
  const known = { ...hosts, ...fixtures };
  return new Proxy(known as ScenarioContext<string>, {
    get: (target, name) => {
      if (typeof name !== 'string' || name in target) return Reflect.get(target, name);
      throw new KnocklabError('input/unknown-host', `the topology has no host "${name}"`, {
        evidence: `hosts: ${Object.keys(hosts).join(', ')}`,
      });
    },
  });
}

async function declareBot({ telegram }: Testbed, { telegram: bot }: ScenarioOptions): Promise<void> {
  if (bot === undefined) return;
  if (telegram === undefined) {
    throw new KnocklabError(
      'input/no-telegram',
      'the scenario has a Telegram bot, but the topology nobody who answers',
      {
        remedy: 'Give the topology an `isp` with a DNS entry for api.telegram.org.',
      },
    );
  }
  await telegram.declare({ ...bot, name: 'lab' });
}

function createExportSaver({ router }: Testbed, tracer: Tracer): (when: 'before' | 'after') => Promise<void> {
  return async (when) => {
    const text = await router.export();
    const artifact = await tracer.saveArtifact(`export-${when}.rsc`, text);
    tracer.emit({ type: 'export', when, text, artifact });
  };
}
