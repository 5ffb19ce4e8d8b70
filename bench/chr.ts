import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '../src/lab/fabrics/netns/start-lab.ts';
import { findTopology, readTopology } from '../src/lab/topology/read-topology.ts';
import { startChr } from '../src/router/drivers/chr/chr.ts';
import { readConfiguration } from '../src/scenario/configuration.ts';

// How long a CHR takes from QEMU's start to a router with scheme 3 on it, booted and from a snapshot: node bench/chr.ts IMAGE

const [image = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'knocklab-bench-chr-'));
process.env['XDG_CACHE_HOME'] = folder;

/** Seconds to a router that can be logged in to, and to one that is configured. */
async function measure(): Promise<void> {
  const topology = await readTopology(await findTopology('paper', join(root, 'lab', 'topologies')));
  const lab = await startLab(topology, { name: `bench-chr-${process.pid}` });
  try {
    const nics = Object.values(topology.router.interfaces);
    const start = performance.now();
    const options = { image, nics, ros: '7', evidenceFolder: folder, labName: lab.name, snapshots: true };
    await using chr = await startChr(lab.router, options);
    const ready = performance.now();
    await chr.router.importConfig(await readConfiguration('husain/scheme3.rsc', root));
    const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
    const way = chr.isRestored ? 'from a snapshot' : 'booted, and a snapshot made';
    process.stdout.write(
      `${way}: ready ${seconds(start, ready)} s, configured ${seconds(start, performance.now())} s\n`,
    );
  } finally {
    await lab.down();
  }
}

try {
  for (let round = 0; round < 4; round++) await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
