/** An IP packet as far as firewalls look at it. Fields that a cut packet no longer holds are absent. */
export interface IpPacket {
  readonly version: 4 | 6;
  /** Lower-case name (`tcp`, `udp`, `icmp`, `icmpv6`, `gre` …), or the number as text. */
  readonly protocol: string;
  readonly protocolNumber: number;
  readonly source: string;
  readonly destination: string;
  /** Of the whole packet with its IP header, in bytes. */
  readonly length: number;
  readonly ttl: number;
  /** Not the first fragment: it has no ports. */
  readonly isLaterFragment: boolean;
  readonly tcp?: TcpHeader;
  readonly udp?: UdpHeader;
  readonly icmp?: IcmpHeader;
  /** What follows the TCP, UDP or ICMP header (or the IP header of other protocols). */
  readonly payload: Buffer;
}

interface TcpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** In the order of the header's bits: FIN SYN RST PSH ACK URG ECE CWR. */
  readonly flags: readonly TcpFlag[];
}

interface UdpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

interface IcmpHeader {
  readonly type: number;
  readonly code: number;
}

const tcpFlags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const;
type TcpFlag = (typeof tcpFlags)[number];

const protocolNames: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  4: 'ipip',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'ipsec-esp',
  51: 'ipsec-ah',
  58: 'icmpv6',
  89: 'ospf',
  112: 'vrrp',
  132: 'sctp',
};

type Head = Omit<IpPacket, 'tcp' | 'udp' | 'icmp' | 'payload'>;

/** Reads an IP packet that begins at its IP header; undefined when it is no IP or its header is cut. */
export function decodeIp(packet: Buffer): IpPacket | undefined {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return decodeIpv4(packet);
  return version === 6 ? decodeIpv6(packet) : undefined;
}

function decodeIpv4(packet: Buffer): IpPacket | undefined {
  const headerLength = (packet.readUInt8(0) & 0x0f) * 4;
  if (headerLength < 20 || packet.length < headerLength) return undefined;
  const protocolNumber = packet.readUInt8(9);
  const length = packet.readUInt16BE(2);
  const head: Head = {
    version: 4,
    protocol: protocolNames[protocolNumber] ?? String(protocolNumber),
    protocolNumber,
    source: packet.subarray(12, 16).join('.'),
    destination: packet.subarray(16, 20).join('.'),
    length,
    ttl: packet.readUInt8(8),
    isLaterFragment: (packet.readUInt16BE(6) & 0x1fff) !== 0,
  };
  // Ethernet pads short frames: what lies behind the packet's own length isn't part of it.
  return withTransport(head, packet.subarray(headerLength, Math.max(headerLength, length)));
}

function decodeIpv6(packet: Buffer): IpPacket | undefined {
  if (packet.length < 40) return undefined;
  const length = 40 + packet.readUInt16BE(4);
  const { protocolNumber, at, isLaterFragment } = skipExtensions(packet);
  const head: Head = {
    version: 6,
    protocol: protocolNames[protocolNumber] ?? String(protocolNumber),
    protocolNumber,
    source: ipv6Text(packet.subarray(8, 24)),
    destination: ipv6Text(packet.subarray(24, 40)),
    length,
    ttl: packet.readUInt8(7),
    isLaterFragment,
  };
  return withTransport(head, packet.subarray(at, Math.max(at, length)));
}

interface UpperLayer {
  readonly protocolNumber: number;
  readonly at: number;
  readonly isLaterFragment: boolean;
}

/** Hop-by-hop 0, routing 43, fragment 44, authentication 51 and destination 60 stand before the upper layer (RFC 8200). */
function skipExtensions(packet: Buffer): UpperLayer {
  let protocolNumber = packet.readUInt8(6);
  let at = 40;
  let isLaterFragment = false;
  while ([0, 43, 44, 51, 60].includes(protocolNumber) && packet.length >= at + 8) {
    if (protocolNumber === 44) isLaterFragment ||= packet.readUInt16BE(at + 2) >> 3 !== 0;
    const length = extensionLength(protocolNumber, packet.readUInt8(at + 1));
    protocolNumber = packet.readUInt8(at);
    at += length;
    if (isLaterFragment) break;
  }
  return { protocolNumber, at, isLaterFragment };
}

function extensionLength(protocolNumber: number, lengthField: number): number {
  if (protocolNumber === 44) return 8;
  return protocolNumber === 51 ? (lengthField + 2) * 4 : (lengthField + 1) * 8;
}

function withTransport(head: Head, body: Buffer): IpPacket {
  if (head.isLaterFragment) return { ...head, payload: body };
  if (head.protocolNumber === 6 && body.length >= 14) return withTcp(head, body);
  if (head.protocolNumber === 17 && body.length >= 8) {
    const udp = { sourcePort: body.readUInt16BE(0), destinationPort: body.readUInt16BE(2) };
    return { ...head, udp, payload: body.subarray(8) };
  }
  if ((head.protocolNumber === 1 || head.protocolNumber === 58) && body.length >= 2) {
    return { ...head, icmp: { type: body.readUInt8(0), code: body.readUInt8(1) }, payload: body.subarray(8) };
  }
  return { ...head, payload: body };
}

function withTcp(head: Head, body: Buffer): IpPacket {
  const bits = body.readUInt8(13);
  const flags = tcpFlags.filter((_, bit) => (bits & (1 << bit)) !== 0);
  const tcp = { sourcePort: body.readUInt16BE(0), destinationPort: body.readUInt16BE(2), flags };
  return { ...head, tcp, payload: body.subarray((body.readUInt8(12) >> 4) * 4) };
}

/** The short form of RFC 5952: the first longest run of zeros becomes `::`. */
function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  for (let length = 8; length >= 2; length--) {
    const at = groups.findIndex((_, start) => isZeroRun(groups, start, length));
    if (at !== -1) return `${groups.slice(0, at).join(':')}::${groups.slice(at + length).join(':')}`;
  }
  return groups.join(':');
}

function isZeroRun(groups: readonly string[], start: number, length: number): boolean {
  return start + length <= groups.length && groups.slice(start, start + length).every((group) => group === '0');
}
