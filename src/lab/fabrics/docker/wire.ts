import { KnocklabError } from '../../../core/errors.ts';
import { runCommand } from '../../../process/run-command.ts';
import type { Topology } from '../../topology/topology.ts';
import { nodeDirectory, writeSetting } from '../netns/holder-script.ts';
import { type NodeWiring, planWiring } from '../netns/wiring.ts';
import type { LabContainer } from './containers.ts';

/** Lays the same cables between containers that the other fabric lays between its namespaces. */
export async function wire(
  topology: Topology,
  wires: LabContainer,
  containers: ReadonlyMap<string, LabContainer>,
): Promise<void> {
  const pidOf = (node: string): number => containers.get(node)?.pid ?? 0;
  const { links, nodes } = planWiring(topology, (node) => String(pidOf(node)));
  await inNamespaces(wires.pid, linksScript(links));
  await Promise.all(nodes.map((node) => inNamespaces(pidOf(node.name), nodeScript(node))));
  await Promise.all(nodes.map((node) => prepareFiles(pidOf(node.name), node)));
}

// IPv6 is silent on the switches, and what is no host answers nothing.
function linksScript(links: readonly string[]): string {
  return `${writeSetting(['ipv6/conf/all/disable_ipv6', '1'])}
${writeSetting(['ipv6/conf/default/disable_ipv6', '1'])}
ip link set lo up
${batch(links)}`;
}

// Docker switches IPv6 off in a container without networks; what the topology has to say on it comes after.
const ipv6On = ['all', 'default'].map((name): [string, string] => [`ipv6/conf/${name}/disable_ipv6`, '0']);

function nodeScript({ settings, commands }: NodeWiring): string {
  return `${[...ipv6On, ...Object.entries(settings)].map(writeSetting).join('\n')}\n${batch(commands)}`;
}

const batch = (commands: readonly string[]): string => `ip -batch - <<'END'\n${commands.join('\n')}\nEND\n`;

/** With this machine's programs and files: only the network is the container's. */
async function inNamespaces(pid: number, script: string): Promise<void> {
  await build(['nsenter', `--net=/proc/${pid}/ns/net`, 'sh', '-e'], script);
}

/**
 * Docker mounts /proc/sys read-only. The network's part of it is this namespace's own, and a router sets it; the rest is
 * the machine's and stays shut.
 */
async function prepareFiles(pid: number, { name, nameservers }: NodeWiring): Promise<void> {
  const script = `mkdir -p ${nodeDirectory(name)} /tmp/proc
cat > /etc/resolv.conf <<'END'
${nameservers.map((server) => `nameserver ${server}\n`).join('')}END
mount -t proc proc /tmp/proc
mount --bind /tmp/proc/sys/net /proc/sys/net
umount /tmp/proc
rmdir /tmp/proc
`;
  const enter = ['mnt', 'pid', 'net'].map((kind) => `--${kind === 'mnt' ? 'mount' : kind}=/proc/${pid}/ns/${kind}`);
  await build(['nsenter', ...enter, 'sh', '-e'], script);
}

async function build(argv: readonly string[], input: string): Promise<void> {
  const result = await runCommand(argv, { input, timeoutMs: 20_000 });
  if (result.exitCode === 0) return;
  throw new KnocklabError('lab/build-failed', 'The containers could not be wired.', {
    evidence: result.stderr.trimEnd(),
    remedy: 'Run "knocklab doctor": a tool or a part of the kernel may be missing.',
  });
}
