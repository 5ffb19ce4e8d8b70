import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdConnection } from './held-connection.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';
import { serve } from './serve.ts';

let probes: ProbeLab;

beforeAll(async () => {
  probes = await startProbeLab();
  await serve(probes.target, 22, 'SYSTEM:cat');
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

test('a connection carries until a filter comes between, and again when it is gone', async () => {
  await using connection = await holdConnection(probes.prober, '192.0.2.1', 22);
  expect(await connection.carries()).toBe(true);
  await probes.onTarget('iptables-legacy -A INPUT -p tcp --dport 22 -j DROP');
  expect(await connection.carries()).toBe(false);
  await probes.onTarget('iptables-legacy -F INPUT');
});

test('one that the other side resets carries nothing', async () => {
  await using connection = await holdConnection(probes.prober, '192.0.2.1', 22);
  await probes.onTarget('iptables-legacy -A INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset');
  expect(await connection.carries()).toBe(false);
  await probes.onTarget('iptables-legacy -F INPUT');
});

test('it throws when nobody answers', async () => {
  await expect(holdConnection(probes.prober, '192.0.2.1', 9)).rejects.toMatchObject({ code: 'probe/connect-failed' });
});
