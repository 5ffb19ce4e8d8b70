/**
 * RouterOS strings are bytes. Ours are JavaScript strings in which every byte that is not part of valid UTF-8 stands
 * as a lone surrogate U+DC80…U+DCFF, so that a layer7 pattern with `\80` survives and `\E2\9D\A4` reads as ❤.
 */
const strayBase = 0xdc00;

/** The text that these bytes stand for. */
export function textOfBytes(bytes: Uint8Array): string {
  // No copy: a file may be large.
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = whole.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  return decodeWithStrays(whole);
}

/** The bytes of a text, stray ones included. */
export function bytesOfText(text: string): Uint8Array {
  if (!hasStray(text)) return Buffer.from(text, 'utf8');
  return Buffer.concat(
    Array.from(text).map((char) =>
      isStray(char) ? Buffer.of(char.charCodeAt(0) - strayBase) : Buffer.from(char, 'utf8'),
    ),
  );
}

/** Length in bytes, which is what `:len` and error columns count. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : bytesOfText(text).length;
}

/** Bytes `begin` to `end` (exclusive) of a text. */
export function sliceBytes(text: string, begin: number, end: number): string {
  return isAscii(text) ? text.slice(begin, end) : textOfBytes(bytesOfText(text).subarray(begin, end));
}

/** Joins texts; bytes that only together make a character become that character. */
export function joinTexts(texts: readonly string[]): string {
  const joined = texts.join('');
  return hasStray(joined) ? textOfBytes(bytesOfText(joined)) : joined;
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);
const hasStray = (text: string): boolean =>
  /[\udc80-\udcff]/.test(text) && /(?:^|[^\ud800-\udbff])[\udc80-\udcff]/.test(text);
const isStray = (char: string): boolean => char.length === 1 && char >= '\udc80' && char <= '\udcff';

function decodeWithStrays(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    text += length === 0 ? String.fromCharCode(strayBase + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

const replacement = Buffer.from('\ufffd');

/** Bytes of the valid UTF-8 sequence that starts here; 0 when none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  const sequence = bytes.subarray(at, at + length);
  if (length === 0 || sequence.length < length) return 0;
  const text = sequence.toString('utf8');
  // The replacement character may stand there in its own right.
  return !text.includes('\ufffd') || sequence.equals(replacement) ? length : 0;
}
