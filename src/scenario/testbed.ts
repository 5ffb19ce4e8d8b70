import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../core/source.ts';
import { attachLab } from '../lab/fabrics/netns/attach-lab.ts';
import { startLab } from '../lab/fabrics/netns/start-lab.ts';
import type { Lab } from '../lab/lab.ts';
import { findTopology, readTopology } from '../lab/topology/read-topology.ts';
import type { RouterClock } from '../router/clock.ts';
import type { StartedRouter } from '../router/drivers/started-router.ts';
import { attachTwin, startTwin } from '../router/drivers/twin.ts';
import type { Router } from '../router/router.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { EventOf } from '../trace/events.ts';
import { labUpBody } from './lab-up.ts';
import { attachTelegram, startTelegram } from './telegram-mock.ts';

export interface TestbedOptions {
  /** A name in `lab/topologies/` of the project, or a path. */
  readonly topology: string;
  /** The folder of the project. */
  readonly root: string;
  /** What the router is configured with; without it, it stays as delivered: empty. */
  readonly configuration: Source | undefined;
  readonly ros: string;
  readonly clock: 'virtual' | 'real';
  /** What the lab is called. */
  readonly name: string;
  /** The lab may outlive this process. */
  readonly keep: boolean;
}

/** A lab with its router configured, its hosts addressed and its Bot API listening. Disposing it takes it all down. */
export interface Testbed extends AsyncDisposable {
  readonly lab: Lab;
  readonly router: Router;
  readonly clock: RouterClock;
  /** Undefined when nobody in the topology answers for api.telegram.org. */
  readonly telegram: TelegramClient | undefined;
  /** What the router says about itself that a reader of the report has to know. */
  readonly notes: readonly string[];
  readonly labUp: Omit<EventOf<'lab-up'>, 'at'>;
  /** Lets go of it without taking it down. */
  leave(): Promise<void>;
}

/** Builds a lab and makes it ready. When any part fails, nothing of it is left. */
export async function openTestbed(options: TestbedOptions): Promise<Testbed> {
  const startedAt = performance.now();
  const topology = await readTopology(await findTopology(options.topology, join(options.root, 'lab', 'topologies')));
  const lab = await startLab(topology, { name: options.name, keep: options.keep });
  try {
    const [twin, telegram] = await startPrograms(lab, options);
    if (options.configuration !== undefined) await twin.router.importConfig(options.configuration);
    await lab.leaseAddresses();
    writeNote(lab, { clock: options.clock });
    return testbed(lab, twin, telegram, Math.round(performance.now() - startedAt));
  } catch (error) {
    await lab.down();
    throw error;
  }
}

/** The testbed of a lab that was left running, by the lab's name. */
export async function attachTestbed(name: string): Promise<Testbed> {
  const lab = await attachLab(name);
  const twin = await attachTwin(lab.router, readNote(lab));
  return testbed(lab, twin, attachTelegram(lab), 0);
}

/** The router and the Bot API come up side by side; when one fails, the other is not left half started. */
async function startPrograms(
  lab: Lab,
  { ros, clock }: TestbedOptions,
): Promise<[StartedRouter, TelegramClient | undefined]> {
  const trust = `${lab.insideDirectory}/ca.pem`;
  const [twin, telegram] = await Promise.allSettled([startTwin(lab.router, { ros, clock, trust }), startTelegram(lab)]);
  if (twin.status === 'rejected') throw twin.reason;
  if (telegram.status === 'fulfilled') return [twin.value, telegram.value];
  await twin.value[Symbol.asyncDispose]();
  throw telegram.reason;
}

function testbed(lab: Lab, twin: StartedRouter, telegram: TelegramClient | undefined, durationMs: number): Testbed {
  return {
    lab,
    router: twin.router,
    clock: twin.clock,
    telegram,
    notes: [],
    labUp: { type: 'lab-up', durationMs, ...labUpBody(lab) },
    leave: async () => {
      await twin[Symbol.asyncDispose]();
    },
    [Symbol.asyncDispose]: async () => {
      await twin[Symbol.asyncDispose]();
      await lab.down();
    },
  };
}

/** What a later process has to know to go on with this lab. It lies in the lab and ends with it. */
interface TestbedNote {
  readonly clock: 'virtual' | 'real';
}

function writeNote(lab: Lab, note: TestbedNote): void {
  writeFileSync(join(lab.directory, 'testbed.json'), JSON.stringify(note));
}

function readNote(lab: Lab): TestbedNote {
  const { clock }: Partial<TestbedNote> = JSON.parse(readFileSync(join(lab.directory, 'testbed.json'), 'utf8'));
  return { clock: clock === 'real' ? 'real' : 'virtual' };
}
