import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodeOf } from '../src/core/errors.ts';
import { startLab } from '../src/lab/fabrics/netns/start-lab.ts';
import type { Lab, LabHost } from '../src/lab/lab.ts';
import { findTopology, readTopology } from '../src/lab/topology/read-topology.ts';
import { startTwin } from '../src/router/drivers/twin.ts';
import { startTelegram } from '../src/scenario/telegram-mock.ts';

// A port that cannot be bound is an error of the harness, exit code 3, and never a service that is silently missing.

let lab: Lab;
beforeEach(async () => {
  lab = await startLab(await readTopology(await findTopology('paper')), { name: `busy-${process.pid}` });
});
afterEach(() => lab.down());

/** Something else listens there. */
async function occupy(host: LabHost, address: string, port: number): Promise<void> {
  await host.start(['socat', `TCP-LISTEN:${port},bind=${address},fork`, 'EXEC:cat']);
  const taken = async (): Promise<boolean> =>
    (await host.exec(['socat', '-u', '/dev/null', `TCP:${address}:${port}`])).exitCode === 0;
  await expect.poll(taken).toBe(true);
}

test.each([
  ['0.0.0.0', 22, 'ssh', '[::]:22'],
  ['127.0.0.1', 18_728, 'api', '127.0.0.1:18728'],
])('%s:%i of the router', async (address, port, service, wanted) => {
  await occupy(lab.router, address, port);
  const error: unknown = await startTwin(lab.router, { ros: '7', clock: 'virtual' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'router/dead',
    evidence: expect.stringContaining(`"${service}" cannot listen on ${wanted}`),
  });
  expect(exitCodeOf(error)).toBe(3);
});

test('the port of the Bot API', async () => {
  await occupy(lab.host('isp'), '149.154.167.220', 443);
  const error: unknown = await startTelegram(lab).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: expect.stringMatching(/^lab\//),
    evidence: expect.stringContaining('EADDRINUSE'),
  });
  expect(exitCodeOf(error)).toBe(3);
});
