/** Bits that each step of the four rounds rotates by (RFC 1321, 3.4). */
const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** MD5 of bytes in hex; this folder calls no library of the platform, and WebCrypto has no MD5. */
export function md5(bytes: Uint8Array): string {
  const words = padded(bytes);
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < words.length; at += 16) {
    const mixed = mix(state, words.subarray(at, at + 16));
    state = state.map((word, index) => (word + (mixed[index] ?? 0)) | 0);
  }
  return Buffer.from(Int32Array.from(state).buffer).toString('hex');
}

/** One bit, zeros, and the length in bits, as little-endian words. */
function padded(bytes: Uint8Array): Uint32Array {
  const whole = Buffer.alloc(((bytes.length + 8) >> 6) * 64 + 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  whole.writeBigUInt64LE(BigInt(bytes.length) * 8n, whole.length - 8);
  return Uint32Array.from({ length: whole.length / 4 }, (_, index) => whole.readUInt32LE(index * 4));
}

function mix(state: readonly number[], block: Uint32Array): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const [bits, index] = chosen(round, step, b, c, d);
    const constant = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
    const sum = (a + bits + constant + (block[index] ?? 0)) | 0;
    const turn = turns[round]?.[step & 3] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
  }
  return [a, b, c, d];
}

/** The round's function of three words, and which word of the block it takes. */
function chosen(round: number, step: number, b: number, c: number, d: number): readonly [bits: number, index: number] {
  if (round === 0) return [(b & c) | (~b & d), step];
  if (round === 1) return [(d & b) | (~d & c), (5 * step + 1) & 15];
  if (round === 2) return [b ^ c ^ d, (3 * step + 5) & 15];
  return [c ^ (b | ~d), (7 * step) & 15];
}
