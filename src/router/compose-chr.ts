import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { EnteredHost } from '../lab/fabrics/entered-host.ts';
import { findProgram } from '../process/search-path.ts';
import { type StartedChr, startChr } from './drivers/chr/chr.ts';
import { monitorName } from './drivers/chr/machine.ts';
import type { Nic } from './drivers/chr/plug-nics.ts';

const directory = '/run/knocklab';

/** Boots a CHR in the namespaces of this process itself. `interfaces`: a line for each, with address, MAC address and name. */
export async function bootHere(
  image: string,
  { ros, interfaces }: { ros: string; interfaces: string },
): Promise<{ chr: StartedChr; ended: Promise<void> }> {
  mkdirSync(`${directory}/reach`, { recursive: true });
  const here = new EnteredHost(
    { name: 'router', kind: 'router', interfaces: {}, unplugged: [], before: undefined },
    { labName: 'compose', directory, through: [], hasProgram: (name) => findProgram(name) !== undefined },
  );
  const nics = interfaces.split('\n').map(readNic);
  const chr = await startChr(here, { image, nics, ros, labName: 'router', evidenceFolder: directory });
  return { chr, ended: monitorGone() };
}

function readNic(line: string): Nic {
  const [, mac = '', name = ''] = line.split(' ');
  return { mac, name };
}

/** The machine's monitor is there as long as the machine. */
async function monitorGone(): Promise<void> {
  const monitor = createConnection({ path: `\0${monitorName.slice(1)}` });
  monitor.on('error', () => undefined);
  monitor.resume();
  await once(monitor, 'close');
}
