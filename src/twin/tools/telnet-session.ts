import type { Socket } from 'node:net';
import { textOfBytes } from '../../routeros/byte-text.ts';
import { iac, TelnetParser, type Verb } from '../services/telnet/telnet-parser.ts';
import type { Keyboard } from './keyboard.ts';

const verbByte: Readonly<Record<Verb, number>> = { will: 251, wont: 252, do: 253, dont: 254 };
const echo = 1;
const suppressGoAhead = 3;

/** Ctrl-], with which whoever sits there leaves. */
const escapeKey = 0x1d;

/** The client's end of a telnet connection: characters to and fro, options refused but for those that every terminal has. */
export class TelnetSession {
  readonly #socket: Socket;
  readonly #parser = new TelnetParser();
  readonly #print: (text: string) => void;
  /** Does the other side show what is typed? */
  #isEchoed = false;

  constructor(socket: Socket, print: (text: string) => void) {
    this.#socket = socket;
    this.#print = print;
  }

  /** Settles when the connection has ended, whoever ended it; `left`: by the escape key. */
  run({ keyboard, signal }: { keyboard: Keyboard | undefined; signal: AbortSignal }): Promise<'closed' | 'left'> {
    return new Promise((resolve) => {
      let how: 'closed' | 'left' = 'closed';
      const release = keyboard?.hold((bytes) => {
        const isEscape = bytes.includes(escapeKey);
        if (isEscape) how = 'left';
        if (isEscape) this.#socket.destroy();
        else this.#type(bytes);
      });
      signal.addEventListener('abort', () => this.#socket.destroy(), { once: true });
      this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
      this.#socket.on('error', () => undefined);
      this.#socket.on('end', () => this.#socket.end());
      this.#socket.once('close', () => {
        release?.();
        resolve(how);
      });
    });
  }

  /** Return goes as CR LF, to a server that echoes as CR NUL (RFC 854); a byte 255 goes twice. */
  #type(bytes: Uint8Array): void {
    const sent: number[] = [];
    for (const byte of bytes) {
      sent.push(byte);
      if (byte === 13) sent.push(this.#isEchoed ? 0 : 10);
      if (byte === iac) sent.push(iac);
    }
    if (!this.#isEchoed) this.#print(textOfBytes(bytes).replace(/\r/g, '\n'));
    this.#socket.write(Uint8Array.from(sent));
  }

  #take(chunk: Buffer): void {
    for (const event of this.#parser.push(chunk)) {
      if (event.type === 'typed') this.#print(textOfBytes(event.bytes).replace(/\r\0/g, '\r'));
      if (event.type === 'negotiation') this.#answer(event.verb, event.option);
    }
  }

  #answer(verb: Verb, option: number): void {
    if (option === echo && (verb === 'will' || verb === 'wont')) this.#isEchoed = verb === 'will';
    if (verb === 'wont' || verb === 'dont') return;
    const isTaken = option === suppressGoAhead || (verb === 'will' && option === echo);
    const reply: Verb = verb === 'will' ? (isTaken ? 'do' : 'dont') : isTaken ? 'will' : 'wont';
    this.#socket.write(Uint8Array.of(iac, verbByte[reply], option));
  }
}
