import ipaddr from 'ipaddr.js';
import { decodeName, encodeName } from './dns-name.ts';

/** The types that RouterOS names; others are passed on as they are. */
export const recordTypes: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
};

export const typeName = (type: number): string =>
  Object.keys(recordTypes).find((name) => recordTypes[name] === type) ?? `TYPE${type}`;

export interface DnsRecord {
  /** Without the last dot. */
  readonly name: string;
  readonly type: number;
  readonly ttlSeconds: number;
  /** As text, names without pointers: `192.0.2.1`, `10 mail.example`; of a type that is not known, hexadecimal. */
  readonly data: string;
}

export function decodeRecord(bytes: Buffer, at: number): { readonly record: DnsRecord; readonly next: number } {
  const { name, next: head } = decodeName(bytes, at);
  const type = bytes.readUInt16BE(head);
  const ttlSeconds = bytes.readUInt32BE(head + 4);
  const start = head + 10;
  const next = start + bytes.readUInt16BE(head + 8);
  if (next > bytes.length) throw new RangeError('record');
  return { record: { name: name.toLowerCase(), type, ttlSeconds, data: decodeData(bytes, type, start, next) }, next };
}

function decodeData(bytes: Buffer, type: number, start: number, end: number): string {
  switch (typeName(type)) {
    case 'A':
    case 'AAAA':
      return decodeAddress(bytes.subarray(start, end), type);
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return decodeName(bytes, start).name;
    case 'MX':
      return `${bytes.readUInt16BE(start)} ${decodeName(bytes, start + 2).name}`;
    case 'SRV':
      return [...[0, 2, 4].map((skip) => bytes.readUInt16BE(start + skip)), decodeName(bytes, start + 6).name].join(
        ' ',
      );
    case 'TXT':
      return decodeText(bytes, start, end);
    case 'SOA':
      return decodeSoa(bytes, start);
    default:
      return bytes.toString('hex', start, end);
  }
}

function decodeAddress(bytes: Buffer, type: number): string {
  if (bytes.length !== (type === recordTypes['A'] ? 4 : 16)) throw new RangeError('address');
  return ipaddr.fromByteArray([...bytes]).toString();
}

function decodeText(bytes: Buffer, start: number, end: number): string {
  const parts: string[] = [];
  for (let at = start; at < end; at += 1 + bytes.readUInt8(at))
    parts.push(bytes.toString('latin1', at + 1, Math.min(end, at + 1 + bytes.readUInt8(at))));
  return parts.join('');
}

function decodeSoa(bytes: Buffer, start: number): string {
  const primary = decodeName(bytes, start);
  const responsible = decodeName(bytes, primary.next);
  const numbers = [0, 4, 8, 12, 16].map((skip) => bytes.readUInt32BE(responsible.next + skip));
  return [primary.name, responsible.name, ...numbers].join(' ');
}

export function encodeRecord({ name, type, ttlSeconds, data }: DnsRecord): Buffer {
  const content = encodeData(type, data);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(Math.max(0, Math.floor(ttlSeconds)), 4);
  head.writeUInt16BE(content.length, 8);
  return Buffer.concat([encodeName(name), head, content]);
}

function encodeData(type: number, data: string): Buffer {
  const words = data.split(' ');
  switch (typeName(type)) {
    case 'A':
    case 'AAAA':
      return Buffer.from(ipaddr.parse(data).toByteArray());
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return encodeName(data);
    case 'MX':
      return Buffer.concat([numbers16(words.slice(0, 1)), encodeName(words[1] ?? '')]);
    case 'SRV':
      return Buffer.concat([numbers16(words.slice(0, 3)), encodeName(words[3] ?? '')]);
    case 'TXT':
      return Buffer.concat((data.match(/[\s\S]{1,255}/g) ?? ['']).map(characterString));
    case 'SOA':
      return Buffer.concat([encodeName(words[0] ?? ''), encodeName(words[1] ?? ''), numbers32(words.slice(2))]);
    default:
      return Buffer.from(data, 'hex');
  }
}

function characterString(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function numbers16(words: readonly string[]): Buffer {
  const bytes = Buffer.alloc(words.length * 2);
  for (const [index, word] of words.entries()) bytes.writeUInt16BE(Number(word) & 0xffff, index * 2);
  return bytes;
}

function numbers32(words: readonly string[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(Number(word) >>> 0, index * 4);
  return bytes;
}
