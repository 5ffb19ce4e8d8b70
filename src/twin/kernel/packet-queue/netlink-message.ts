// Messages of netlink's packet queue (include/uapi/linux/netlink.h, …/netfilter/nfnetlink_queue.h): headers in the
// machine's byte order, which is little-endian wherever knocklab runs, values in network order.

const headerBytes = 16;
const genericBytes = 4;
const subsystem = 3;

export const messageTypes = { packet: 0, verdict: 1, config: 2 } as const;

export interface QueueMessage {
  readonly type: number;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

const padded = (length: number): number => (length + 3) & ~3;

/** One attribute with its value, padded to four bytes. */
export function attribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(padded(4 + value.length));
  bytes.writeUInt16LE(4 + value.length, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.set(value, 4);
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** A request about one queue. */
export function queueRequest(type: number, queue: number, attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(headerBytes + genericBytes);
  head.writeUInt32LE(head.length + body.length, 0);
  head.writeUInt16LE((subsystem << 8) | type, 4);
  head.writeUInt16LE(1, 6); // NLM_F_REQUEST: an answer comes only when it fails.
  head.writeUInt16BE(queue, 18);
  return Buffer.concat([head, body]);
}

/**
 * Cuts a stream of bytes into messages: each begins with its own length. The kernel sends a packet as long as it says,
 * without padding (nfnetlink_queue.c: nlmsg_len = skb->len), so that the next one follows at once.
 */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);

  read(chunk: Buffer): QueueMessage[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: QueueMessage[] = [];
    while (this.#rest.length >= headerBytes) {
      const length = this.#rest.readUInt32LE(0);
      if (length < headerBytes || this.#rest.length < length) break;
      messages.push(decode(this.#rest.subarray(0, length)));
      this.#rest = this.#rest.subarray(length);
    }
    return messages;
  }
}

function decode(message: Buffer): QueueMessage {
  const type = message.readUInt16LE(4);
  if (type >> 8 !== subsystem) return { type: -1, attributes: new Map([[0, message.subarray(headerBytes)]]) };
  return { type: type & 0xff, attributes: readAttributes(message.subarray(headerBytes + genericBytes)) };
}

function readAttributes(bytes: Buffer): Map<number, Buffer> {
  const values = new Map<number, Buffer>();
  for (let at = 0; bytes.length - at >= 4; ) {
    const length = bytes.readUInt16LE(at);
    if (length < 4) break;
    values.set(bytes.readUInt16LE(at + 2) & 0x3fff, bytes.subarray(at + 4, at + length));
    at += padded(length);
  }
  return values;
}
