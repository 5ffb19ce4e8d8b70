import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startLab } from '../../lab/fabrics/netns/start-lab.ts';
import type { LabHost } from '../../lab/lab.ts';
import { parseTopology } from '../../lab/topology/read-topology.ts';
import type { StartedRouter } from './started-router.ts';
import { attachTwin, startTwin, type TwinOptions } from './twin.ts';

const program = [process.execPath, fileURLToPath(new URL('fixtures/fake-twin.ts', import.meta.url))];

const topology = parseTopology({
  name: 'one-network.yaml',
  text: `
name: one-network
description: A router and a host.
networks: { net: { subnet: 192.0.2.0/24 } }
router: { interfaces: { ether1: { network: net, expect: 192.0.2.1 } } }
hosts: { client: { network: net, address: 192.0.2.2 } }
`,
});

async function startHost(): Promise<LabHost> {
  const lab = await startLab(topology, { name: `twin-test-${process.pid}` });
  onTestFinished(async () => await lab.down());
  return lab.router;
}

async function start(host: LabHost, options: Partial<TwinOptions> = {}): Promise<StartedRouter> {
  const started = await startTwin(host, { ros: '7', clock: 'virtual', program, ...options });
  onTestFinished(async () => await started[Symbol.asyncDispose]());
  return started;
}

test('starts the twin on its host and connects to it', async () => {
  const started = await start(await startHost(), { trust: '/run/knocklab/ca.pem' });
  const { router, clock, logs } = started;
  expect(await router.identity()).toBe('fake');
  expect(await started.notes()).toEqual(['/radius']);
  expect(await clock.now()).toEqual({ iso: '2023-07-20T20:43:00', ms: 1689885780000 });
  expect(await logs()).toBe(
    'started with --ros 7 --management-port 18728 --control @knocklab-twin --console @knocklab-console' +
      ' --trust /run/knocklab/ca.pem --run-dir /run/knocklab/router\nready',
  );
});

test('attaches to a twin that somebody else started', async () => {
  const host = await startHost();
  const first = await start(host);
  await first[Symbol.asyncDispose]();
  await using second = await attachTwin(host, { clock: 'virtual' });
  expect(await second.router.identity()).toBe('fake');
});

test('rejects everything with the last lines of the log when the twin dies', async () => {
  const { router, clock } = await start(await startHost());
  const death = { code: 'router/dead', evidence: expect.stringMatching(/ready\nthe last words$/) };
  const pending = [router.print('/silent'), router.call('/', 'crash')];
  for (const command of pending) await expect(command).rejects.toMatchObject(death);
  await expect(router.identity()).rejects.toMatchObject(death);
  await expect(clock.advance('1s')).rejects.toMatchObject(death);
});

test('shows the log of a twin that does not come up', async () => {
  await expect(start(await startHost(), { ros: 'broken' })).rejects.toMatchObject({
    code: 'router/dead',
    message: 'The twin router ended before it was ready.',
    evidence: expect.stringContaining('cannot read the firewall'),
  });
});

test('says that a twin was not ready in time', async () => {
  await expect(start(await startHost(), { ros: 'slow', timeoutMs: 2000 })).rejects.toMatchObject({
    code: 'router/not-ready',
    evidence: expect.stringContaining('--ros slow'),
  });
});
