import { createServer, type Socket } from 'node:net';
import { readInput } from './client-input.ts';
import { type Listening, listen, peerAddress } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';
import { splitTelnet } from './telnet-protocol.ts';

/** Telnet on 23: negotiates, then asks for user and password until the client has enough of being refused. */
export async function startTelnetService(options: ServiceOptions): Promise<Listening> {
  const server = createServer((socket) => {
    if (!socket.destroyed) new TelnetLogin(socket, options).start();
  });
  return await listen(server, 'telnet', listenAt(options), options);
}

/** DO terminal-type, terminal-speed, X display, new-environ: what RouterOS sends first (nmap knows it by them). */
const questions = Buffer.from('fffd18fffd20fffd23fffd27', 'hex');
const questionCount = 4;

/** WILL echo, WILL suppress-go-ahead: we echo, so that a password is not. */
const ourPart = Buffer.from('fffb01fffb03', 'hex');

const longestInput = 256;

/** A client that has not been refused often enough to go by itself. */
const mostAttempts = 10;

class TelnetLogin {
  readonly #socket: Socket;
  readonly #options: ServiceOptions;
  #unread = Buffer.alloc(0);
  #answers = 0;
  #hasBegun = false;
  #input = '';
  #last = '';
  #user: string | undefined;
  #attempts = 0;

  constructor(socket: Socket, options: ServiceOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  start(): void {
    this.#socket.write(questions);
    readInput(this.#socket, (chunk) => this.#read(chunk));
  }

  #read(chunk: Buffer<ArrayBuffer>): void {
    const { text, answers, rest } = splitTelnet(Buffer.concat([this.#unread, chunk]));
    this.#unread = rest;
    this.#answers += answers;
    // A client that does not negotiate (nc) is greeted when it first says something.
    if (!this.#hasBegun && (this.#answers >= questionCount || text !== '')) this.#begin();
    for (const character of text) if (this.#socket.writable) this.#type(character);
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#socket.write(ourPart);
    this.#socket.write(`\r\nMikroTik v${this.#options.version.text} (stable)\r\nLogin: `);
  }

  /** A line ends with CR LF, CR NUL, or a bare LF from clients that know no better. */
  #type(character: string): void {
    const endsReturn = this.#last === '\r' && (character === '\n' || character === '\0');
    this.#last = character;
    if (endsReturn) return;
    if (character === '\r' || character === '\n') this.#enter();
    else if (character === '\b' || character === '\x7f') this.#erase();
    else if (character >= ' ' && this.#input.length < longestInput) this.#append(character);
  }

  #append(character: string): void {
    this.#input += character;
    if (this.#user === undefined) this.#socket.write(character, 'latin1');
  }

  #erase(): void {
    if (this.#user === undefined && this.#input !== '') this.#socket.write('\b \b');
    this.#input = this.#input.slice(0, -1);
  }

  #enter(): void {
    const line = this.#input;
    this.#input = '';
    if (this.#user !== undefined) this.#refuse(this.#user);
    else if (line === '') this.#socket.write('\r\nLogin: ');
    else {
      this.#user = line;
      this.#socket.write('\r\nPassword: ');
    }
  }

  #refuse(user: string): void {
    this.#user = undefined;
    this.#attempts += 1;
    this.#options.onLoginFailure(user, peerAddress(this.#socket));
    this.#socket.write('\r\nLogin failed, incorrect username or password\r\n\r\n');
    if (this.#attempts < mostAttempts) this.#socket.write('Login: ');
    else this.#socket.end();
  }
}
