import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { searchPath } from '../../../process/search-path.ts';
import type { Topology } from '../../topology/topology.ts';
import type { NodePlace } from '../entered-host.ts';
import { EnteredLab } from '../entered-lab.ts';
import { insideDirectory } from '../netns/holder-script.ts';
import type { LabContainer } from './containers.ts';
import { wiresNode } from './labels.ts';
import { removeLab } from './remove.ts';
import { dropRights } from './rights.ts';

/** The lab's files as root of this machine sees them. */
export function outsideDirectory({ pid }: LabContainer): string {
  return `/proc/${pid}/root${insideDirectory}`;
}

export function dockerLab(
  engine: Docker,
  { id, name }: { readonly id: string; readonly name: string },
  topology: Topology,
  containers: ReadonlyMap<string, LabContainer>,
): EnteredLab {
  const wires = found(containers, wiresNode);
  const directory = outsideDirectory(wires);
  return new EnteredLab({
    name,
    topology,
    directory,
    placeOf: (node) => placeOf(found(containers, node), name, directory),
    end: () => removeLab(engine, id),
  });
}

function found(containers: ReadonlyMap<string, LabContainer>, node: string): LabContainer {
  const container = containers.get(node);
  if (container === undefined) throw new Error(`The lab has no container "${node}".`);
  return container;
}

/**
 * Entered as Docker's exec does it, only quicker: a few milliseconds instead of a hundred, of which a scenario has hundreds.
 * What Docker would take away of root's rights is taken away all the same.
 */
function placeOf({ pid }: LabContainer, labName: string, directory: string): NodePlace {
  const namespaces = { mount: 'mnt', pid: 'pid', net: 'net', uts: 'uts', ipc: 'ipc' };
  const enter = Object.entries(namespaces).map(([option, file]) => `--${option}=/proc/${pid}/ns/${file}`);
  return {
    labName,
    directory,
    through: ['nsenter', ...enter, '--', ...dropRights],
    hasProgram: (program) =>
      searchPath()
        .split(':')
        .some((folder) => isThere(`/proc/${pid}/root`, folder, program)),
  };
}

/** A link counts without its target: an absolute one would be looked for on this machine. */
function isThere(root: string, folder: string, program: string): boolean {
  return lstatSync(join(root, folder, program), { throwIfNoEntry: false }) !== undefined;
}
