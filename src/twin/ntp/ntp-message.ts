/** A packet of RFC 5905, as far as a client and a server of one question and one answer need it. */
export interface NtpMessage {
  /** 3: the sender's clock is not set. */
  readonly leap: number;
  /** 3 is a client, 4 a server. */
  readonly mode: number;
  readonly stratum: number;
  /** When the client's packet was sent, in the client's own bits: they prove that this answers it. */
  readonly origin: bigint;
  readonly receivedMs: number;
  readonly transmit: bigint;
}

const bytesOfMessage = 48;
/** From 1900 to 1970. */
const epochSeconds = 2_208_988_800;

/** 32 bits of seconds since 1900, 32 bits of their fraction. */
export function timestamp(utcMs: number): bigint {
  const seconds = BigInt(Math.floor(utcMs / 1000) + epochSeconds) & 0xffff_ffffn;
  const fraction = BigInt(Math.floor(((((utcMs % 1000) + 1000) % 1000) / 1000) * 2 ** 32));
  return (seconds << 32n) | fraction;
}

/** Of the era that began in 1900, or, where that would be before 1968, of the next one. */
export function msOfTimestamp(stamp: bigint): number {
  const seconds = Number(stamp >> 32n);
  const era = seconds < 2 ** 31 ? 2 ** 32 : 0;
  return (seconds + era - epochSeconds) * 1000 + (Number(stamp & 0xffff_ffffn) / 2 ** 32) * 1000;
}

export function encodeNtp({ leap, mode, stratum, origin, receivedMs, transmit }: NtpMessage): Buffer {
  const bytes = Buffer.alloc(bytesOfMessage);
  bytes[0] = (leap << 6) | (4 << 3) | mode;
  bytes[1] = stratum;
  bytes[2] = 6;
  bytes.writeInt8(-20, 3);
  if (mode === 4) bytes.writeBigUInt64BE(timestamp(receivedMs), 16);
  bytes.writeBigUInt64BE(origin, 24);
  if (mode === 4) bytes.writeBigUInt64BE(timestamp(receivedMs), 32);
  bytes.writeBigUInt64BE(transmit, 40);
  return bytes;
}

/** `undefined`: that is no packet of NTP. */
export function decodeNtp(bytes: Buffer): NtpMessage | undefined {
  if (bytes.length < bytesOfMessage) return undefined;
  const [first = 0, stratum = 0] = bytes;
  return {
    leap: first >> 6,
    mode: first & 7,
    stratum,
    origin: bytes.readBigUInt64BE(24),
    receivedMs: msOfTimestamp(bytes.readBigUInt64BE(32)),
    transmit: bytes.readBigUInt64BE(40),
  };
}
