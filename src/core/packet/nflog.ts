import type { PcapRecord } from './pcap.ts';

/** One packet that a rule handed over to NFLOG. */
export interface NflogPacket {
  /** What `--nflog-prefix` was given. */
  readonly prefix: string;
  readonly inIfindex: number | undefined;
  readonly outIfindex: number | undefined;
  /** Ports of a bridge that the packet came or goes through. */
  readonly physInIfindex: number | undefined;
  readonly physOutIfindex: number | undefined;
  /** The sender's, for packets that came in over Ethernet: `02:00:00:00:00:01`. */
  readonly hwAddress?: string;
  /** netfilter's number: 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting. */
  readonly hook: number;
  readonly mark: number;
  /** From the IP header on. */
  readonly payload: Buffer;
}

// include/uapi/linux/netfilter/nfnetlink_log.h, enum nfulnl_attr_type
const attribute = {
  packetHeader: 1,
  mark: 2,
  inIfindex: 4,
  outIfindex: 5,
  physInIfindex: 6,
  physOutIfindex: 7,
  hwAddress: 8,
  payload: 9,
  prefix: 10,
} as const;

const attributeTypeMask = 0x3fff;

/** Reads a record of link type 239: a four-byte header, then attributes of length, type, value, padded to four bytes. */
export function decodeNflog({ data, littleEndian }: PcapRecord): NflogPacket {
  const values = readAttributes(data.subarray(4), littleEndian);
  const hwAddress = readHwAddress(values.get(attribute.hwAddress));
  const uint32 = (type: number): number | undefined => {
    const value = values.get(type);
    return value === undefined || value.length < 4 ? undefined : value.readUInt32BE(0);
  };
  return {
    prefix: readPrefix(values.get(attribute.prefix)),
    inIfindex: uint32(attribute.inIfindex),
    outIfindex: uint32(attribute.outIfindex),
    physInIfindex: uint32(attribute.physInIfindex),
    physOutIfindex: uint32(attribute.physOutIfindex),
    ...(hwAddress === undefined ? {} : { hwAddress }),
    hook: values.get(attribute.packetHeader)?.[2] ?? 0,
    mark: uint32(attribute.mark) ?? 0,
    payload: values.get(attribute.payload) ?? Buffer.alloc(0),
  };
}

/** Lengths and types are in the writer's byte order, the values in network order. */
function readAttributes(bytes: Buffer, littleEndian: boolean): Map<number, Buffer> {
  const values = new Map<number, Buffer>();
  let at = 0;
  while (bytes.length - at >= 4) {
    const length = littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    const type = littleEndian ? bytes.readUInt16LE(at + 2) : bytes.readUInt16BE(at + 2);
    if (length < 4) break;
    values.set(type & attributeTypeMask, bytes.subarray(at + 4, at + length));
    at += (length + 3) & ~3;
  }
  return values;
}

function readPrefix(value: Buffer | undefined): string {
  if (value === undefined) return '';
  const end = value.indexOf(0);
  return value.toString('utf8', 0, end === -1 ? value.length : end);
}

function readHwAddress(value: Buffer | undefined): string | undefined {
  if (value === undefined || value.length < 4) return undefined;
  const length = value.readUInt16BE(0);
  if (length === 0 || value.length < 4 + length) return undefined;
  return macText(value.subarray(4, 4 + length));
}

/** `02:00:00:00:00:01`. */
export function macText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
