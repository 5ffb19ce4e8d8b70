import { KnocklabError } from '../errors.ts';

/** Link types we meet, by their number in the file (tcpdump.org/linktypes.html). */
export const linkTypes = { ethernet: 1, raw: 101, nflog: 239 } as const;

export interface PcapRecord {
  readonly linkType: number;
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number;
  /** What was captured: may be less than `originalLength`. */
  readonly data: Buffer;
  readonly originalLength: number;
  /** Byte order of the machine that wrote the file; NFLOG's headers follow it. */
  readonly littleEndian: boolean;
}

/** Takes a capture in pieces of any size and gives the records that each piece completes. */
export interface PcapReader {
  read(chunk: Uint8Array): PcapRecord[];
  /** Throws when the capture ends inside a header or a record. */
  end(): void;
}

interface PcapFormat {
  readonly littleEndian: boolean;
  readonly ticksPerMs: number;
  readonly linkType: number;
}

export const fileHeaderLength = 24;
export const recordHeaderLength = 16;
// libpcap's own upper bound (MAXIMUM_SNAPLEN is 262144, for DBus 128 MiB): more than this is a torn stream, not a packet.
const longestRecord = 128 * 1024 * 1024;

/** Reads the classic pcap format (draft-ietf-opsawg-pcap), both byte orders, micro- and nanoseconds. */
export function createPcapReader(): PcapReader {
  let rest = Buffer.alloc(0);
  let format: PcapFormat | undefined;
  return {
    read(chunk) {
      let bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      if (format === undefined && bytes.length >= fileHeaderLength) {
        format = parseFileHeader(bytes);
        bytes = bytes.subarray(fileHeaderLength);
      }
      const records: PcapRecord[] = [];
      rest = format === undefined ? bytes : takeRecords(bytes, format, records);
      return records;
    },
    end() {
      if (format !== undefined && rest.length === 0) return;
      throw new KnocklabError(
        'tool/capture-truncated',
        `The capture ends inside a record (${rest.length} bytes over).`,
      );
    },
  };
}

/** All records of a complete capture. */
export function parsePcap(capture: Uint8Array): PcapRecord[] {
  const reader = createPcapReader();
  const records = reader.read(capture);
  reader.end();
  return records;
}

function parseFileHeader(bytes: Buffer): PcapFormat {
  const magic = bytes.readUInt32BE(0);
  const ticks = new Map([
    [0xa1b2c3d4, { littleEndian: false, ticksPerMs: 1_000 }],
    [0xd4c3b2a1, { littleEndian: true, ticksPerMs: 1_000 }],
    [0xa1b23c4d, { littleEndian: false, ticksPerMs: 1_000_000 }],
    [0x4d3cb2a1, { littleEndian: true, ticksPerMs: 1_000_000 }],
  ]).get(magic);
  if (ticks === undefined) throw notPcap(magic);
  // The upper bits hold the length of the frame check sequence.
  return { ...ticks, linkType: readUInt32(bytes, 20, ticks.littleEndian) & 0x03ff_ffff };
}

function notPcap(magic: number): KnocklabError {
  const found = `0x${magic.toString(16).padStart(8, '0')}`;
  const details = magic === 0x0a0d0d0a ? { remedy: 'This is pcapng: capture with `dumpcap -P`.' } : {};
  return new KnocklabError('tool/capture-format', `Not a pcap capture: it begins with ${found}.`, details);
}

/** Appends the complete records to `records` and returns what is left over. */
function takeRecords(bytes: Buffer, format: PcapFormat, records: PcapRecord[]): Buffer<ArrayBuffer> {
  let at = 0;
  while (bytes.length - at >= recordHeaderLength) {
    const length = readUInt32(bytes, at + 8, format.littleEndian);
    if (length > longestRecord) throw tornRecord(length);
    if (bytes.length - at - recordHeaderLength < length) break;
    records.push(recordAt(bytes, at, length, format));
    at += recordHeaderLength + length;
  }
  return Buffer.from(bytes.subarray(at));
}

function recordAt(bytes: Buffer, at: number, length: number, format: PcapFormat): PcapRecord {
  const { littleEndian, linkType } = format;
  const seconds = readUInt32(bytes, at, littleEndian);
  const ticks = readUInt32(bytes, at + 4, littleEndian);
  const start = at + recordHeaderLength;
  return {
    linkType,
    littleEndian,
    atMs: seconds * 1000 + ticks / format.ticksPerMs,
    data: bytes.subarray(start, start + length),
    originalLength: readUInt32(bytes, at + 12, littleEndian),
  };
}

function tornRecord(length: number): KnocklabError {
  return new KnocklabError('tool/capture-format', `The capture is damaged: a record claims ${length} bytes.`);
}

function readUInt32(bytes: Buffer, at: number, littleEndian: boolean): number {
  return littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
