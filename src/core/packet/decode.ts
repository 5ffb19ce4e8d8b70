import { decodeIp, type IpPacket } from './ip.ts';
import { decodeNflog, macText, type NflogPacket } from './nflog.ts';
import { linkTypes, type PcapRecord } from './pcap.ts';

/** A captured packet, read as far as its layers are known. */
export interface DecodedPacket {
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number;
  /** On the wire, in bytes: the capture may hold less. */
  readonly length: number;
  readonly ethernet?: EthernetHeader;
  readonly nflog?: NflogPacket;
  readonly arp?: ArpPacket;
  readonly ip?: IpPacket;
}

interface EthernetHeader {
  readonly source: string;
  readonly destination: string;
  readonly etherType: number;
}

interface ArpPacket {
  readonly operation: 'request' | 'reply' | 'other';
  readonly senderAddress: string;
  readonly senderMac: string;
  readonly targetAddress: string;
}

/** Reads one record of a capture by its link type. */
export function decodeRecord(record: PcapRecord): DecodedPacket {
  const base = { atMs: record.atMs, length: record.originalLength };
  if (record.linkType === linkTypes.ethernet) return { ...base, ...decodeEthernet(record.data) };
  if (record.linkType === linkTypes.raw) return { ...base, ...ipOf(record.data) };
  if (record.linkType !== linkTypes.nflog) return base;
  const nflog = decodeNflog(record);
  return { ...base, nflog, ...ipOf(nflog.payload) };
}

function ipOf(packet: Buffer): { ip?: IpPacket } {
  const ip = decodeIp(packet);
  return ip === undefined ? {} : { ip };
}

const etherTypes = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd } as const;

/** Reads an Ethernet II frame; one VLAN tag is stepped over. */
export function decodeEthernet(frame: Buffer): Pick<DecodedPacket, 'ethernet' | 'arp' | 'ip'> {
  if (frame.length < 14) return {};
  const outerType = frame.readUInt16BE(12);
  const isTagged = outerType === etherTypes.vlan && frame.length >= 18;
  const etherType = isTagged ? frame.readUInt16BE(16) : outerType;
  const payload = frame.subarray(isTagged ? 18 : 14);
  const ethernet = {
    destination: macText(frame.subarray(0, 6)),
    source: macText(frame.subarray(6, 12)),
    etherType,
  };
  if (etherType === etherTypes.arp) return { ethernet, ...arpOf(payload) };
  if (etherType === etherTypes.ipv4 || etherType === etherTypes.ipv6) return { ethernet, ...ipOf(payload) };
  return { ethernet };
}

/** ARP for IPv4 over Ethernet (RFC 826). */
function arpOf(packet: Buffer): { arp?: ArpPacket } {
  if (packet.length < 28) return {};
  const operations = { 1: 'request', 2: 'reply' } as const;
  const number = packet.readUInt16BE(6);
  return {
    arp: {
      operation: number === 1 || number === 2 ? operations[number] : 'other',
      senderMac: macText(packet.subarray(8, 14)),
      senderAddress: packet.subarray(14, 18).join('.'),
      targetAddress: packet.subarray(24, 28).join('.'),
    },
  };
}
