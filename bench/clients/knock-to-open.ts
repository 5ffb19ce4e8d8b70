import { connect, type Socket } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

// Run on the knocking host: knocks, and then tries to connect, again and again, until the port opens. Prints how many
// milliseconds lie between the last knock and the connection. Arguments: ADDRESS PORT KNOCK KNOCK …

const gapMs = 50;
const giveUpAfterMs = 5000;
/** A dropped SYN would only be repeated after a second; a new one is sent this often instead. */
const tryEveryMs = 0.5;
/** Attempts that are left open; an answer to an older one would have come long ago. */
const openAttempts = 50;

/** One SYN. Nobody need answer. */
function knock(host: string, port: number): Socket {
  return connect({ host, port }).on('error', () => undefined);
}

/** Resolves with the time of the first connection. */
async function untilOpen(host: string, port: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const attempts: Socket[] = [];
  let isOpen = false;
  const opened = (): void => {
    isOpen = true;
    resolve(performance.now());
  };
  const startedAt = performance.now();
  for (let nextAt = startedAt; !isOpen; await turn()) {
    const now = performance.now();
    if (now > startedAt + giveUpAfterMs) throw new Error(`${host}:${port} did not open within ${giveUpAfterMs} ms.`);
    if (now < nextAt) continue;
    nextAt = now + tryEveryMs;
    attempts.push(knock(host, port).on('connect', opened));
    if (attempts.length > openAttempts) attempts.shift()?.destroy();
  }
  for (const attempt of attempts) attempt.destroy();
  return await promise;
}

const [host = '', port = '', ...knocks] = process.argv.slice(2);
for (const stage of knocks.slice(0, -1)) {
  knock(host, Number(stage));
  await pause(gapMs);
}
const lastKnockAt = performance.now();
knock(host, Number(knocks.at(-1)));
console.log((await untilOpen(host, Number(port))) - lastKnockAt);
process.exit();
