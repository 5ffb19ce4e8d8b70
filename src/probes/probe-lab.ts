import { startLab } from '../lab/fabrics/netns/start-lab.ts';
import type { Lab, LabHost } from '../lab/lab.ts';
import { parseTopology } from '../lab/topology/read-topology.ts';

/** Two hosts and nothing between them: the tests' own place to scan, knock and capture in. */
export interface ProbeLab extends AsyncDisposable {
  readonly lab: Lab;
  readonly prober: LabHost;
  /** 192.0.2.1 */
  readonly target: LabHost;
  /** Runs a command on the target that has to succeed. */
  onTarget(command: string): Promise<void>;
}

const topology = `
name: probes
networks:
  lan: { subnet: 192.0.2.0/24 }
router:
  interfaces:
    ether1: { network: lan, expect: 192.0.2.1 }
hosts:
  prober: { network: lan, address: 192.0.2.2, gateway: 192.0.2.1 }
`;

/** Starts it; `commands` set up the target, whose loopback and interface \`ether1\` are up. */
export async function startProbeLab(...commands: readonly string[]): Promise<ProbeLab> {
  const lab = await startLab(parseTopology({ name: 'probes.yaml', text: topology }), { name: `probes-${process.pid}` });
  const target = lab.router;
  const onTarget = async (command: string): Promise<void> => {
    const { exitCode, stderr } = await target.exec(['sh', '-c', command]);
    if (exitCode !== 0) throw new Error(`${command}: ${stderr}`);
  };
  for (const command of ['ip addr add 192.0.2.1/24 dev ether1', 'ip link set ether1 up', ...commands]) {
    await onTarget(command);
  }
  return { lab, prober: lab.host('prober'), target, onTarget, [Symbol.asyncDispose]: () => lab.down() };
}
