import { createServer } from 'node:net';
import { encodeSentence, SentenceDecoder } from '../../src/routeros/api/sentence.ts';

/** The least that can answer the API's sentences: always the same, knowing nothing. Prints where it listens. */
const answer = Buffer.concat([encodeSentence(['!re', '=name=MikroTik']), encodeSentence(['!done'])]);
const server = createServer((socket) => {
  const decoder = new SentenceDecoder();
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) =>
    decoder.push(chunk, ([name]) => void socket.write(name === '/login' ? encodeSentence(['!done']) : answer)),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : undefined);
});
