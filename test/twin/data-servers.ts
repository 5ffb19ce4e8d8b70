import { createSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';

// An FTP and a TFTP server as small as they can be, with one file in them, for a host of a lab:
// their data comes over connections that only the conversation tells of.

const file = 'known by heart\n';

/** What is written to a data connection once it is there. */
type Send = (data: Socket) => void;

class FtpSession {
  readonly #control: Socket;
  #deliver: ((send: Send) => void) | undefined;

  constructor(control: Socket) {
    this.#control = control;
    control.setEncoding('latin1');
    control.on('error', () => undefined);
    control.on('data', (text: string) => {
      for (const line of text.split('\r\n').filter((part) => part !== '')) this.#take(line);
    });
    this.#say('220 ready');
  }

  #say(line: string): void {
    this.#control.write(`${line}\r\n`);
  }

  #take(line: string): void {
    const [verb = '', argument = ''] = line.split(' ');
    const answers: Readonly<Record<string, () => void>> = {
      USER: () => this.#say('331 password'),
      PASS: () => this.#say('230 in'),
      PWD: () => this.#say('257 "/"'),
      TYPE: () => this.#say('200 ok'),
      PASV: () => this.#passive(),
      PORT: () => this.#active(argument),
      RETR: () => this.#retrieve(),
      QUIT: () => this.#control.end('221 bye\r\n'),
    };
    (answers[verb.toUpperCase()] ?? (() => this.#say('502 no')))();
  }

  #passive(): void {
    const waiting: Server = createServer();
    const arrived = new Promise<Socket>((resolve) => waiting.once('connection', resolve));
    this.#deliver = (send) => void arrived.then(send);
    waiting.listen(0, () => {
      const address = waiting.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      const own = (this.#control.localAddress ?? '').replace('::ffff:', '').replaceAll('.', ',');
      this.#say(`227 Entering Passive Mode (${own},${port >> 8},${port & 255})`);
    });
  }

  #active(argument: string): void {
    const [a = '', b = '', c = '', d = '', high = '0', low = '0'] = argument.split(',');
    this.#deliver = (send) => {
      const data = connect(Number(high) * 256 + Number(low), [a, b, c, d].join('.'), () => send(data));
      data.on('error', () => this.#say('425 cannot connect'));
    };
    this.#say('200 ok');
  }

  #retrieve(): void {
    this.#say('150 here it comes');
    this.#deliver?.((data) => {
      data.on('error', () => undefined);
      data.end(file, () => this.#say('226 done'));
    });
  }
}

/** Its data comes from a port of its own. */
function serveTftp(): void {
  createSocket('udp4')
    .on('message', (_request, { address, port }) => {
      createSocket('udp4').send(Buffer.concat([Buffer.from([0, 3, 0, 1]), Buffer.from(file)]), port, address);
    })
    .bind(69);
}

createServer((control) => void new FtpSession(control)).listen(21, () => process.stdout.write('ready\n'));
serveTftp();
