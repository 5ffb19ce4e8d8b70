import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Upload } from '../../files/upload.ts';
import { peerAddress } from '../listener.ts';
import type { DataChannel } from './data-channel.ts';
import { ActiveChannel, PassiveChannel } from './data-channel.ts';
import { portText } from './ftp-address.ts';

/** A data connection on which nothing moves for so long is given up. */
const stalledMs = 60_000;

/** What goes over the second connection, and how that connection is made. */
export class FtpTransfer {
  readonly #control: Socket;
  readonly #say: (line: string) => void;
  #channel: DataChannel | undefined;
  #data: Socket | undefined;
  mode: 'ASCII' | 'BINARY' = 'ASCII';
  restartAt = 0;

  constructor(control: Socket, say: (line: string) => void) {
    this.#control = control;
    this.#say = say;
  }

  async passive(extended: boolean): Promise<string> {
    const channel = await PassiveChannel.listen(this.#control);
    this.#use(channel);
    if (extended) return `229 Entering Extended Passive Mode (|||${channel.port}|)`;
    const host = (this.#control.localAddress ?? '').replace(/^::ffff:/, '');
    return `227 Entering Passive Mode (${portText(host, channel.port)}).`;
  }

  /** Only to the client's own address: ours must not be used to reach others (RFC 2577). */
  active(name: string, to: { host: string; port: number } | undefined): string {
    if (to === undefined || to.host !== peerAddress(this.#control) || to.port < 1024)
      return `500 Illegal ${name} command`;
    this.#use(new ActiveChannel(to, this.#control.localAddress));
    return `200 ${name} command successful`;
  }

  async give(name: string, bytes: Uint8Array): Promise<string> {
    return await this.#carry(name, async (data) => {
      data.end(bytes.subarray(this.restartAt));
      data.resume();
      await finished(data);
    });
  }

  async take(name: string, upload: Upload): Promise<string> {
    if (this.restartAt > 0) upload.cut(this.restartAt);
    return await this.#carry(name, async (data) => {
      for await (const chunk of data) upload.append(chunk);
      await upload.finish();
    });
  }

  abort(): void {
    this.#data?.destroy();
  }

  close(): void {
    this.#channel?.close();
    this.abort();
  }

  #use(channel: DataChannel): void {
    this.#channel?.close();
    this.#channel = channel;
  }

  async #carry(name: string, move: (data: Socket) => Promise<void>): Promise<string> {
    const channel = this.#channel;
    if (channel === undefined) return '425 Can not build data connection';
    this.#say(`150 Opening ${this.mode} mode data connection for '${name}'`);
    try {
      const data = await channel.open();
      this.#data = data;
      data.setTimeout(stalledMs, () => data.destroy());
      return await this.#moved(data, move);
    } finally {
      channel.close();
      this.#channel = undefined;
      this.#data = undefined;
      this.restartAt = 0;
    }
  }

  async #moved(data: Socket, move: (data: Socket) => Promise<void>): Promise<string> {
    try {
      await move(data);
      return `226 ${this.mode} transfer complete`;
    } catch {
      data.destroy();
      return '426 Data connection closed, transfer aborted';
    }
  }
}
