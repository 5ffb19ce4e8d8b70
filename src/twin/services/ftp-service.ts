import { createServer, type Socket } from 'node:net';
import { readLines } from './client-input.ts';
import { type Listening, listen, peerAddress } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';

/** FTP on 21: greets as RouterOS 6.4x and 7 do, asks for a password and refuses it. */
export async function startFtpService(options: ServiceOptions): Promise<Listening> {
  const server = createServer((socket) => {
    if (!socket.destroyed) greet(socket, options);
  });
  return await listen(server, 'ftp', listenAt(options), options);
}

function greet(socket: Socket, { identity, version, onLoginFailure }: ServiceOptions): void {
  let user = '';
  const answer = (line: string): string => {
    const [command, argument] = splitCommand(line);
    if (command === 'USER') {
      user = argument;
      return `331 Password required for ${argument}`;
    }
    if (command === 'PASS') {
      onLoginFailure(user, peerAddress(socket));
      return '530 Login incorrect';
    }
    if (command === 'SYST') return `215 UNIX MikroTik ${version.text}`;
    return command === 'QUIT' ? '221 Closing' : '530 Please login with USER and PASS';
  };
  socket.write(`220 ${printable(identity())} FTP server (MikroTik ${version.text}) ready\r\n`);
  readLines(socket, (line) => {
    const reply = answer(line);
    socket.write(`${reply}\r\n`);
    if (reply.startsWith('221')) socket.end();
  });
}

function splitCommand(line: string): [command: string, argument: string] {
  const [command = '', ...words] = line.split(' ');
  return [command.toUpperCase(), printable(words.join(' '))];
}

/** A reply is one line. */
function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]/g, '');
}
