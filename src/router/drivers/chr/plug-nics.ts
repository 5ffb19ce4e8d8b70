import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';

export interface Nic {
  /** As the topology calls it, which is what it is to be called on the router. */
  readonly name: string;
  readonly mac: string;
}

/** What QEMU opens for the n-th of them. */
export const tapName = (index: number): string => `kl-tap${index + 1}`;

const bridgeType = 'type bridge stp_state 0 forward_delay 0 mcast_snooping 0';

/**
 * Joins each cable of the router's namespace with a tap. The cable's end keeps its name, so that captures find it, and
 * gives its address to the guest's NIC: a bridge would keep frames for it to itself.
 */
export async function plugNics(host: Host, nics: readonly Nic[]): Promise<void> {
  const commands = nics.flatMap(({ name }, index) => plug(name, index));
  const result = await host.exec(['sh', '-ec', script], { input: `${commands.join('\n')}\n` });
  if (result.exitCode === 0) return;
  throw new KnocklabError('lab/no-tap', "The machine's network cards could not be joined with the lab.", {
    evidence: result.stderr.trimEnd(),
    remedy: 'See whether /dev/net/tun is there and may be opened by you.',
  });
}

// The machine's own packet filter has no say on bridges; a kernel without br_netfilter has no such file, and a container that
// may not write it has no rules.
const script = `for family in iptables ip6tables arptables; do
  file=/proc/sys/net/bridge/bridge-nf-call-$family
  [ ! -w $file ] || echo 0 > $file
done
ip -batch -`;

function plug(name: string, index: number): string[] {
  const [bridge, tap] = [`kl-br${index + 1}`, tapName(index)];
  return [
    `link set ${name} down`,
    `link set ${name} address 0a:6b:6c:00:00:${(index + 1).toString(16).padStart(2, '0')}`,
    `link add ${bridge} ${bridgeType}`,
    `tuntap add dev ${tap} mode tap`,
    `link set ${name} master ${bridge}`,
    `link set ${tap} master ${bridge}`,
    ...[bridge, tap, name].map((link) => `link set ${link} up`),
  ];
}
