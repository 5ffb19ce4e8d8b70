import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

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
  const patience = silence(patienceMs, enough.signal);
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

/** On a busy machine the time may be up with an answer lying there: what the kernel has by then still counts. */
async function silence(patienceMs: number, signal: AbortSignal): Promise<LookState> {
  await sleep(patienceMs, undefined, { signal });
  await setImmediate();
  return 'filtered';
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

/** What the kernel says when it knows no way to an address; undefined when it knows one. Connected UDP sends nothing. */
export async function routeFault(address: string): Promise<string | undefined> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  socket.once('error', ({ message }) => resolve(message));
  socket.once('connect', () => resolve(undefined));
  socket.connect(anyPort, address);
  return await promise.finally(() => socket.close());
}

const anyPort = 9;
