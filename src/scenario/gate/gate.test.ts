import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { GateOrder, GateReport } from './gate.ts';
import { connectGate } from './gate-connection.ts';
import type { Hand } from './hand.ts';

/** Somebody who holds a gate: what it was told, and how it orders. */
async function holder() {
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-gate-'));
  const path = join(folder, 'gate.sock');
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  const connecting = once(server, 'connection') as Promise<[Socket]>;
  const gate = await connectGate(path, 'a/b', '/run');
  const [socket] = await connecting;
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  onTestFinished(async () => {
    socket.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });
  const heard = async (): Promise<GateReport> => JSON.parse((await lines.next()).value ?? 'null');
  const order = (given: GateOrder): void => void socket.write(`${JSON.stringify(given)}\n`);
  return { gate, heard, order, leave: () => socket.destroy() };
}

const hand = (done: string[]): Hand => ({
  acts: 0,
  advance: async (by) => void done.push(by),
  exec: async (host, line) => `${host}: ${line}`,
  router: async () => Promise.reject(new Error('bad command name')),
  note: (host) => void done.push(`note ${host}`),
  look: async () => undefined,
});

test('waits before a step until it is told to go, and does what is asked meanwhile', async () => {
  const { gate, heard, order } = await holder();
  const done: string[] = [];
  expect(await heard()).toEqual({ say: 'run', scenario: 'a/b', directory: '/run' });
  gate.open({ hand: hand(done), shells: {}, console: undefined });
  expect(await heard()).toEqual({ say: 'lab', shells: {} });
  const passing = gate.pass(3);
  expect(await heard()).toEqual({ say: 'waiting', step: 3 });
  order({ do: 'advance', id: 1, by: '30s' });
  expect(await heard()).toEqual({ say: 'done', id: 1 });
  order({ do: 'exec', id: 2, host: 'attacker', line: 'id' });
  expect(await heard()).toEqual({ say: 'done', id: 2, text: 'attacker: id' });
  order({ do: 'router', id: 3, line: '/no' });
  expect(await heard()).toEqual({ say: 'done', id: 3, error: 'bad command name' });
  order({ do: 'note', host: 'client' });
  order({ do: 'go' });
  await passing;
  expect(await heard()).toEqual({ say: 'passed', step: 3 });
  expect(done).toEqual(['30s', 'note client']);
});

test('refuses an act while a step is under way', async () => {
  const { gate, heard, order } = await holder();
  await heard();
  gate.open({ hand: hand([]), shells: {}, console: undefined });
  await heard();
  order({ do: 'advance', id: 7, by: '1m' });
  expect(await heard()).toEqual({ say: 'done', id: 7, error: 'a step is under way' });
});

test('ends the run when whoever held it has gone', async () => {
  const { gate, leave } = await holder();
  const passing = gate.pass(1);
  leave();
  await expect(passing).rejects.toThrow('whoever held the gate has gone');
});

test('says so when nobody listens', async () => {
  await expect(connectGate('/nonexistent/gate.sock', 'a/b', '/run')).rejects.toThrow('Nobody listens at the gate');
});
