import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type Docker from 'dockerode';
import { KnocklabError } from '../../../core/errors.ts';
import type { Lab } from '../../lab.ts';
import type { Topology } from '../../topology/topology.ts';
import { requireIsolation } from '../netns/isolation.ts';
import { startIsps } from '../netns/isp.ts';
import { writeLabFile } from '../netns/lab-file.ts';
import { requireName, type StartLabOptions } from '../netns/start-lab.ts';
import { type LabContainer, startContainers } from './containers.ts';
import { dockerLab, outsideDirectory } from './docker-lab.ts';
import { connectEngine } from './engine.ts';
import { requireFit } from './examine-engine.ts';
import { labLabel, wiresNode } from './labels.ts';
import { removeLab, sweep } from './remove.ts';
import { wire } from './wire.ts';

/** Builds a topology out of containers. It ends with `down`, and with this process at the latest unless it is kept. */
export async function startLab(topology: Topology, options: StartLabOptions): Promise<Lab> {
  const { name, keep = false, machine } = options;
  const id = randomUUID();
  requireName(name);
  const engine = await connectEngine();
  await requireFit(engine);
  await sweep(engine);
  if (keep) await requireFree(engine, name);
  const started = await startContainers(engine, topology, { id, name, keep, machine, paths: visiblePaths() });
  try {
    const containers = byNode(started);
    const lab = dockerLab(engine, { id, name }, topology, containers);
    for (const { pid } of started) requireIsolation(pid);
    await wire(topology, wiresOf(started), containers);
    await prepareDirectory(lab);
    const directory = outsideDirectory(wiresOf(started));
    writeLabFile(directory, { version: 1, name, keep, startedAt: new Date().toISOString(), topology });
    await startIsps(lab);
    return lab;
  } catch (error) {
    await removeLab(engine, id);
    throw error;
  }
}

export function byNode(containers: readonly LabContainer[]): ReadonlyMap<string, LabContainer> {
  return new Map(containers.map((container) => [container.node, container]));
}

function wiresOf(containers: readonly LabContainer[]): LabContainer {
  const wires = containers.find(({ node }) => node === wiresNode);
  if (wires === undefined) throw new Error('The lab has no container for its wires.');
  return wires;
}

/** knocklab, the project whose lab this is, and the Node that runs us: hosts start programs with it. */
function visiblePaths(): string[] {
  const own = resolve(import.meta.dirname, '../../../..');
  const paths = [own, process.cwd(), realpathSync(process.execPath)].filter((path) => !ownedByImage.includes(path));
  return [...new Set(paths)].filter((path) => !paths.some((other) => path.startsWith(join(other, '/'))));
}

/** Whoever runs knocklab there means no project. */
const ownedByImage = ['/', '/usr', '/usr/local', '/root', '/home', '/tmp'];

async function prepareDirectory(lab: Lab): Promise<void> {
  await lab.router.exec(['mkdir', '-p', `${lab.insideDirectory}/reach`]);
}

async function requireFree(engine: Docker, name: string): Promise<void> {
  const taken = await engine.listContainers({ all: true, filters: { label: [`${labLabel}=${name}`] } });
  if (taken.length === 0) return;
  throw new KnocklabError('lab/name-taken', `A lab named "${name}" is running.`, {
    remedy: `Take it down with "knocklab down ${name}", or give this one another name.`,
  });
}
