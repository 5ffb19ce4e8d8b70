import { rmSync } from 'node:fs';
import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import { type BootOptions, bootGuest, type RunningGuest, withConsole } from './boot.ts';
import { startMachine } from './machine.ts';
import { settleRouter } from './settle-router.ts';
import { findSnapshot, type Remembered, type Snapshot, saveSnapshot, snapshotKey } from './snapshot.ts';

export interface ReadyGuest extends RunningGuest, Remembered {
  /** It was not booted, but went on from a snapshot. */
  readonly isRestored: boolean;
}

interface Options extends BootOptions {
  /** Undefined: it is booted, and nothing is kept. */
  readonly snapshotRoot: string | undefined;
  /** Uses what will be used of the router: a snapshot then has it ready (a host key that is made at the first call). */
  readonly warmUp: (password: string) => Promise<void>;
}

/** A router with a password, the topology's names and the harness's way in, from a snapshot or booted. */
export async function readyGuest(host: Host, options: Options): Promise<ReadyGuest> {
  const { snapshotRoot } = options;
  if (snapshotRoot === undefined) return await settledGuest(host, options);
  const key = snapshotKey(options.machine, (await host.exec(['qemu-system-x86_64', '--version'])).stdout);
  const snapshot = findSnapshot(snapshotRoot, key);
  if (snapshot !== undefined) {
    const restored = await restore(host, options, snapshot);
    if (restored !== undefined) return restored;
  }
  const guest = await settledGuest(host, options);
  const { machine, password, management } = guest;
  const { image, folder } = options.machine;
  await options.warmUp(password);
  await saveSnapshot(host, machine, { root: snapshotRoot, key, image, folder, password, management });
  return guest;
}

async function settledGuest(host: Host, options: Options): Promise<ReadyGuest> {
  const guest = await bootGuest(host, options);
  try {
    const management = await settleRouter(guest.console, options.machine.nics);
    return { ...guest, password: options.password, management, isRestored: false };
  } catch (error) {
    await guest.console[Symbol.asyncDispose]();
    throw error;
  }
}

/** A router that does not answer after this has not come back; a QEMU that cannot read the state ends at once. */
const answerTimeoutMs = 40_000;

/** A snapshot that does not come to life is of no use to anybody: it is removed, and the router booted. */
async function restore(host: Host, options: Options, snapshot: Snapshot): Promise<ReadyGuest | undefined> {
  try {
    const machine = await startMachine(host, { ...options.machine, from: snapshot.from });
    const guest = await withConsole(host, machine, options.serialLog, async (console) => {
      console.send('\r');
      await console.until(/\] > $/, { timeoutMs: answerTimeoutMs, nudge: '\r' });
    });
    const { password, management } = snapshot;
    return { ...guest, password, management, isRestored: true };
  } catch (error) {
    if (!(error instanceof KnocklabError)) throw error;
    rmSync(snapshot.folder, { recursive: true, force: true });
    return undefined;
  }
}
