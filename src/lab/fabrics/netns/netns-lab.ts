import { findProgram } from '../../../process/search-path.ts';
import type { Topology } from '../../topology/topology.ts';
import { EnteredLab } from '../entered-lab.ts';
import { endHolder } from './end-holder.ts';
import { enterSandbox, outsideDirectory } from './enter-sandbox.ts';
import type { Holder } from './holder.ts';

/** A lab in a sandbox of Linux namespaces, which shares the machine's programs. */
export function netnsLab(name: string, topology: Topology, holder: Holder): EnteredLab {
  const directory = outsideDirectory(holder);
  return new EnteredLab({
    name,
    topology,
    directory,
    placeOf: (node) => ({
      labName: name,
      directory,
      through: enterSandbox(holder, node),
      hasProgram: (program) => findProgram(program) !== undefined,
    }),
    end: () => endHolder(holder),
  });
}
