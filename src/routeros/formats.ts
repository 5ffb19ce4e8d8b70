import { bytesOfText, textOfBytes } from './byte-text.ts';
import { toText } from './to-text.ts';
import { list, num, str, type Value } from './value.ts';

/** One of the forms between which `:convert` goes: bytes of a value, and a value of bytes. */
interface Format {
  /** Undefined when the value does not have this form. */
  readonly decode?: (value: Value) => Uint8Array | undefined;
  readonly encode?: (bytes: Uint8Array) => Value;
}

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What `from=` and `to=` of `:convert` know (command reference of 7.24). */
export const formats: Readonly<Record<string, Format>> = {
  raw: { decode: (value) => bytesOfText(toText(value)), encode: (bytes) => str(textOfBytes(bytes)) },
  hex: { decode: (value) => ofHex(toText(value)), encode: (bytes) => str(Buffer.from(bytes).toString('hex')) },
  base64: { decode: (value) => ofBase64(toText(value)), encode: (bytes) => str(Buffer.from(bytes).toString('base64')) },
  base32: { decode: (value) => ofBase32(toText(value)), encode: (bytes) => str(toBase32(bytes)) },
  url: { decode: (value) => ofUrl(toText(value)), encode: (bytes) => str(toUrl(bytes)) },
  num: {
    decode: ofNumber,
    encode: (bytes) => num(BigInt.asIntN(64, BigInt(`0x0${Buffer.from(bytes).toString('hex')}`))),
  },
  'byte-array': { decode: ofBytes, encode: (bytes) => list([...bytes].map((byte) => num(byte))) },
  'bit-array-lsb': { decode: (value) => ofBits(value, 0), encode: (bytes) => toBits(bytes, 0) },
  'bit-array-msb': { decode: (value) => ofBits(value, 7), encode: (bytes) => toBits(bytes, 7) },
};

function ofHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/^0x/, '').replace(/[:\s]/g, '');
  if (!/^[\dA-Fa-f]*$/.test(digits)) return undefined;
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}

function ofBase64(text: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/_\s-]*=*\s*$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** RFC 4648. */
function toBase32(bytes: Uint8Array): string {
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  bits = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => base32Letters.charAt(Number.parseInt(five, 2))).join('');
  return letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

function ofBase32(text: string): Uint8Array | undefined {
  const letters = text.replace(/\s/g, '').replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]*$/.test(letters)) return undefined;
  const bits = Array.from(letters)
    .map((letter) => base32Letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}

/** Everything but letters, digits and `-._~` (RFC 3986, 2.3) is escaped. */
function toUrl(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => String.fromCharCode(byte))
    .map((char) => (/[A-Za-z0-9._~-]/.test(char) ? char : `%${hexByte(char.charCodeAt(0))}`))
    .join('');
}

function ofUrl(text: string): Uint8Array {
  const bytes = Buffer.from(bytesOfText(text)).toString('latin1');
  const plain = bytes.replace(/%([\dA-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function ofNumber(value: Value): Uint8Array | undefined {
  if (value.type !== 'num' && !/^\d+$/.test(toText(value))) return undefined;
  return ofHex(BigInt.asUintN(64, BigInt(toText(value))).toString(16));
}

function ofBytes(value: Value): Uint8Array | undefined {
  const bytes = numbersOf(value);
  return bytes.every((byte) => byte >= 0 && byte <= 255) ? Uint8Array.from(bytes) : undefined;
}

/** Members are bits, those of one byte behind each other; `first` is the weight of the first. */
function ofBits(value: Value, first: 0 | 7): Uint8Array | undefined {
  const bits = numbersOf(value);
  if (!bits.every((bit) => bit === 0 || bit === 1)) return undefined;
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) {
    const byte = at >> 3;
    bytes[byte] = (bytes[byte] ?? 0) | (bit << Math.abs(first - (at & 7)));
  }
  return bytes;
}

function toBits(bytes: Uint8Array, first: 0 | 7): Value {
  return list(
    [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, at) => num((byte >> Math.abs(first - at)) & 1))),
  );
}

function numbersOf(value: Value): readonly number[] {
  const members = value.type === 'array' ? value.list : toText(value).split(/[;,]/).map(str);
  return members.map((member) => (/^\d+$/.test(toText(member)) ? Number(toText(member)) : -1));
}

const hexByte = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
