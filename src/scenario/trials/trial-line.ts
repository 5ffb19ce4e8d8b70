import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { KnocklabError } from '../../core/errors.ts';
import type { TrialAnswer, TrialMessage } from './trial.ts';

/** A session's line to whoever orders the trials: one answer to each thing said. */
export interface TrialLine extends Disposable {
  ask(message: TrialMessage): Promise<TrialAnswer>;
}

/** Connects to a unix socket that listens already. */
export async function connectTrialLine(path: string): Promise<TrialLine> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (cause) =>
      reject(new KnocklabError('lab/trials', 'Nobody orders trials any more.', { cause })),
    );
  });
  return trialLine(socket);
}

function trialLine(socket: Socket): TrialLine {
  const { promise: lost, resolve: lose } = Promise.withResolvers<TrialAnswer>();
  const isLost = (): void => lose({ do: 'end' });
  socket.on('error', isLost);
  socket.once('close', isLost);
  let answered: (answer: TrialAnswer) => void = () => undefined;
  createInterface({ input: socket }).on('line', (line) => answered(JSON.parse(line)));
  return {
    ask: async (message) => {
      const { promise, resolve } = Promise.withResolvers<TrialAnswer>();
      answered = resolve;
      socket.write(`${JSON.stringify(message)}\n`);
      return await Promise.race([promise, lost]);
    },
    [Symbol.dispose]: () => void socket.end(),
  };
}
