import { readFileSync } from 'node:fs';

/** What a container of ours says about itself, so that it is found again when whoever made it is gone. */
export interface LabLabels {
  /** Of this lab alone: two runs of one scenario may have labs of the same name at once. */
  readonly id: string;
  readonly lab: string;
  readonly node: string;
  readonly keep: boolean;
}

export const labLabel = 'knocklab.lab';
export const idLabel = 'knocklab.id';
const nodeLabel = 'knocklab.node';
const keepLabel = 'knocklab.keep';
const ownerLabel = 'knocklab.owner';

/** The container that holds the switches which are no host's, and the lab's files. No node has a name like it. */
export const wiresNode = '.wires';

export function writeLabels({ id, lab, node, keep }: LabLabels): Record<string, string> {
  return {
    [idLabel]: id,
    [labLabel]: lab,
    [nodeLabel]: node,
    [keepLabel]: String(keep),
    [ownerLabel]: processMark(process.pid) ?? '',
  };
}

export function readLabels(labels: Readonly<Record<string, string>>): LabLabels {
  return {
    id: labels[idLabel] ?? '',
    lab: labels[labLabel] ?? '',
    node: labels[nodeLabel] ?? '',
    keep: labels[keepLabel] === 'true',
  };
}

/** Whether the process that made the container is still there; always, when the lab was left running on purpose. */
export function isOwned(labels: Readonly<Record<string, string>>): boolean {
  const mark = labels[ownerLabel] ?? '';
  return labels[keepLabel] === 'true' || processMark(Number(mark.split('@')[0])) === mark;
}

/** Number and start time, in clock ticks since boot (proc_pid_stat(5), field 22): numbers are dealt out again. */
function processMark(pid: number): string | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return `${pid}@${afterName.split(' ')[19]}`;
  } catch {
    return undefined;
  }
}
