import type { Socket } from 'node:net';
import type { LoginName } from '../../accounts/login-name.ts';
import { parseLoginName } from '../../accounts/login-name.ts';
import type { Session } from '../../accounts/session.ts';
import type { TwinServiceOptions } from '../banner-services.ts';
import { readInput } from '../client-input.ts';
import type { OpenConsole } from '../console-access.ts';
import { openConsole } from '../console-access.ts';
import { peerAddress } from '../listener.ts';
import { TelnetLogin } from './telnet-login.ts';
import type { TelnetEvent } from './telnet-parser.ts';
import { iac, LineEnds, TelnetParser } from './telnet-parser.ts';

/** DO terminal-type, terminal-speed, X display, new-environ: what RouterOS sends first (nmap knows it by them). */
const questions = Buffer.from('fffd18fffd20fffd23fffd27', 'hex');
const asked = new Set([24, 32, 35, 39]);
const windowSize = 31;
const offered = new Set([1, 3]);

/** WILL echo, WILL suppress-go-ahead: we echo, so that a password is not. DO window-size. */
const ourPart = Buffer.from('fffb01fffb03fffd1f', 'hex');

/** Who has not logged in by then is sent away. */
const graceMs = 60_000;

/** A client that asks for much and reads nothing is cut off when so much waits for it. */
const mostUnread = 32 * 1024 * 1024;

/** One client of telnet: negotiation, login, then the console. */
export class TelnetClient {
  readonly #socket: Socket;
  readonly #options: TwinServiceOptions;
  readonly #parser = new TelnetParser();
  readonly #lineEnds = new LineEnds();
  readonly #login: TelnetLogin;
  readonly #answered = new Set<number>();
  readonly #refused = new Set<string>();
  #window = { columns: 80, rows: 24 };
  #hasBegun = false;
  #name: LoginName = parseLoginName('');
  #session: Session | undefined;
  #console: OpenConsole | undefined;
  /** What was typed while the console was on its way. */
  #early: number[] = [];

  constructor(socket: Socket, options: TwinServiceOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#login = new TelnetLogin({
      write: (text) => this.#write(Buffer.from(text, 'latin1')),
      decide: (user, password) => this.#decide(user, password),
      giveUp: () => void socket.end(),
    });
  }

  start(): void {
    const grace = setTimeout(() => {
      if (this.#session === undefined) this.#socket.destroy();
    }, graceMs);
    this.#socket.once('close', () => {
      clearTimeout(grace);
      this.#console?.stop();
      this.#session?.logOut();
    });
    this.#socket.setNoDelay(true);
    this.#socket.write(questions);
    readInput(this.#socket, (chunk) => {
      for (const event of this.#parser.push(chunk)) if (this.#socket.writable) this.#handle(event);
    });
  }

  #handle(event: TelnetEvent): void {
    if (event.type === 'typed') this.#type(this.#lineEnds.join(event.bytes));
    else if (event.type === 'negotiation') this.#negotiate(event);
    else if (event.type === 'window') this.#resize(event);
    else this.#write(Buffer.from('\r\n[yes]\r\n'));
  }

  /** Answers to our questions need none; what else a client offers or wants is refused, once (RFC 1143 in its simplest form). */
  #negotiate({ verb, option }: Extract<TelnetEvent, { type: 'negotiation' }>): void {
    const isAnswer = verb === 'will' || verb === 'wont';
    if (asked.has(option) && isAnswer) {
      this.#answered.add(option);
      if (this.#answered.size === asked.size) this.#begin();
    } else if ((verb === 'will' && option !== windowSize) || (verb === 'do' && !offered.has(option))) {
      this.#refuse(verb, option);
    }
  }

  #refuse(verb: 'will' | 'do', option: number): void {
    if (this.#refused.has(`${verb} ${option}`)) return;
    this.#refused.add(`${verb} ${option}`);
    this.#socket.write(Buffer.of(iac, verb === 'will' ? 254 : 252, option));
  }

  #resize({ columns, rows }: { columns: number; rows: number }): void {
    this.#window = {
      columns: this.#name.columns ?? (columns || this.#window.columns),
      rows: this.#name.rows ?? (rows || this.#window.rows),
    };
    this.#console?.resize(this.#window.columns, this.#window.rows);
  }

  /** A client that does not negotiate (nc) is greeted when it first says something. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#socket.write(ourPart);
    this.#write(Buffer.from(`\r\nMikroTik v${this.#options.version.text} (stable)\r\nLogin: `));
  }

  #type(bytes: Uint8Array): void {
    this.#begin();
    if (this.#console !== undefined) this.#console.input(bytes);
    else for (const byte of bytes) this.#typeEarly(byte);
  }

  #typeEarly(byte: number): void {
    if (!this.#socket.writable) return;
    if (this.#session !== undefined) this.#early = [...this.#early, byte].slice(0, 4096);
    else if (this.#login.take(byte)) this.#enter().catch((error: unknown) => this.#breakOff(error));
  }

  #decide(user: string, password: string): boolean {
    this.#name = parseLoginName(user);
    const peer = { address: peerAddress(this.#socket), via: 'telnet', end: () => void this.#socket.end() } as const;
    this.#session = this.#options.twin.accounts.logIn(this.#name.user, password, peer);
    return this.#session !== undefined;
  }

  async #enter(): Promise<void> {
    if (this.#session === undefined) return;
    this.#resize(this.#window);
    const console_ = await openConsole({
      twin: this.#options.twin,
      session: this.#session,
      ...this.#window,
      colours: this.#name.colours,
      write: (bytes) => this.#write(bytes),
      close: () => void this.#socket.end(),
    });
    if (this.#socket.destroyed) return;
    this.#console = console_;
    console_.start();
    console_.input(Uint8Array.from(this.#early));
  }

  /** A bug of the twin must not take the other connections with it. */
  #breakOff(error: unknown): void {
    process.stderr.write(`telnet: ${error instanceof Error ? error.stack : String(error)}\n`);
    this.#socket.destroy();
  }

  #write(bytes: Uint8Array): void {
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > mostUnread) this.#socket.destroy();
    else this.#socket.write(escaped(bytes));
  }
}

/** A byte that would begin a command is doubled. */
function escaped(bytes: Uint8Array): Uint8Array {
  return bytes.includes(iac)
    ? Uint8Array.from([...bytes].flatMap((byte) => (byte === iac ? [iac, iac] : [byte])))
    : bytes;
}
