import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { runOrThrow } from '../../src/process/run-command.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import { compared, figure, type Outcome } from '../figure.ts';
import { samples, timed } from '../measure.ts';

const network = (index: number): string => `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.0/24`;

function configuration(entries: number): string {
  const lines = Array.from({ length: entries }, (_, index) => `add address=${network(index)} list=block\n`);
  return `/ip firewall address-list\n${lines.join('')}`;
}

/** The same list, as the kernel's own tool takes it. */
function ipsetLines(entries: number): string {
  const lines = Array.from({ length: entries }, (_, index) => `add block ${network(index)}\n`);
  return `create block hash:net maxelem 1048576\n${lines.join('')}`;
}

/** A list of so many entries, from its text until the kernel has it. */
async function take(rounds: number, entries: number, atMostMs: number): Promise<Outcome[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const lab = await startLab(await readTopology(await findTopology('small')), { name: `bench-${process.pid}` });
    try {
      const { router } = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
      const text = configuration(entries);
      ours.push(await timed(() => router.importConfig({ name: 'blocklist.rsc', text })));
      const restore = lab.host('attacker').enter(['ipset', 'restore']);
      theirs.push(await timed(() => runOrThrow(restore, { input: ipsetLines(entries) })));
    } finally {
      await lab.down();
    }
  }
  const name = `blocklist of ${entries} entries imported and live`;
  return [
    figure(name, samples(ours), { aim: { text: `≤ ${atMostMs / 1000} s`, atMost: atMostMs } }),
    compared(`${name}, beside ipset`, samples(ours), { name: 'ipset restore', samples: samples(theirs) }),
  ];
}

/** Address lists as large as people load them. */
export async function blocklist(rounds: number): Promise<Outcome[]> {
  return [...(await take(rounds, 35_000, 2000)), ...(await take(rounds, 100_000, 6000))];
}
