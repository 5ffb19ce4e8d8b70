import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createPcapReader, parsePcap } from './pcap.ts';

const captured = readFileSync(new URL('./fixtures/ethernet.pcap', import.meta.url));

interface Format {
  readonly magic: number;
  readonly littleEndian: boolean;
}

/** One record of four bytes, captured 1.5 s after 1970. */
function captureOf({ magic, littleEndian }: Format, ticks: number): Buffer {
  const bytes = Buffer.alloc(24 + 16 + 4);
  const put = (value: number, at: number): number =>
    littleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  [magic, 0x00040002, 0, 0, 262144, 1, 1, ticks, 4, 60].forEach((value, index) => {
    put(value, index * 4);
  });
  bytes.set([1, 2, 3, 4], 40);
  return bytes;
}

test.each([
  { magic: 0xa1b2c3d4, littleEndian: true, ticks: 500_000 },
  { magic: 0xa1b2c3d4, littleEndian: false, ticks: 500_000 },
  { magic: 0xa1b23c4d, littleEndian: true, ticks: 500_000_000 },
  { magic: 0xa1b23c4d, littleEndian: false, ticks: 500_000_000 },
])('reads magic $magic, little endian $littleEndian', ({ ticks, ...format }) => {
  const [record, ...others] = parsePcap(captureOf(format, ticks));
  expect(others).toEqual([]);
  expect(record).toMatchObject({ linkType: 1, atMs: 1500, originalLength: 60, littleEndian: format.littleEndian });
  expect(record?.data).toEqual(Buffer.from([1, 2, 3, 4]));
});

test.each([1, 2, 7, 16, 23, 24, 25, 1000, 100_000])('gives the same records in pieces of %i bytes', (size) => {
  const reader = createPcapReader();
  const records = Array.from({ length: Math.ceil(captured.length / size) }, (_, index) =>
    reader.read(captured.subarray(index * size, (index + 1) * size)),
  ).flat();
  reader.end();
  expect(records).toEqual(parsePcap(captured));
  expect(records).toHaveLength(26);
});

test('gives a record as soon as its last byte is there', () => {
  const capture = captureOf({ magic: 0xa1b2c3d4, littleEndian: true }, 0);
  const reader = createPcapReader();
  expect(reader.read(capture.subarray(0, 43))).toEqual([]);
  expect(reader.read(capture.subarray(43))).toHaveLength(1);
});

test('keeps records intact when the caller reuses its buffer', () => {
  const chunk = Buffer.from(captured);
  const [record] = createPcapReader().read(chunk);
  chunk.fill(0);
  expect(record?.data).toEqual(parsePcap(captured)[0]?.data);
});

test.each([
  ['an empty file', 0],
  ['half a file header', 12],
  ['a record cut in its header', 30],
  ['a record cut in its data', 60],
])('refuses %s', (_, length) => {
  expect(() => parsePcap(captured.subarray(0, length))).toThrow(
    expect.objectContaining({ code: 'tool/capture-truncated' }),
  );
});

test('names the way out of pcapng', () => {
  const pcapng = Buffer.concat([Buffer.from('0a0d0d0a', 'hex'), Buffer.alloc(30)]);
  expect(() => parsePcap(pcapng)).toThrow(
    expect.objectContaining({ code: 'tool/capture-format', remedy: expect.stringContaining('dumpcap -P') }),
  );
});

test('refuses a record of impossible length', () => {
  const capture = captureOf({ magic: 0xa1b2c3d4, littleEndian: true }, 0);
  capture.writeUInt32LE(0xffff_ffff, 32);
  expect(() => parsePcap(capture)).toThrow('a record claims 4294967295 bytes');
});
