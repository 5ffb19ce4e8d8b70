import { KnocklabError } from '../../core/errors.ts';
import { decodeIp } from '../../core/packet/ip.ts';
import type { Host } from '../../lab/host.ts';
import type { TracedPacket } from '../../router/packet-trace.ts';
import { type Rules, walkOf } from './walk.ts';

/** What a firewall that drops them is deaf to (RFC 4861): for `PacketTracer`. */
export const solicitations: readonly string[] = ['-p', 'icmpv6', '--icmpv6-type', '135'];

export const isSolicitation = ({ bytes }: TracedPacket): boolean => {
  const { version, icmp } = decodeIp(bytes) ?? {};
  return version === 6 && icmp?.type === 135;
};

/** Has nobody answered a host that asked who has the address, or the next hop to it? */
export async function isNeighbourSilent(from: Host, address: string): Promise<boolean> {
  const route = await from.exec(['ip', 'route', 'get', address]);
  const neighbour = / via (\S+)/.exec(route.stdout)?.[1] ?? address;
  return /FAILED|INCOMPLETE/.test((await from.exec(['ip', 'neighbour', 'show', neighbour])).stdout);
}

/** A packet could not be sent because the router does not hear the question that comes before it; undefined: it hears it. */
export function deafTo(
  packets: readonly TracedPacket[],
  rules: Rules,
  { host, source, destination }: { readonly host: string; readonly source: string; readonly destination: string },
): KnocklabError | undefined {
  const asked = packets.filter((packet) => isSolicitation(packet) && decodeIp(packet.bytes)?.source === source);
  const { fate, decider } = asked.map((packet) => walkOf(packet, rules)).at(-1) ?? {};
  if (fate !== 'dropped' && fate !== 'rejected') return undefined;
  const rule = decider === undefined ? '' : ` by rule ${decider.number} of /ipv6 firewall ${decider.table}`;
  return new KnocklabError(
    'probe/neighbour-dropped',
    `No packet can be sent from ${host} to ${destination}: its neighbour solicitations are dropped${rule}.`,
    {
      remedy:
        'Let them in before that rule: add chain=input action=accept protocol=icmpv6 icmp-options=135. Without them nobody finds the router (RFC 4861).',
    },
  );
}
