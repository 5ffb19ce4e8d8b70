import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLab } from '../src/lab/fabrics/netns/start-lab.ts';
import type { LabHost } from '../src/lab/lab.ts';
import { parseTopology } from '../src/lab/topology/read-topology.ts';
import { expectSuccess } from '../src/process/run-command.ts';
import type { Door } from './figures/knock-to-open.ts';

const topology = parseTopology({
  name: 'knockd.yaml',
  text: `
name: knockd
description: A host that knocks and one where knockd listens, in the place of the router.
networks: { net: { subnet: 10.10.10.0/24 } }
router: { interfaces: { ether2: { network: net, expect: 10.10.10.1 } } }
hosts: { attacker: { network: net, address: 10.10.10.254 } }
`,
});

const accept = 'INPUT -s 10.10.10.254 -p tcp --dport 22 -j ACCEPT';

/** Debian's knockd before a port 22 that iptables drops, in the same kind of namespaces as the twin. */
export async function startKnockd(name: string, knocks: readonly string[]): Promise<Door> {
  const lab = await startLab(topology, { name });
  try {
    await prepare(lab.router);
    writeFileSync(join(lab.directory, 'knockd.conf'), configuration(knocks));
    await listen(lab.router, `${lab.insideDirectory}/knockd.conf`);
  } catch (error) {
    await lab.down();
    throw error;
  }
  return {
    attacker: lab.host('attacker'),
    address: '10.10.10.1',
    close: async () => {
      expectSuccess(await lab.router.exec(['sh', '-c', `while iptables-legacy -D ${accept} 2> /dev/null; do :; done`]));
    },
    [Symbol.asyncDispose]: async () => await lab.down(),
  };
}

async function prepare(router: LabHost): Promise<void> {
  const script = `set -e
ip addr add 10.10.10.1/24 dev ether2
iptables-legacy -A INPUT -p tcp --dport 22 -j DROP`;
  expectSuccess(await router.exec(['sh', '-c', script]));
  await router.start(['socat', '-u', 'TCP-LISTEN:22,fork,reuseaddr', 'OPEN:/dev/null'], { detached: true });
}

function configuration(knocks: readonly string[]): string {
  return `[options]
  logfile = /dev/null
[open]
  sequence = ${knocks.join(',')}
  seq_timeout = 30
  tcpflags = syn
  command = /usr/sbin/iptables-legacy -I ${accept.replace('10.10.10.254', '%IP%')}
`;
}

/** knockd says that it listens. */
async function listen(router: LabHost, file: string): Promise<void> {
  const knockd = await router.start(['stdbuf', '-oL', 'knockd', '-v', '-i', 'ether2', '-c', file]);
  const first = await Promise.race([once(knockd.stdout, 'data').then(() => undefined), knockd.ended]);
  if (first !== undefined) throw new Error(`knockd ended: ${first.stderr}${first.stdout}`);
}
