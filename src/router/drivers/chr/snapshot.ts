import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import type { MachineImage } from './image.ts';
import { type Machine, type MachineOptions, machineCommand, overlayOf } from './machine.ts';
import { field, type Monitor } from './monitor.ts';
import { identityOf } from './take-out-disk.ts';

/** What has to be known of a router to go on with it. */
export interface Remembered {
  readonly password: string;
  /** The interface of the harness's way in. */
  readonly management: string;
}

export interface Snapshot extends Remembered {
  readonly from: NonNullable<MachineOptions['from']>;
  readonly folder: string;
}

/** Some 400 MB each. */
const mostSnapshots = 4;

const savingTimeoutMs = 60_000;

/** Of a machine: another image, network, command line or QEMU makes another one, and no snapshot fits two. */
export function snapshotKey(options: MachineOptions, qemuVersion: string): string {
  const parts = [machineCommand(options), filesOf(options.image).map(identityOf), qemuVersion, options.nics];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}

const filesOf = (image: MachineImage): string[] =>
  image.kind === 'disk' ? [image.file] : [image.kernel, image.initrd];

export function findSnapshot(root: string, key: string): Snapshot | undefined {
  const folder = join(root, key);
  const about = join(folder, 'router.json');
  if (!existsSync(about)) return undefined;
  utimesSync(folder, new Date(), new Date());
  const remembered: Remembered = JSON.parse(readFileSync(about, 'utf8'));
  return { ...remembered, folder, from: { state: join(folder, 'state'), disk: join(folder, 'disk.qcow2') } };
}

/**
 * Saves a machine, and lets it go on: QEMU has stopped it when its state is written. What is kept is a migration to a file: it
 * needs no disk for the state as `savevm` does, and any number of machines can start from it at once.
 */
export async function saveSnapshot(
  host: Host,
  machine: Machine,
  {
    root,
    key,
    image,
    folder,
    ...remembered
  }: Remembered & Pick<MachineOptions, 'image' | 'folder'> & { root: string; key: string },
): Promise<void> {
  sweep(root);
  // One of its own: labs side by side in one process save the same machine at once, and the first to be done is kept.
  const unfinished = mkdtempSync(join(root, `${key}.${process.pid}.`));
  try {
    using monitor = await machine.monitor();
    try {
      await saveState(monitor, join(unfinished, 'state'));
      if (image.kind === 'disk') await host.exec(['cp', overlayOf(folder), join(unfinished, 'disk.qcow2')]);
    } finally {
      await monitor.ask('cont');
    }
    writeFileSync(join(unfinished, 'router.json'), JSON.stringify(remembered), { mode: 0o600 });
    publish(unfinished, join(root, key));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Unless somebody else was faster: theirs is as good. */
function publish(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function saveState(monitor: Monitor, file: string): Promise<void> {
  await monitor.ask('migrate-set-parameters', { 'max-bandwidth': 100_000_000_000 });
  await monitor.ask('migrate', { uri: `exec:cat > '${file}'` });
  const endsAt = performance.now() + savingTimeoutMs;
  for (;;) {
    const status = field(await monitor.ask('query-migrate'), 'status');
    if (status === 'completed') return;
    if (status === 'failed' || performance.now() > endsAt)
      throw new KnocklabError('router/snapshot', `QEMU could not save the machine: ${status}.`);
    await pause(50);
  }
}

/** What saving that was cut short has left, and the snapshots that were used longest ago. */
function sweep(root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const names = readdirSync(root);
  const left = names.filter((name) => name.includes('.') && !isAlive(Number(name.split('.')[1])));
  const kept = names.filter((name) => !name.includes('.')).toSorted((a, b) => usedAt(root, b) - usedAt(root, a));
  for (const name of [...left, ...kept.slice(mostSnapshots - 1)])
    rmSync(join(root, name), { recursive: true, force: true });
}

const usedAt = (root: string, name: string): number => statSync(join(root, name)).mtimeMs;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
