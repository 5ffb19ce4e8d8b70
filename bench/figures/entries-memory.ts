import { setTimeout as pause } from 'node:timers/promises';
import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import { blockList } from '../block-list.ts';
import { figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { memoryNow } from '../resident-memory.ts';

const entries = 100_000;
const everyMs = 50;
const aim = { text: '≤ 250 MB', atMost: 250 };
/** A twin that has nothing to do gives back what the import took within two seconds. */
const quietMs = 4000;

/** What a twin with a large list takes: while it imports, and once it is there. */
export async function entriesMemory(rounds: number): Promise<Outcome[]> {
  const highest: number[] = [];
  const after: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const lab = await startLab(await readTopology(await findTopology('small')), { name: `bench-${process.pid}` });
    try {
      const { router } = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
      const seen: number[] = [];
      const watch = setInterval(() => seen.push(memoryNow(process.pid).twin), everyMs);
      await router.importConfig({ name: 'blocklist.rsc', text: blockList(entries) });
      clearInterval(watch);
      highest.push(Math.max(...seen));
      await pause(quietMs);
      after.push(memoryNow(process.pid).twin);
    } finally {
      await lab.down();
    }
  }
  const name = `resident memory of a twin, ${entries} entries`;
  return [
    figure(`${name}, loaded`, samples(after), { unit: 'MB', aim }),
    figure(`${name}, highest while they are imported`, samples(highest), { unit: 'MB', aim }),
  ];
}
