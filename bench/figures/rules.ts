import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import type { LabHost } from '../../src/lab/lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { scan } from '../../src/probes/scan.ts';
import { runOrThrow } from '../../src/process/run-command.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import { compared, figure, type Outcome } from '../figure.ts';
import { samples, timed } from '../measure.ts';

const count = 1000;
const address = '198.51.100.1';
const portOf = (rule: number): number => rule + 1;

const configuration = `/ip firewall filter\n${Array.from(
  { length: count },
  (_, index) =>
    `add action=drop chain=input comment=r${index} connection-state=new dst-port=${portOf(index)} protocol=tcp src-address=198.51.100.0/24\n`,
).join('')}`;

/** The same rules as the kernel's own tool takes them; on a host that nobody asks anything. */
const line = (index: number, target: string): string =>
  `-s 198.51.100.0/24 -p tcp -m tcp --dport ${portOf(index)} -m conntrack --ctstate NEW -m comment --comment r${index} -j ${target}`;
const restoreText = `*filter\n${Array.from({ length: count }, (_, index) => `-A INPUT ${line(index, 'DROP')}\n`).join('')}COMMIT\n`;

/** A thousand rules from their text until the kernel has them, and one of them changed: a packet proves each change. */
export async function rules(rounds: number): Promise<Outcome[]> {
  const lab = await startLab(await readTopology(await findTopology('small')), { name: `bench-${process.pid}` });
  try {
    const { router } = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
    await router.run(`/ip address add address=${address}/24 interface=ether1`);
    const text = configuration;
    const loaded: number[] = [];
    const changed: number[] = [];
    const peer = { loaded: [] as number[], changed: [] as number[] };
    const peerHost = lab.host('client');
    for (let round = 0; round < rounds; round++) {
      loaded.push(await timed(() => router.importConfig({ name: 'rules.rsc', text })));
      const rule = 500 + round;
      await expectState(lab.host('attacker'), portOf(rule), 'filtered');
      changed.push(await timed(() => router.run(`/ip firewall filter set [find comment=r${rule}] action=accept`)));
      await expectState(lab.host('attacker'), portOf(rule), 'closed');
      await router.run('/ip firewall filter remove [find]');
      const restore = peerHost.enter(['iptables-legacy-restore']);
      peer.loaded.push(await timed(() => runOrThrow(restore, { input: restoreText })));
      const replace = peerHost.enter([
        'iptables-legacy',
        '-R',
        'INPUT',
        String(rule + 1),
        ...line(rule, 'ACCEPT').split(' '),
      ]);
      peer.changed.push(await timed(() => runOrThrow(replace)));
    }
    return [
      figure(`${count} filter rules imported and live`, samples(loaded), { aim: { text: '≤ 1 s', atMost: 1000 } }),
      compared(`${count} filter rules, beside iptables`, samples(loaded), {
        name: 'iptables-restore',
        samples: samples(peer.loaded),
      }),
      figure(`one of ${count} rules changed and live`, samples(changed), { aim: { text: '≤ 50 ms', atMost: 50 } }),
      compared(`one of ${count} rules changed, beside iptables`, samples(changed), {
        name: 'iptables -R',
        samples: samples(peer.changed),
      }),
    ];
  } finally {
    await lab.down();
  }
}

/** A closed port answers, unless a rule drops what comes for it. */
async function expectState(from: LabHost, port: number, expected: 'filtered' | 'closed'): Promise<void> {
  const seen = await scan(from, address, { tcp: [port], extraArgs: ['--max-retries', '0'] });
  if (seen.stateOf(port) !== expected) throw new Error(`port ${port} is ${seen.stateOf(port)}, not ${expected}`);
}
