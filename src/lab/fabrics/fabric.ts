import { didYouMean } from '../../core/did-you-mean.ts';
import { KnocklabError } from '../../core/errors.ts';
import type { Lab, RunningLab } from '../lab.ts';
import type { Topology } from '../topology/topology.ts';
import { attachLab as attachNetnsLab, listLabs as listNetnsLabs } from './netns/attach-lab.ts';
import { type StartLabOptions, startLab as startNetnsLab } from './netns/start-lab.ts';

/** Where a lab lives: in Linux namespaces, or in containers. */
export type Fabric = 'netns' | 'docker';

/** Builds a topology in a fabric. What the other one needs is not even loaded. */
export async function startLab(fabric: Fabric, topology: Topology, options: StartLabOptions): Promise<Lab> {
  if (fabric === 'netns') return await startNetnsLab(topology, options);
  const docker = await import('./docker/start-lab.ts');
  return await docker.startLab(topology, options);
}

/** The running lab of that name, whichever process has started it. It goes on when this process ends. */
export async function attachLab(name: string): Promise<Lab> {
  const lab = attachNetnsLab(name) ?? (await (await attached()).attachLab(name));
  if (lab !== undefined) return lab;
  const known = (await listLabs()).map((running) => running.name);
  const list = known.length === 0 ? 'None is running' : `Running are ${known.join(', ')}`;
  throw new KnocklabError('lab/not-running', `No lab "${name}" is running. ${list}.${didYouMean(name, known)}`, {
    remedy: 'Start one with "knocklab up".',
  });
}

/** The labs of this user that are running on this machine. */
export async function listLabs(): Promise<RunningLab[]> {
  return [...listNetnsLabs(), ...(await (await attached()).listLabs())];
}

/** Takes away what a killed process may have left of its labs, and gives their names. Namespaces leave nothing. */
export async function sweepLabs(): Promise<readonly string[]> {
  return await (await attached()).sweepLabs();
}

async function attached() {
  return await import('./docker/attach-lab.ts');
}
