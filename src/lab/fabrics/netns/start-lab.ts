import { KnocklabError } from '../../../core/errors.ts';
import type { Lab } from '../../lab.ts';
import type { Topology } from '../../topology/topology.ts';
import { outsideDirectory } from './enter-sandbox.ts';
import { findHolders } from './find-holders.ts';
import { startHolder } from './holder.ts';
import { buildScript } from './holder-script.ts';
import { requireIsolation } from './isolation.ts';
import { startIsps } from './isp.ts';
import { writeLabFile } from './lab-file.ts';
import { netnsLab } from './netns-lab.ts';
import { planWiring } from './wiring.ts';

/** Files and folders of this machine that a machine in QEMU needs to see, under the same names. */
export interface MachineFiles {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export interface StartLabOptions {
  readonly name: string;
  /** It stays until `down`, also when this process has ended. */
  readonly keep?: boolean;
  /** The router's host runs a machine in QEMU. */
  readonly machine?: MachineFiles;
}

/** Builds a topology in a new sandbox. It ends with `down`, and with this process at the latest unless it is kept. */
export async function startLab(topology: Topology, { name, keep = false }: StartLabOptions): Promise<Lab> {
  requireName(name);
  if (keep) requireFree(name);
  const holder = await startHolder(name, requireIsolation, buildScript(planWiring(topology), { keep }));
  const lab = netnsLab(name, topology, holder);
  try {
    writeLabFile(outsideDirectory(holder), { version: 1, name, keep, startedAt: new Date().toISOString(), topology });
    await startIsps(lab);
    return lab;
  } catch (error) {
    await lab.down();
    throw error;
  }
}

export function requireName(name: string): void {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name)) return;
  throw new KnocklabError('input/lab-name', `"${name}" is no name for a lab: letters, digits, ".", "_" and "-".`);
}

function requireFree(name: string): void {
  if (!findHolders().some((other) => other.name === name)) return;
  throw new KnocklabError('lab/name-taken', `A lab named "${name}" is running.`, {
    remedy: `Take it down with "knocklab down ${name}", or give this one another name.`,
  });
}
