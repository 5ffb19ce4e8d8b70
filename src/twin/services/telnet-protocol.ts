/** What a telnet client's bytes say, negotiation taken out (RFC 854). */
export interface TelnetInput {
  /** Typed characters, Latin-1. */
  readonly text: string;
  /** WILL, WONT, DO and DONT that came. */
  readonly answers: number;
  /** The beginning of a command that is not complete yet. */
  readonly rest: Buffer<ArrayBuffer>;
}

const iac = 255;
const subnegotiation = 250;
const will = 251;
const endOfSubnegotiation = 240;

/** A subnegotiation that never ends is thrown away here. */
const longestCommand = 512;

export function splitTelnet(bytes: Buffer<ArrayBuffer>): TelnetInput {
  const typed: number[] = [];
  let answers = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const size = byte === iac ? commandSize(bytes, at) : 1;
    if (size === undefined) return { text: textOf(typed), answers, rest: unfinished(bytes.subarray(at)) };
    if (byte !== iac || (size === 2 && bytes[at + 1] === iac)) typed.push(byte);
    if (size === 3 && (bytes[at + 1] ?? 0) >= will) answers += 1;
    at += size;
  }
  return { text: textOf(typed), answers, rest: Buffer.alloc(0) };
}

/** Bytes of the command at an IAC; undefined while its end is not there. */
function commandSize(bytes: Buffer, at: number): number | undefined {
  const command = bytes[at + 1];
  if (command === undefined) return undefined;
  if (command === subnegotiation) {
    const end = bytes.indexOf(Buffer.of(iac, endOfSubnegotiation), at + 2);
    return end === -1 ? undefined : end + 2 - at;
  }
  if (command < will || command === iac) return 2;
  return at + 2 < bytes.length ? 3 : undefined;
}

function unfinished(rest: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  return rest.length > longestCommand ? Buffer.alloc(0) : Buffer.from(rest);
}

/** A line ends with CR LF, CR NUL, or a bare LF from clients that know no better. */
function textOf(typed: readonly number[]): string {
  return Buffer.from(typed)
    .toString('latin1')
    .replace(/\r[\n\0]?|\n/g, '\r');
}
