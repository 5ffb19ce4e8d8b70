import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { TwinClock } from './time/twin-clock.ts';

interface Request {
  readonly id: number;
  readonly do: string;
  readonly ms?: number;
}

/** What can be had of the twin by its side door. */
export interface Controlled {
  readonly clock: TwinClock;
  readonly commit: () => Promise<void>;
  /** What was configured and kept, but has no effect. */
  readonly notes: () => readonly string[];
  /** What packets made of its rules until now. */
  readonly coverage: () => Promise<object>;
}

/**
 * Turns the twin's time. An abstract unix socket belongs to the router's network namespace: no host of the lab can reach
 * it, and nothing of it lies on a disk. JSON lines, one answer to each request.
 */
export async function startControlServer(name: string, twin: Controlled): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      void answer(line, twin).then((reply) => socket.write(`${JSON.stringify(reply)}\n`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(`\0${name.replace(/^@/, '')}`, resolve);
  });
}

async function answer(line: string, twin: Controlled): Promise<object> {
  let id = 0;
  try {
    const request = JSON.parse(line) as Request;
    id = request.id;
    return { id, ok: true, ...(await carryOut(request, twin)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut({ do: what, ms = 0 }: Request, twin: Controlled): Promise<object> {
  const { clock, commit } = twin;
  if (what === 'notes') return { notes: twin.notes() };
  if (what === 'coverage') return { coverage: await twin.coverage() };
  if (what === 'advance') {
    if (!Number.isFinite(ms) || ms < 0) throw new Error(`cannot advance by ${ms} ms`);
    await clock.advance(ms);
    await commit();
  } else if (what !== 'now') throw new Error(`unknown request "${what}"`);
  return { ms: Math.round(clock.wallMs), iso: new Date(clock.wallMs).toISOString().slice(0, 19) };
}
