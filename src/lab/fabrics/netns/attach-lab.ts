import type { Lab, RunningLab } from '../../lab.ts';
import { outsideDirectory } from './enter-sandbox.ts';
import { findHolders } from './find-holders.ts';
import { readLabFile } from './lab-file.ts';
import { netnsLab } from './netns-lab.ts';

/** The running lab of that name, whichever process has started it; undefined when there is none. */
export function attachLab(name: string): Lab | undefined {
  const found = findLabs().find((lab) => lab.file.name === name);
  if (found === undefined) return undefined;
  const lab = netnsLab(name, found.file.topology, found.holder);
  lab.restoreLeases();
  return lab;
}

/** The labs of this user that are running in sandboxes of this machine. */
export function listLabs(): RunningLab[] {
  return findLabs().map(({ file: { name, keep, startedAt, topology } }) => ({
    name,
    keep,
    startedAt,
    topology: topology.name,
  }));
}

function findLabs() {
  return findHolders().flatMap(({ holder }) => {
    const file = readLabFile(outsideDirectory(holder));
    return file === undefined ? [] : [{ holder, file }];
  });
}
