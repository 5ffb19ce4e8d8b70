import type { DecodedPacket } from '../core/packet/decode.ts';

/** A packet that somebody sent, as far as it could be part of a knock. */
export interface Sniffed {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** 0 for ICMP. */
  readonly port: number;
  /** Of the whole IP packet. */
  readonly size: number;
  /** What it carried; empty for a SYN. */
  readonly data: Buffer;
}

/** First packets of connections, data, datagrams and echo requests, in their order: what a listener would send again. */
export function sniffed(packets: readonly DecodedPacket[]): Sniffed[] {
  return packets.flatMap(({ ip }): Sniffed[] => {
    if (ip === undefined) return [];
    const { length: size, payload: data } = ip;
    if (ip.udp !== undefined) return [{ protocol: 'udp', port: ip.udp.destinationPort, size, data }];
    if (ip.icmp !== undefined) return ip.icmp.type === 8 ? [{ protocol: 'icmp', port: 0, size, data }] : [];
    if (ip.tcp === undefined) return [];
    const isFirst = ip.tcp.flags.includes('SYN') && !ip.tcp.flags.includes('ACK');
    if (!isFirst && data.length === 0) return [];
    return [{ protocol: 'tcp', port: ip.tcp.destinationPort, size, data: isFirst ? Buffer.alloc(0) : data }];
  });
}
