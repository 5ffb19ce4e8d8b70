import type { Socket } from 'node:net';
import { parseLoginName } from '../../accounts/login-name.ts';
import type { Session } from '../../accounts/session.ts';
import { FileError } from '../../files/file-store.ts';
import type { TwinServiceOptions } from '../banner-services.ts';
import { readLines } from '../client-input.ts';
import { peerAddress } from '../listener.ts';
import type { Command } from './ftp-commands.ts';
import { FtpCommands } from './ftp-commands.ts';
import { FtpTransfer } from './ftp-transfer.ts';

/** Who has not logged in by then is sent away; who has, after a longer silence. */
const graceMs = 60_000;
const idleMs = 300_000;

const mostFailures = 5;

/** Lines that may wait while a transfer is under way. */
const mostWaiting = 32;

/** Telnet's signs of urgency, which some clients set before ABOR (RFC 959). */
const urgency = /^[\xf2\xf4\xff]+/;

/** One client of FTP: its commands one after the other, each answered by a line. */
export class FtpSession {
  readonly #socket: Socket;
  readonly #options: TwinServiceOptions;
  readonly #transfer: FtpTransfer;
  #user = '';
  #session: Session | undefined;
  #commands: FtpCommands | undefined;
  #failures = 0;
  #waiting = 0;
  #grace: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: TwinServiceOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#transfer = new FtpTransfer(socket, (line) => this.#say(line));
  }

  start(): void {
    const { identity, version } = this.#options;
    this.#grace = setTimeout(() => this.#socket.destroy(), graceMs);
    this.#socket.once('close', () => {
      clearTimeout(this.#grace);
      this.#transfer.close();
      this.#session?.logOut();
    });
    this.#say(`220 ${printable(identity())} FTP server (MikroTik ${version.text}) ready`);
    readLines(this.#socket, (line) => this.#enqueue(line.replace(urgency, '')));
  }

  #say(line: string): void {
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`);
  }

  #enqueue(line: string): void {
    if (/^abor$/i.test(line)) this.#transfer.abort();
    this.#waiting += 1;
    if (this.#waiting > mostWaiting) this.#socket.destroy();
    this.#turn = this.#turn.then(async () => {
      if (!this.#socket.writable) return;
      const reply = await this.#answer(line);
      this.#say(reply);
      this.#waiting -= 1;
      if (/^[24]21/.test(reply)) this.#socket.end();
    });
  }

  async #answer(line: string): Promise<string> {
    const [word = '', ...words] = line.split(' ');
    const name = word.toUpperCase();
    const argument = printable(Buffer.from(words.join(' '), 'latin1').toString());
    const command = this.#strangers[name] ?? this.#commands?.find(name);
    if (command !== undefined) return await attempt(command, argument);
    return this.#session === undefined
      ? '530 Please login with USER and PASS'
      : `500 '${printable(name)}': command not understood`;
  }

  /** Open to whoever has not logged in yet. */
  readonly #strangers: Readonly<Record<string, Command>> = {
    USER: (user) => {
      this.#user = user;
      return `331 Password required for ${user}`;
    },
    PASS: (password) => this.#logIn(password),
    SYST: () => `215 UNIX MikroTik ${this.#options.version.text}`,
    NOOP: () => '200 NOOP command successful',
    QUIT: () => '221 Closing',
  };

  #logIn(password: string): string {
    const { twin } = this.#options;
    const end = (): void => void this.#socket.destroy();
    this.#session?.logOut();
    const peer = { address: peerAddress(this.#socket), via: 'ftp', end } as const;
    this.#session = twin.accounts.logIn(parseLoginName(this.#user).user, password, peer);
    this.#commands = this.#session && new FtpCommands(twin, this.#session, this.#transfer);
    if (this.#session === undefined) return this.#refusal();
    clearTimeout(this.#grace);
    this.#socket.setTimeout(idleMs, () => this.#socket.destroy());
    return `230 User ${this.#user} logged in`;
  }

  #refusal(): string {
    this.#failures += 1;
    return this.#failures < mostFailures ? '530 Login incorrect' : '421 Login incorrect';
  }
}

async function attempt(command: Command, argument: string): Promise<string> {
  try {
    return await command(argument);
  } catch (error) {
    if (!(error instanceof FileError)) return '425 Can not build data connection';
    return `550 ${argument}: ${error.reason}`;
  }
}

/** A reply is one line. */
function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]/g, '');
}
