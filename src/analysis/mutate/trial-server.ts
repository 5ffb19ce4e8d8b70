import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TrialAnswer, TrialMessage, TrialReport, TrialScenario } from '../../scenario/trials/trial.ts';

/** A session that waits to be told what to try. */
export interface WaitingSession {
  readonly scenario: TrialScenario;
  tell(answer: TrialAnswer): void;
}

interface Listener {
  /** A session has begun, or has come to the end of its trial. */
  readonly onIdle: (session: WaitingSession, report: TrialReport | undefined) => void;
  /** It has gone with this trial, or between two. */
  readonly onLost: (session: WaitingSession, trial: number | undefined) => void;
}

/** Listens for sessions on a unix socket in a folder of its own. */
export async function startTrialServer(listener: Listener): Promise<{ path: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-mutate-'));
  const path = join(folder, 'trials');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket, listener);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function serve(socket: Socket, { onIdle, onLost }: Listener): void {
  let session: WaitingSession | undefined;
  let trial: number | undefined;
  let isOver = false;
  const tell = (answer: TrialAnswer): void => {
    trial = answer.do === 'try' ? answer.order.id : undefined;
    isOver = answer.do === 'end';
    socket.write(`${JSON.stringify(answer)}\n`);
  };
  socket.on('error', () => undefined);
  socket.once('close', () => {
    if (session !== undefined && !isOver) onLost(session, trial);
  });
  createInterface({ input: socket }).on('line', (line) => {
    const message: TrialMessage = JSON.parse(line);
    if (message.say === 'here') session = { scenario: message.scenario, tell };
    trial = undefined;
    if (session !== undefined) onIdle(session, message.say === 'done' ? message.report : undefined);
  });
}
