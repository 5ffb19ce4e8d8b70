import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { TwinClock } from '../time/twin-clock.ts';
import { decodeNtp, encodeNtp, timestamp } from './ntp-message.ts';

const port = 123;

/** Tells others the time, as well as the router knows it. */
export class NtpServer {
  readonly #clock: TwinClock;
  /** 16: the clock is not set. */
  readonly #stratum: () => number;
  #socket: Socket | undefined;

  constructor(clock: TwinClock, stratum: () => number) {
    this.#clock = clock;
    this.#stratum = stratum;
  }

  async listen(isOpen: boolean): Promise<void> {
    if (isOpen === (this.#socket !== undefined)) return;
    if (!isOpen) {
      this.#socket?.close();
      this.#socket = undefined;
      return;
    }
    const socket = createSocket('udp4');
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => {
      const answer = this.#answer(bytes);
      if (answer !== undefined) socket.send(answer, from.port, from.address, () => undefined);
    });
    socket.bind({ address: '0.0.0.0', port });
    await once(socket, 'listening').catch(() => undefined);
  }

  #answer(bytes: Buffer): Buffer | undefined {
    const question = decodeNtp(bytes);
    if (question?.mode !== 3) return undefined;
    const stratum = this.#stratum();
    const { utcMs } = this.#clock;
    const leap = stratum > 15 ? 3 : 0;
    return encodeNtp({
      leap,
      mode: 4,
      stratum: stratum > 15 ? 0 : stratum,
      origin: question.transmit,
      receivedMs: utcMs,
      transmit: timestamp(utcMs),
    });
  }
}
