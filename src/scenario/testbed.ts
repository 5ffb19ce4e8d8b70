import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Source } from '../core/source.ts';
import { attachLab, type Fabric, startLab } from '../lab/fabrics/fabric.ts';
import type { Lab } from '../lab/lab.ts';
import { findTopology, readTopology } from '../lab/topology/read-topology.ts';
import type { Topology } from '../lab/topology/topology.ts';
import type { RouterClock } from '../router/clock.ts';
import { filesOfMachine } from '../router/drivers/chr/cache-folder.ts';
import { attachChr, type ChrOptions, type StartedChr, startChr } from '../router/drivers/chr/chr.ts';
import { managementSshPort } from '../router/drivers/chr/management.ts';
import type { StartedRouter } from '../router/drivers/started-router.ts';
import { attachTwin, startTwin, twinConsole } from '../router/drivers/twin.ts';
import type { Router } from '../router/router.ts';
import type { CoverageReading } from '../router/rule-coverage.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { EventOf } from '../trace/events.ts';
import { readConfiguration } from './configuration.ts';
import type { RouterConsole } from './gate/gate.ts';
import { type DeviceOptions, startDevice } from './lab-device.ts';
import { labUpBody } from './lab-up.ts';
import { projectFolders } from './project-root.ts';
import { attachTelegram, startTelegram } from './telegram-mock.ts';

export interface TestbedOptions {
  /** A name in `lab/topologies/` of the project, or a path. */
  readonly topology: string;
  /** The folder of the project. */
  readonly root: string;
  /** What the router is configured with; without it, it stays as delivered, and hosts get no addresses from it. */
  readonly configuration: Source | undefined;
  readonly ros: string;
  readonly clock: 'virtual' | 'real';
  /** Where the lab lives. */
  readonly fabric: Fabric;
  /** Is it counted what each condition of a firewall rule turns away? The twin's rules only. */
  readonly measured?: boolean;
  /** The router is a CHR in QEMU, not the twin. */
  readonly chr?: Pick<ChrOptions, 'image' | 'evidenceFolder' | 'demandedRos' | 'snapshots'>;
  /** The router is somebody's own, put in the place of the lab's. */
  readonly device?: DeviceOptions;
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
  /** What packets made of the router's rules until now; absent where nobody measures it. */
  readonly coverage?: () => Promise<CoverageReading>;
  /** Does the router's kernel tell what becomes of a packet, rule by rule? The twin's only. */
  readonly tellsPackets: boolean;
  /** How long a ping's answer is waited for; undefined: as long as anywhere. */
  readonly pingPatienceMs?: number;
  /** The router's own console; undefined for a device, which its owner has a console of. */
  console(): Promise<RouterConsole | undefined>;
  /** Starts another router on a host of the lab, with a configuration of its own. */
  startRouter(host: string, configuration: Source): Promise<Router>;
  /** Lets go of it without taking it down. */
  leave(): Promise<void>;
}

/** Builds a lab and makes it ready. When any part fails, nothing of it is left. */
export async function openTestbed(options: TestbedOptions): Promise<Testbed> {
  const startedAt = performance.now();
  const topology = await topologyOf(options);
  const { name, keep, chr } = options;
  const lab = await startLab(options.fabric, topology, {
    name,
    keep,
    ...(chr && { machine: filesOfMachine(chr.image, chr) }),
  });
  try {
    return await makeReady(lab, options, startedAt);
  } catch (error) {
    await lab.down();
    throw error;
  }
}

async function makeReady(lab: Lab, options: TestbedOptions, startedAt: number): Promise<Testbed> {
  const [twin, telegram] = await both(startRouter(lab, options), startTelegram(lab));
  try {
    writeNote(lab, { clock: options.clock, ...('password' in twin ? { chrPassword: twin.password } : {}) });
    const notes = await twin.notes();
    const durationMs = Math.round(performance.now() - startedAt);
    return testbed({ lab, twin, telegram, notes, durationMs, configuration: options.configuration });
  } catch (error) {
    await release(twin);
    throw error;
  }
}

/** As its file has it now: a project's own, or one that comes with knocklab. */
export async function topologyOf({ topology, root }: Pick<TestbedOptions, 'topology' | 'root'>): Promise<Topology> {
  const [own = '', ours = own] = projectFolders(root, 'lab', 'topologies');
  return await readTopology(await findTopology(topology, existsSync(join(own, `${topology}.yaml`)) ? own : ours));
}

async function startRouter(lab: Lab, options: TestbedOptions): Promise<StartedRouter | StartedChr> {
  const twin = await bootRouter(lab, options);
  try {
    await configure(lab, twin.router, options);
    return twin;
  } catch (error) {
    await release(twin);
    throw error;
  }
}

/** The router configured and, by it or by the isp, the hosts addressed. */
export async function configure(lab: Lab, router: Router, { configuration, root }: TestbedOptions): Promise<void> {
  if (configuration === undefined) return;
  const { before } = lab.topology.router;
  if (before !== undefined) await router.importConfig(await readConfiguration(before, root));
  await router.importConfig(configuration);
  await Promise.all([lab.leaseAddresses(), untilLeased(router)]);
}

/** Lets go of it as it was found. */
export async function release(router: StartedRouter): Promise<void> {
  try {
    await router.giveBack?.();
  } finally {
    await router[Symbol.asyncDispose]();
  }
}

async function bootRouter(lab: Lab, options: TestbedOptions): Promise<StartedRouter | StartedChr> {
  const { ros, clock, chr, device, configuration, measured = false } = options;
  const { unplugged } = lab.topology.router;
  if (device !== undefined && configuration !== undefined) return await startDevice(lab, device, configuration);
  const bootOptions = { ros, clock, measured, unplugged, trust: `${lab.insideDirectory}/ca.pem` };
  if (chr === undefined) return await startTwin(lab.router, bootOptions);
  const nics = Object.values(lab.topology.router.interfaces);
  return await startChr(lab.router, { ...chr, nics, ros, labName: lab.name });
}

const leaseTimeoutMs = 3000;

/**
 * Until the router's own DHCP clients have their leases. A configuration may ask where nobody answers: that is its own
 * affair, and shows in `/ip dhcp-client print`.
 */
async function untilLeased(router: Router): Promise<void> {
  const end = performance.now() + leaseTimeoutMs;
  while (performance.now() < end) {
    const clients = await router.print('/ip/dhcp-client', { proplist: ['disabled', 'status'] });
    if (clients.every(({ disabled, status }) => disabled === 'true' || status === 'bound')) return;
    await pause(20);
  }
}

/** The Bot API comes up beside the router; when either fails, the other is let go before the lab is. */
async function both<Started extends StartedRouter, Other>(
  router: Promise<Started>,
  other: Promise<Other>,
): Promise<[router: Started, other: Other]> {
  const [first, second] = await Promise.allSettled([router, other]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'fulfilled') return [first.value, second.value];
  await release(first.value);
  throw second.reason;
}

/** The testbed of a lab that was left running, by the lab's name. */
export async function attachTestbed(name: string): Promise<Testbed> {
  const lab = await attachLab(name);
  const { chrPassword, clock } = readNote(lab);
  const isTwin = chrPassword === undefined;
  const twin = isTwin ? await attachTwin(lab.router, { clock }) : await attachChr(lab.router, chrPassword);
  return testbed({ lab, twin, telegram: attachTelegram(lab), notes: await twin.notes(), durationMs: 0 });
}

interface TestbedParts extends Pick<Testbed, 'lab' | 'telegram' | 'notes'> {
  readonly twin: StartedRouter | StartedChr;
  readonly durationMs: number;
  /** What the router was given. */
  readonly configuration?: Source | undefined;
}

/** A testbed of parts that are ready. */
export function testbed({ lab, twin, telegram, notes, durationMs, configuration }: TestbedParts): Testbed {
  const others: StartedRouter[] = [];
  const letGo = async (): Promise<void> => {
    for (const router of [twin, ...others]) await router[Symbol.asyncDispose]();
  };
  return {
    lab,
    router: twin.router,
    clock: twin.clock,
    telegram,
    notes,
    labUp: { type: 'lab-up', durationMs, ...labUpBody(lab) },
    ...(twin.coverage && { coverage: twin.coverage }),
    tellsPackets: isTwin(twin),
    ...(isTwin(twin) && isKernels(configuration) && { pingPatienceMs: kernelPatienceMs }),
    console: async () => await consoleOf(lab, twin),
    startRouter: async (host, configuration) => {
      const other = await startTwin(lab.host(host), { ros: '7', clock: 'real' });
      others.push(other);
      await other.router.importConfig(configuration);
      return other.router;
    },
    leave: async () => {
      await letGo();
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await twin.giveBack?.();
      } finally {
        await letGo();
        await lab.down();
      }
    },
  };
}

/** In a lab with the twin one kernel asks and answers, within a millisecond; the rest is for a busy machine. */
const kernelPatienceMs = 400;

/** What looks at more than one packet, the twin's own process decides: that may take its time. */
const isKernels = (configuration: Source | undefined): boolean =>
  configuration !== undefined && !/\b(?:psd|layer7-protocol|tls-host)=/.test(configuration.text);

const isTwin = (router: StartedRouter | StartedChr): boolean => !('giveBack' in router || 'password' in router);

async function consoleOf(lab: Lab, router: StartedRouter | StartedChr): Promise<RouterConsole | undefined> {
  if ('giveBack' in router) return undefined;
  if (!('password' in router)) return { path: await lab.router.reach(`@${twinConsole}`) };
  return { path: await lab.router.reach(managementSshPort), password: router.password };
}

/** What a later process has to know to go on with this lab. It lies in the lab and ends with it. */
interface TestbedNote {
  readonly clock: 'virtual' | 'real';
  /** Of a CHR: made up for this boot, and of use only within the lab. */
  readonly chrPassword?: string;
}

function writeNote(lab: Lab, note: TestbedNote): void {
  writeFileSync(join(lab.directory, 'testbed.json'), JSON.stringify(note));
}

function readNote(lab: Lab): TestbedNote {
  const note: Partial<TestbedNote> = JSON.parse(readFileSync(join(lab.directory, 'testbed.json'), 'utf8'));
  const { clock, chrPassword } = note;
  return { clock: clock === 'real' ? 'real' : 'virtual', ...(chrPassword === undefined ? {} : { chrPassword }) };
}
