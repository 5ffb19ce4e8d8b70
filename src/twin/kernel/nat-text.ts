import type { IpPacket } from '../../core/packet/ip.ts';
import type { TrackedConnection } from './connection-table.ts';

/** `192.0.2.1:80`, `[2001:db8::1]:80`; without a port, the address alone. */
export const endpointText = (address: string, port: number | string | undefined): string => {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};

interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Both ends before and after translation, in the direction in which a packet goes. */
interface Translation {
  readonly before: Ends;
  readonly after: Ends;
}

function endsOf({ source, sourcePort, destination, destinationPort }: TrackedConnection['original']): Ends {
  return { from: endpointText(source, sourcePort), to: endpointText(destination, destinationPort) };
}

function translations({ original, reply }: TrackedConnection): Translation[] {
  const [there, back] = [endsOf(original), endsOf(reply)];
  return [
    { before: there, after: { from: back.to, to: back.from } },
    { before: back, after: { from: there.to, to: there.from } },
  ];
}

const end = (before: string, after: string): string => (before === after ? before : `(${before}->${after})`);

/**
 * `172.17.0.1:33202->(10.0.2.15:15903->203.0.113.9:9999)`: what is done to the packet's connection, turned round for a
 * reply (firewall-facts 3.1). A packet has its ends as they were, or as they have become, or one of each.
 */
export function natText(packet: IpPacket, connections: readonly TrackedConnection[]): string | undefined {
  const ports = packet.tcp ?? packet.udp;
  const from = endpointText(packet.source, ports?.sourcePort);
  const to = endpointText(packet.destination, ports?.destinationPort);
  const found = connections
    .filter(({ protocol }) => protocol === packet.protocol || protocol === String(packet.protocolNumber))
    .flatMap(translations)
    .find(({ before, after }) => [before.from, after.from].includes(from) && [before.to, after.to].includes(to));
  if (found === undefined) return undefined;
  const { before, after } = found;
  if (before.from === after.from && before.to === after.to) return undefined;
  return `${end(before.from, after.from)}->${end(before.to, after.to)}`;
}
