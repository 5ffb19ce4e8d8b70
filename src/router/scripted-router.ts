import { createServer, type Socket } from 'node:net';
import { encodeSentence, type Sentence, SentenceDecoder } from '../routeros/api/sentence.ts';
import { type ParsedSentence, parseSentence } from '../routeros/api/words.ts';

/** One command as the scripted router got it. */
export interface Received extends ParsedSentence {
  readonly socket: Socket;
  /** Sends sentences in one write, each with the command's tag. */
  readonly reply: (...sentences: Sentence[]) => void;
}

export interface ScriptedRouter extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** Resolves with the first command of this name, past or to come. */
  readonly got: (name: string) => Promise<Received>;
}

export interface Script {
  /** Answers `/login`; otherwise every user is welcome. */
  readonly login?: ((command: Received) => void) | undefined;
  readonly answer?: (command: Received) => void;
  /** A unix socket to listen on, or a port of the loopback; any free one otherwise. */
  readonly path?: string;
  readonly port?: number;
}

/** A router for tests that says exactly what a test tells it to, however wrong that is. */
export async function startScriptedRouter({ login, answer, path, port = 0 }: Script = {}): Promise<ScriptedRouter> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const waiting: { name: string; resolve: (command: Received) => void }[] = [];
  const take = (command: Received): void => {
    received.push(command);
    for (const { name, resolve } of waiting) if (name === command.name) resolve(command);
    if (command.name === '/login') (login ?? welcome)(command);
    else answer?.(command);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    readCommands(socket, take);
  });
  await new Promise<void>((resolve) => {
    server.listen(path === undefined ? { port, host: '127.0.0.1' } : { path }, resolve);
  });
  const address = server.address();
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received,
    got: async (name) =>
      received.find((command) => command.name === name) ??
      (await new Promise((resolve) => waiting.push({ name, resolve }))),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const welcome = ({ reply }: Received): void => reply(['!done']);

function readCommands(socket: Socket, take: (command: Received) => void): void {
  const decoder = new SentenceDecoder();
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    decoder.push(chunk, (words) => {
      const sentence = parseSentence(words);
      const tagged = (answer: Sentence): Buffer => encodeSentence([...answer, `.tag=${sentence.tag}`]);
      take({ ...sentence, socket, reply: (...answers) => socket.write(Buffer.concat(answers.map(tagged))) });
    });
  });
}
