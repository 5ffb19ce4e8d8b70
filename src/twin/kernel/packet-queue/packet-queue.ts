import type { RunningProcess } from '../../../process/command.ts';
import { startProcess } from '../../../process/start-process.ts';
import { attribute, MessageReader, messageTypes, queueRequest, uint32 } from './netlink-message.ts';

export const queueNumber = 7;

/** A packet that the kernel holds until it is told what to do with it. */
export interface QueuedPacket {
  readonly id: number;
  readonly mark: number;
  /** From the IP header on. */
  readonly payload: Buffer;
}

// enum nfqnl_attr_type
const packetHeader = 1;
const verdictHeader = 2;
const packetMark = 3;
const packetPayload = 10;
const repeat = 4;

/**
 * Node cannot open a netlink socket; socat can, and makes it a pair of pipes. NETLINK_NO_ENOBUFS (270:5): a packet that found
 * no room in a flood is passed on unseen, and is no error that would end the reading.
 */
const netlinkPipe = [
  'socat',
  '-b',
  '131072',
  'STDIO',
  'SOCKET-DATAGRAM:16:3:12:x00000000000000000000,setsockopt=270:5:i1,rcvbuf=4194304',
];

/** Reads packets from the kernel's queue; each goes through its table once more, with the mark that it is given. */
export class PacketQueue {
  readonly #process: RunningProcess;

  private constructor(process: RunningProcess) {
    this.#process = process;
  }

  static async start(judge: (packet: QueuedPacket) => number): Promise<PacketQueue> {
    const process = await startProcess(netlinkPipe);
    const queue = new PacketQueue(process);
    const reader = new MessageReader();
    process.stdout.on('data', (chunk: Buffer) => {
      const verdicts = reader.read(chunk).flatMap((message) => {
        const packet = message.type === messageTypes.packet ? packetOf(message.attributes) : undefined;
        return packet === undefined ? [] : [verdictMessage(packet.id, judge(packet))];
      });
      for (const verdict of verdicts) queue.#send(verdict);
    });
    queue.#send(config(attribute(1, Buffer.of(1, 0, 0, 0)))); // NFQNL_CFG_CMD_BIND
    queue.#send(config(attribute(2, Buffer.concat([uint32(0xffff), Buffer.of(2)])))); // the whole packet
    queue.#send(config(attribute(3, uint32(4096)))); // how many may wait
    return queue;
  }

  #send(message: Buffer): void {
    this.#process.stdin?.write(message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

const config = (setting: Buffer): Buffer => queueRequest(messageTypes.config, queueNumber, [setting]);

function packetOf(attributes: ReadonlyMap<number, Buffer>): QueuedPacket | undefined {
  const header = attributes.get(packetHeader);
  if (header === undefined) return undefined;
  return {
    id: header.readUInt32BE(0),
    mark: attributes.get(packetMark)?.readUInt32BE(0) ?? 0,
    payload: attributes.get(packetPayload) ?? Buffer.alloc(0),
  };
}

function verdictMessage(id: number, mark: number): Buffer {
  const header = attribute(verdictHeader, Buffer.concat([uint32(repeat), uint32(id)]));
  return queueRequest(messageTypes.verdict, queueNumber, [header, attribute(packetMark, uint32(mark))]);
}
