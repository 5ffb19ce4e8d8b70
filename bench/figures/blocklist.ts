import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import type { Host } from '../../src/lab/host.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { runOrThrow } from '../../src/process/run-command.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import type { Router } from '../../src/router/router.ts';
import { blockList, blockListForIpset } from '../block-list.ts';
import { compared, figure, type Outcome } from '../figure.ts';
import { samples, timed } from '../measure.ts';

const menu = '/ip firewall address-list';

/** What is done with a list that is there, and on how many of its entries. */
const uses = {
  'one entry added and live': (round) => `${menu} add list=block address=203.0.113.${round}`,
  'print count-only': () => `${menu} print count-only`,
  'find where address=': () => `:put [:len [${menu} find where address=11.1.2.0/24]]`,
  'one entry found, removed and gone': (round) => `${menu} remove [find address=203.0.113.${round}]`,
} satisfies Record<string, (round: number) => string>;

/** A list of so many entries, from its text until the kernel has it. */
async function take(rounds: number, entries: number, atMostMs: number): Promise<Outcome[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const used = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const lab = await startLab(await readTopology(await findTopology('small')), { name: `bench-${process.pid}` });
    try {
      const { router } = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
      const text = blockList(entries);
      ours.push(await timed(() => router.importConfig({ name: 'blocklist.rsc', text })));
      const restore = lab.host('attacker').enter(['ipset', 'restore']);
      theirs.push(await timed(() => runOrThrow(restore, { input: blockListForIpset(entries) })));
      for (const [use, line] of Object.entries(uses)) {
        const took = await timed(() => router.run(line(round + 1)));
        used.set(use, [...(used.get(use) ?? []), took]);
      }
      await verify(lab.router, router, entries);
    } finally {
      await lab.down();
    }
  }
  const name = `blocklist of ${entries} entries imported and live`;
  return [
    figure(name, samples(ours), { aim: { text: `≤ ${atMostMs / 1000} s`, atMost: atMostMs } }),
    compared(`${name}, beside ipset`, samples(ours), { name: 'ipset restore', samples: samples(theirs) }),
    ...[...used].map(([use, took]) => figure(`in a list of ${entries} entries: ${use}`, samples(took))),
  ];
}

/** Both the menu and the kernel hold what was imported, no more and no less. */
async function verify(host: Host, router: Router, entries: number): Promise<void> {
  const { stdout } = await host.exec(['ipset', 'list', '-terse']);
  const inKernel = Math.max(
    ...[...stdout.matchAll(/^Number of entries: (\d+)$/gm)].map(([, number]) => Number(number)),
  );
  const inMenu = Number(await router.run(`${menu} print count-only`));
  if (inKernel !== entries || inMenu !== entries)
    throw new Error(`${entries} entries were imported, the menu has ${inMenu}, the kernel ${inKernel}`);
}

/** Address lists as large as people load them. */
export async function blocklist(rounds: number): Promise<Outcome[]> {
  return [...(await take(rounds, 35_000, 2000)), ...(await take(rounds, 100_000, 6000))];
}
