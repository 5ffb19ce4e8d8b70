import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import { connectApi } from '../../api-client.ts';
import type { ApiConnection } from '../../api-connection.ts';
import { createRealClock } from '../../real-clock.ts';
import { Router } from '../../router.ts';
import type { StartedRouter } from '../started-router.ts';
import { type Accelerator, chooseAccelerator } from './accelerator.ts';
import { cacheFolder, disksFolder, snapshotsFolder } from './cache-folder.ts';
import { findImage, type MachineImage } from './image.ts';
import type { MachineOptions } from './machine.ts';
import { ManagedRouter } from './managed-router.ts';
import { managementComment, managementPort, managementSshPort } from './management.ts';
import { type Nic, plugNics } from './plug-nics.ts';
import { type ReadyGuest, readyGuest } from './ready-guest.ts';
import { guardManagement } from './settle-router.ts';
import { runOverSsh } from './ssh-access.ts';
import { takeOutDisk } from './take-out-disk.ts';

export interface ChrOptions {
  /** A disk, a .zip or .tar with one, or a folder of lab/images/stand-in. */
  readonly image: string;
  /** The topology's interfaces of the router, in its order. */
  readonly nics: readonly Nic[];
  /** Where the serial log is kept; it outlives the lab. */
  readonly evidenceFolder: string;
  /** Its file is called after it. */
  readonly labName: string;
  /** What a stand-in is to play, 7 when nothing is said. A disk is what it is. */
  readonly ros?: string;
  /** Another one than that is an error. */
  readonly demandedRos?: string;
  /** Go on from a snapshot where there is one, and make one where there is none. */
  readonly snapshots?: boolean;
  /** Without it, the better one by trial. */
  readonly accelerator?: Accelerator;
  readonly memoryMb?: number;
  /** From QEMU's start to the login prompt. */
  readonly bootTimeoutMs?: number;
  /** The same for the first of two boots. */
  readonly firstBootTimeoutMs?: number;
  /** Told of a boot that hung, before the next one. */
  readonly onHang?: (lastSeen: KnocklabError) => void;
}

export interface StartedChr extends StartedRouter {
  readonly password: string;
  /** It was not booted, but went on from a snapshot. */
  readonly isRestored: boolean;
}

/** MikroTik's formula for a router of few interfaces, and room for the stand-in's file system. */
const memoryOf = ({ kind }: MachineImage): number => (kind === 'kernel' ? 1024 : 512);

/** Boots a CHR on the router's host, gives it a password and the topology's names, and connects to it. */
export async function startChr(host: Host, options: ChrOptions): Promise<StartedChr> {
  const image = await takeOutDisk(findImage(options.image), disksFolder());
  const folder = `/run/knocklab/${host.name}`;
  const { nics, ros = '7', memoryMb = memoryOf(image), evidenceFolder, labName } = options;
  mkdirSync(evidenceFolder, { recursive: true });
  await host.exec(['mkdir', '-p', folder]);
  const accelerator =
    options.accelerator ?? (await chooseAccelerator(host, folder, join(cacheFolder(), 'accelerator.json')));
  await plugNics(host, nics);
  const machine: MachineOptions = { image, nics, accelerator, memoryMb, ros, folder };
  const serialLog = join(evidenceFolder, `${labName}-serial.log`);
  const guest = await readyGuest(host, {
    ...options,
    machine,
    serialLog,
    password: randomBytes(12).toString('hex'),
    warmUp: async (password) => await warmUp(host, password),
    snapshotRoot: options.snapshots === true ? snapshotsFolder() : undefined,
  });
  try {
    return await connectTo(host, guest, accelerator, options);
  } catch (error) {
    await guest.console[Symbol.asyncDispose]();
    throw error;
  }
}

async function warmUp(host: Host, password: string): Promise<void> {
  await using api = await connect(host, password);
  const version = await new Router(api, host.name).version();
  if (isSix(version)) await runOverSsh({ path: await host.reach(managementSshPort), password }, ':put ready');
}

const isSix = (version: string): boolean => version.startsWith('6.');

async function connectTo(
  host: Host,
  { console, password, management, isRestored }: ReadyGuest,
  accelerator: Accelerator,
  { demandedRos, image }: ChrOptions,
): Promise<StartedChr> {
  const api = await connect(host, password);
  const router = managedRouter(api, host, password, async () => await guardManagement(console, management));
  const version = await router.version();
  checkVersion(version, demandedRos, image);
  const clock = createRealClock(router);
  // A machine that went on from a snapshot goes on with its time, too.
  if (isRestored) await clock.set(new Date().toISOString().slice(0, 19));
  const note =
    `The router is RouterOS ${version}, in QEMU with ${accelerator}. Management goes over ${management} and one accept rule of ` +
    `chain input ("${managementComment}"), which is no rule of the configuration.`;
  return {
    password,
    isRestored,
    router,
    clock,
    notes: async () => [note, ...router.missing.map((sentence) => `After the import there are in ${sentence}.`)],
    logs: async (lines = 20) => console.tail(lines),
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await console[Symbol.asyncDispose]();
    },
  };
}

/** `6.49` and `7` stand for everything of 6 and of 7. */
function checkVersion(version: string, demanded: string | undefined, image: string): void {
  if (demanded === undefined || Number.parseInt(version, 10) === Number.parseInt(demanded, 10)) return;
  throw new KnocklabError('input/ros', `"--ros ${demanded}" is asked for, and "${image}" is RouterOS ${version}.`, {
    remedy: 'Leave --ros out, or give an image of that version.',
  });
}

/** Connects to the CHR of a lab that was kept. */
export async function attachChr(host: Host, password: string): Promise<StartedRouter> {
  const api = await connect(host, password);
  const router = managedRouter(api, host, password, async () => undefined);
  return {
    router,
    clock: createRealClock(router),
    notes: async () => [],
    logs: async () => '',
    [Symbol.asyncDispose]: async () => await api[Symbol.asyncDispose](),
  };
}

function managedRouter(api: ApiConnection, host: Host, password: string, guard: () => Promise<void>): ManagedRouter {
  const ssh = async () => ({ path: await host.reach(managementSshPort), password });
  return new ManagedRouter(api, host.name, { guard, ssh });
}

async function connect(host: Host, password: string): Promise<ApiConnection> {
  return await connectApi({
    at: { path: await host.reach(managementPort) },
    user: 'admin',
    password,
    timeoutMs: 30_000,
  });
}
