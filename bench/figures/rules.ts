import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import { figure, type Outcome } from '../figure.ts';
import { samples, timed } from '../measure.ts';

const count = 1000;

const configuration = `/ip firewall filter\n${Array.from(
  { length: count },
  (_, index) =>
    `add action=drop chain=input comment=r${index} connection-state=new dst-port=${index + 1} protocol=tcp src-address=11.${index >> 8}.${index & 255}.0/24\n`,
).join('')}`;

/** A thousand rules from their text until the kernel has them, and one of them changed. */
export async function rules(rounds: number): Promise<Outcome[]> {
  const lab = await startLab(await readTopology(await findTopology('small')), { name: `bench-${process.pid}` });
  try {
    const { router } = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
    const text = configuration;
    const loaded: number[] = [];
    const changed: number[] = [];
    for (let round = 0; round < rounds; round++) {
      loaded.push(await timed(() => router.importConfig({ name: 'rules.rsc', text })));
      changed.push(
        await timed(() => router.run(`/ip firewall filter set [find comment=r${500 + round}] action=accept`)),
      );
      await router.run('/ip firewall filter remove [find]');
    }
    return [
      figure(`${count} filter rules imported and live`, samples(loaded), { aim: { text: '≤ 1 s', atMost: 1000 } }),
      figure(`one of ${count} rules changed and live`, samples(changed), { aim: { text: '≤ 50 ms', atMost: 50 } }),
    ];
  } finally {
    await lab.down();
  }
}
