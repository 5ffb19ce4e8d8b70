import { connect } from 'node:net';
import { encodeSentence, SentenceDecoder } from '../../src/routeros/api/sentence.ts';

const login = encodeSentence(['/login', '=name=admin', '=password=']);
const command = encodeSentence(['/system/identity/print']);

/** Logs in and sends commands, each when the one before is answered. Settles with the last answer. */
export async function sendCommands(port: number, count: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const decoder = new SentenceDecoder();
  let sent = 0;
  const take = ([reply]: readonly string[]): void => {
    if (reply === '!re') return;
    if (reply !== '!done') reject(new Error(`the API answered ${reply}`));
    else if (sent === count) resolve();
    else {
      sent += 1;
      socket.write(command);
    }
  };
  socket.on('connect', () => socket.write(login));
  socket.on('data', (chunk: Buffer) => decoder.push(chunk, take));
  socket.on('error', reject);
  try {
    await promise;
  } finally {
    socket.destroy();
  }
}
