import ipaddr from 'ipaddr.js';

/** A packet that claims to come from anywhere. */
export interface ForgedPacket {
  /** Two IPv4 addresses, or two IPv6 addresses. */
  readonly source: string;
  readonly destination: string;
  readonly transport: ForgedTcp | ForgedUdp | ForgedEcho;
}

interface ForgedTcp {
  readonly protocol: 'tcp';
  readonly sourcePort: number;
  readonly port: number;
  /** `['SYN']` unless given. */
  readonly flags?: readonly TcpFlag[];
}

interface ForgedUdp {
  readonly protocol: 'udp';
  readonly sourcePort: number;
  readonly port: number;
  readonly data?: string | Uint8Array;
}

interface ForgedEcho {
  readonly protocol: 'icmp';
  /** Of the whole IP packet. */
  readonly size: number;
  /** Hexadecimal digits that fill it. */
  readonly pattern?: string;
}

const flagBits = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 } as const;
type TcpFlag = keyof typeof flagBits;

const protocols = { icmp: 1, tcp: 6, udp: 17 } as const;
/** Echo requests: type 8 of ICMP (RFC 792), 128 of ICMPv6 (RFC 4443). */
const echoTypes = { 4: 8, 6: 128 } as const;

/** The bytes of an IPv4 packet (RFC 791) or an IPv6 packet (RFC 8200) with TCP, UDP or an echo request in it, all checksums right. */
export function encodePacket({ source, destination, transport }: ForgedPacket): Buffer {
  const addresses = [source, destination].map(addressBytes);
  const version = addresses[0]?.length === 16 ? 6 : 4;
  const protocol = version === 6 && transport.protocol === 'icmp' ? 58 : protocols[transport.protocol];
  const payload = encodeTransport(transport, version);
  const ip = { protocol, addresses: Buffer.concat(addresses), payloadLength: payload.length };
  writeChecksum(payload, transport, ip);
  return Buffer.concat([version === 6 ? ipv6Header(ip) : ipv4Header(ip), payload]);
}

interface IpFields {
  readonly protocol: number;
  /** Source and destination, one behind the other. */
  readonly addresses: Buffer;
  readonly payloadLength: number;
}

function ipv4Header({ protocol, addresses, payloadLength }: IpFields): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(header.length + payloadLength, 2);
  header.writeUInt8(64, 8);
  header.writeUInt8(protocol, 9);
  addresses.copy(header, 12);
  header.writeUInt16BE(checksum(header), 10);
  return header;
}

function ipv6Header({ protocol, addresses, payloadLength }: IpFields): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt8(0x60, 0);
  header.writeUInt16BE(payloadLength, 4);
  header.writeUInt8(protocol, 6);
  header.writeUInt8(64, 7);
  addresses.copy(header, 8);
  return header;
}

function encodeTransport(transport: ForgedPacket['transport'], version: 4 | 6): Buffer {
  if (transport.protocol === 'tcp') return tcpSegment(transport);
  return transport.protocol === 'udp' ? udpDatagram(transport) : echoRequest(transport, version);
}

function tcpSegment({ sourcePort, port, flags = ['SYN'] }: ForgedTcp): Buffer {
  const segment = Buffer.alloc(20);
  segment.writeUInt16BE(sourcePort, 0);
  segment.writeUInt16BE(port, 2);
  segment.writeUInt32BE(1, 4);
  segment.writeUInt8(5 << 4, 12);
  segment.writeUInt8(
    flags.reduce((bits, flag) => bits | flagBits[flag], 0),
    13,
  );
  segment.writeUInt16BE(1024, 14);
  return segment;
}

function udpDatagram({ sourcePort, port, data = '' }: ForgedUdp): Buffer {
  const datagram = Buffer.concat([Buffer.alloc(8), typeof data === 'string' ? Buffer.from(data) : data]);
  datagram.writeUInt16BE(sourcePort, 0);
  datagram.writeUInt16BE(port, 2);
  datagram.writeUInt16BE(datagram.length, 4);
  return datagram;
}

function echoRequest({ size, pattern = '' }: ForgedEcho, version: 4 | 6): Buffer {
  const message = Buffer.alloc(size - (version === 6 ? 40 : 20));
  if (pattern !== '') message.fill(Buffer.from(pattern, 'hex'), 8);
  message.writeUInt8(echoTypes[version], 0);
  message.writeUInt32BE(1, 4);
  return message;
}

const checksumAt = { icmp: 2, tcp: 16, udp: 6 } as const;

/** TCP and UDP sum up the addresses as well (RFC 9293, 3.1), and so does ICMPv6 (RFC 4443, 2.3). */
function writeChecksum(payload: Buffer, { protocol }: ForgedPacket['transport'], ip: IpFields): void {
  const pseudo = Buffer.alloc(4);
  pseudo.writeUInt16BE(ip.protocol, 0);
  pseudo.writeUInt16BE(payload.length, 2);
  const isPlain = ip.protocol === protocols.icmp;
  const sum = checksum(isPlain ? payload : Buffer.concat([ip.addresses, pseudo, payload]));
  payload.writeUInt16BE(protocol === 'udp' && sum === 0 ? 0xffff : sum, checksumAt[protocol]);
}

/** The ones' complement of the ones' complement sum of 16-bit words (RFC 1071). */
export function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function addressBytes(address: string): Buffer {
  return Buffer.from(ipaddr.parse(address).toByteArray());
}
