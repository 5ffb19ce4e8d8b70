import { didYouMean } from '../../../core/did-you-mean.ts';
import { KnocklabError } from '../../../core/errors.ts';
import type { Lab, RunningLab } from '../../lab.ts';
import { outsideDirectory } from './enter-sandbox.ts';
import { findHolders } from './find-holders.ts';
import { readLabFile } from './lab-file.ts';
import { NetnsLab } from './netns-lab.ts';

/** The running lab of that name, whichever process has started it. It goes on when this process ends. */
export async function attachLab(name: string): Promise<Lab> {
  const found = findLabs().find((lab) => lab.file.name === name);
  if (found === undefined) throw unknownLab(name);
  const lab = new NetnsLab(name, found.file.topology, found.holder);
  lab.restoreLeases();
  return lab;
}

/** The labs of this user that are running on this machine. */
export async function listLabs(): Promise<RunningLab[]> {
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

function unknownLab(name: string): KnocklabError {
  const known = findLabs().map(({ file }) => file.name);
  const list = known.length === 0 ? 'None is running' : `Running are ${known.join(', ')}`;
  return new KnocklabError('lab/not-running', `No lab "${name}" is running. ${list}.${didYouMean(name, known)}`, {
    remedy: 'Start one with "knocklab up".',
  });
}
