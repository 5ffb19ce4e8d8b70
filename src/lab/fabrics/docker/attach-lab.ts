import { existsSync } from 'node:fs';
import type Docker from 'dockerode';
import type { Lab, RunningLab } from '../../lab.ts';
import { readLabFile } from '../netns/lab-file.ts';
import type { LabContainer } from './containers.ts';
import { dockerLab, outsideDirectory } from './docker-lab.ts';
import { connectEngine } from './engine.ts';
import { labLabel, readLabels, wiresNode } from './labels.ts';
import { sweep } from './remove.ts';
import { byNode } from './start-lab.ts';

/** The labs that run in containers. None where no engine is: nobody has asked for one. */
export async function listLabs(): Promise<RunningLab[]> {
  const engine = await findEngine();
  if (engine === undefined) return [];
  const wires = (await findContainers(engine, [labLabel])).filter(({ node }) => node === wiresNode);
  return wires.flatMap((container) => {
    const file = readLabFile(outsideDirectory(container));
    if (file === undefined) return [];
    return [{ name: file.name, keep: file.keep, startedAt: file.startedAt, topology: file.topology.name }];
  });
}

/** Undefined when there is none of that name. */
export async function attachLab(name: string): Promise<Lab | undefined> {
  const engine = await findEngine();
  if (engine === undefined) return undefined;
  const found = await findContainers(engine, [`${labLabel}=${name}`]);
  const wires = found.find(({ node }) => node === wiresNode);
  if (wires === undefined) return undefined;
  const file = readLabFile(outsideDirectory(wires));
  if (file === undefined) return undefined;
  const containers = byNode(found.filter(({ lab: id }) => id === wires.lab));
  const lab = dockerLab(engine, { id: wires.lab, name }, file.topology, containers);
  lab.restoreLeases();
  return lab;
}

/** Takes away what killed processes have left, and gives the names of their labs. */
export async function sweepLabs(): Promise<readonly string[]> {
  const engine = await findEngine();
  return engine === undefined ? [] : await sweep(engine);
}

async function findEngine(): Promise<Docker | undefined> {
  const isRoot = process.geteuid?.() === 0;
  if (!isRoot || (process.env.DOCKER_HOST === undefined && !existsSync('/var/run/docker.sock'))) return undefined;
  return await connectEngine().catch(() => undefined);
}

interface FoundContainer extends LabContainer {
  /** The lab's own id. */
  readonly lab: string;
}

async function findContainers(engine: Docker, label: readonly string[]): Promise<readonly FoundContainer[]> {
  const all = await engine.listContainers({ filters: { label: [...label] } });
  return await Promise.all(
    all.map(async ({ Id, Labels }) => {
      const { State } = await engine.getContainer(Id).inspect();
      const { id, node } = readLabels(Labels);
      return { lab: id, node, id: Id, pid: State.Pid };
    }),
  );
}
