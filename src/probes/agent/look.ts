import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** nmap's words for what a port did. */
export type LookState = 'open' | 'closed' | 'filtered';

export interface LookPlan {
  readonly address: string;
  readonly ports: readonly number[];
  /** How long each of two SYNs is waited for. */
  readonly patienceMs: number;
}

/** The state of each TCP port, by a connection that is opened and at once closed again. */
export async function look({ address, ports, patienceMs }: LookPlan): Promise<LookState[]> {
  return await Promise.all(ports.map((port) => lookTwice(address, port, patienceMs)));
}

/** A packet may get lost on a busy machine: silence counts when it is repeated. */
async function lookTwice(host: string, port: number, patienceMs: number): Promise<LookState> {
  const first = await lookOnce(host, port, patienceMs);
  return first === 'filtered' ? await lookOnce(host, port, patienceMs) : first;
}

async function lookOnce(host: string, port: number, patienceMs: number): Promise<LookState> {
  const socket = connect({ host, port });
  const { promise, resolve, reject } = Promise.withResolvers<LookState>();
  socket.on('connect', () => resolve('open'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const state = answers[error.code ?? ''];
    if (state === undefined) reject(error);
    else resolve(state);
  });
  const enough = new AbortController();
  const patience = sleep(patienceMs, 'filtered' as const, { signal: enough.signal });
  patience.catch(() => undefined);
  try {
    return await Promise.race([promise, patience]);
  } finally {
    enough.abort();
    // A reset waits for the connection: a socket that gets none would go on repeating its SYN.
    if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
  }
}

/** What an answer other than SYN/ACK means, as nmap has it: an ICMP error is a filter's. */
const answers: Readonly<Record<string, LookState>> = {
  ECONNREFUSED: 'closed',
  ECONNRESET: 'closed',
  EHOSTUNREACH: 'filtered',
  ENETUNREACH: 'filtered',
  EACCES: 'filtered',
  EPROTO: 'filtered',
  ENOPROTOOPT: 'filtered',
  ETIMEDOUT: 'filtered',
};
