import { decodeIp } from '../../core/packet/ip.ts';
import type { Family, TracedPacket } from '../../router/packet-trace.ts';
import { kernelProtocol } from '../explain/explain-packet.ts';
import type { Probe } from './probes.ts';

/** What a packet is known by among those of one round: `22/tcp`, `icmpv6`. */
export const packetKey = ({ protocol, port }: Probe, family: Family): string =>
  port === undefined ? kernelProtocol({ protocol, family }) : `${port}/${protocol}`;

/**
 * Of the packets that were traced those that this round has sent. Answers, also late ones to packets of an earlier round,
 * are none of them; and since the sender's own system answers what comes back to a forged packet, the first of a kind is ours.
 */
export function ownPackets(
  packets: readonly TracedPacket[],
  sourcePort: number,
): ReadonlyMap<string | undefined, TracedPacket> {
  return new Map(packets.toReversed().map((packet) => [keyOf(packet, sourcePort), packet]));
}

/** Undefined: not sent by this round. */
function keyOf({ bytes }: TracedPacket, sourcePort: number): string | undefined {
  const { version, protocol = '', tcp, udp, icmp } = decodeIp(bytes) ?? {};
  const ports = tcp ?? udp;
  if (ports !== undefined) return ports.sourcePort === sourcePort ? `${ports.destinationPort}/${protocol}` : undefined;
  // An echo request (RFC 792, RFC 4443): its answer is as long as it is.
  return icmp?.type === (version === 4 ? 8 : 128) ? protocol : undefined;
}
