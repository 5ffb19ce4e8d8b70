import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { parseTopology } from '../../src/lab/topology/read-topology.ts';
import { takeExport } from '../../src/router/drivers/device/device-export.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import type { Router } from '../../src/router/router.ts';
import { createProject, type Project } from '../knocklab.ts';
import { processesCalled } from '../processes.ts';

/**
 * A lab that plays what stands around knocklab: a machine with four network cards, and a router at the other end of their
 * cables. A veth ends with the namespace that it was moved to; the switch between, which a third host makes necessary,
 * keeps the router's end.
 */
const topology = parseTopology({
  name: 'street.yaml',
  text: `name: street
networks:
  desk: { subnet: 192.168.88.0/24 }
  cable1: { subnet: 10.99.1.0/24 }
  cable2: { subnet: 10.99.2.0/24 }
  cable3: { subnet: 10.99.3.0/24 }
router:
  interfaces:
    ether1: { network: cable1 }
    ether2: { network: cable2 }
    ether3: { network: cable3 }
    ether5: { network: desk, expect: 192.168.88.1 }
hosts:
  machine:
    interfaces:
      eth0: { network: desk, address: 192.168.88.2/24, gateway: 192.168.88.1 }
      card1: { network: cable1 }
      card2: { network: cable2 }
      card3: { network: cable3 }
  switch: { interfaces: { eth1: { network: cable1 }, eth2: { network: cable2 }, eth3: { network: cable3 } } }
`,
});

const own = `/ip address add address=192.168.88.1/24 interface=ether5
/ip dns set servers=192.0.2.53 cache-size=4096
/system identity set name=theirs
/system script add name=theirs source=":put 1"
/snmp set contact=somebody
`;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A machine, somebody's router, and knocklab run on that machine as a user would. */
export interface Street {
  readonly lab: Lab;
  readonly router: Router;
  readonly project: Project;
  /** The router's export but for its head. */
  export(): Promise<string>;
  /** What the machine calls its cards. */
  cards(): Promise<string[]>;
  knocklab(...argv: string[]): Promise<Ended>;
  /** With another command in front of it. */
  behind(before: readonly string[], ...argv: string[]): Promise<Ended>;
  /** On a terminal, with an answer to the question that is asked there. */
  typed(answer: string, ...argv: string[]): Promise<Ended>;
  /** Is sent a signal as soon as it has printed the pattern. */
  signalled(signal: NodeJS.Signals, when: RegExp, ...argv: string[]): Promise<Ended>;
}

export async function openStreet({
  ros = '7',
  configuration = own,
}: {
  ros?: string;
  configuration?: string;
} = {}): Promise<Street> {
  const lab = await startLab(topology, { name: `street-${process.pid}-${Math.random().toString(36).slice(2, 8)}` });
  onTestFinished(async () => await lab.down());
  const device = await startTwin(lab.router, { ros, clock: 'real' });
  await device.router.importConfig({ name: 'own.rsc', text: configuration });
  const project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
  const enter = (command: readonly string[]): ChildProcess => {
    const shell = ['sh', '-c', 'cd "$0" && exec "$@"', project.folder, ...command];
    const [nsenter = '', ...rest] = lab.host('machine').enter(shell);
    return spawn(nsenter, rest, { env, stdio: 'pipe' });
  };
  const start = (argv: readonly string[], before: readonly string[] = []): { child: ChildProcess; command: string } => {
    const command = [process.execPath, program, ...argv];
    return { child: enter([...before, ...command]), command: command.join(' ') };
  };
  return {
    lab,
    router: device.router,
    project,
    export: async () => (await takeExport(device.router)).replaceAll(/^#.*\n/gm, ''),
    cards: async () => {
      const { stdout } = await lab.host('machine').exec(['ip', '-br', 'link']);
      return stdout.match(/^card\d/gm) ?? [];
    },
    knocklab: async (...argv) => await endOf(start(argv).child),
    behind: async (before, ...argv) => await endOf(start(argv, before).child),
    typed: async (answer, ...argv) => {
      const child = enter(['script', '-qec', [process.execPath, program, ...argv].join(' '), '/dev/null']);
      let seen = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        const before = seen.includes('Type yes: ');
        seen += chunk.toString();
        if (!before && seen.includes('Type yes: ')) child.stdin?.write(`${answer}\n`);
      });
      return await endOf(child, true);
    },
    signalled: async (signal, when, ...argv) => {
      const { child, command } = start(argv);
      let seen = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        const before = when.test(seen);
        seen += chunk.toString();
        if (!before && when.test(seen)) for (const pid of processesCalled(command)) process.kill(pid, signal);
      });
      return await endOf(child);
    },
  };
}

const program = new URL('../../bin/knocklab.js', import.meta.url).pathname;

const env = {
  ...process.env,
  NO_COLOR: '1',
  KNOCKLAB_NO_INSTALL: '1',
  KNOCKLAB_DEVICE_USER: 'admin',
  KNOCKLAB_DEVICE_PASSWORD: '',
};

async function endOf(child: ChildProcess, isTyping = false): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  if (!isTyping) child.stdin?.end();
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
