import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from './connect.ts';
import { http } from './http.ts';
import { ping } from './ping.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';
import { serve } from './serve.ts';

const address = '192.0.2.1';
let probes: ProbeLab;

beforeAll(async () => {
  probes = await startProbeLab(
    'iptables-legacy -A INPUT -p tcp --dport 23 -j DROP',
    'iptables-legacy -A INPUT -p tcp --dport 24 -j REJECT --reject-with icmp-host-unreachable',
    'mkdir /run/knocklab/www && echo hi > /run/knocklab/www/index.html',
    'iptables-legacy -A INPUT -p icmp -m length ! --length 84 -j DROP',
  );
  await serve(probes.target, 22, 'SYSTEM:echo SSH-2.0-ROSSSH');
  await probes.target.start(['busybox', 'httpd', '-f', '-p', '80', '-h', '/run/knocklab/www']);
  await serve(probes.target, 81, 'SYSTEM:sleep 30');
  await serve(probes.target, 82, 'SYSTEM:true');
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

test.each([
  [22, 'connected'],
  [443, 'refused'],
  [23, 'timeout'],
  [24, 'unreachable'],
])('connects to port %i: %s', async (port, outcome) => {
  expect(await connect(probes.prober, address, port)).toMatchObject({ outcome });
});

test('is not answered where nobody is', async () => {
  const { outcome } = await connect(probes.prober, '192.0.2.77', 22, { timeoutMs: 4000 });
  expect(outcome).toBe('unreachable');
});

test('reads what a service says first, and no more than it says', async () => {
  const spoken = await connect(probes.prober, address, 22, { readBanner: true });
  expect(spoken).toMatchObject({ outcome: 'connected', banner: 'SSH-2.0-ROSSSH\n' });
  const silent = await connect(probes.prober, address, 81, { readBanner: true });
  expect(silent).toMatchObject({ outcome: 'connected' });
  expect(silent).not.toHaveProperty('banner');
});

test('throws when the address is none', async () => {
  await expect(connect(probes.prober, 'nowhere.example', 22)).rejects.toMatchObject({ code: 'probe/connect-failed' });
});

test.each([
  [84, 2],
  [720, 0],
])('pings with packets of %i bytes: %i of 2 come back', async (size, received) => {
  const result = await ping(probes.prober, address, { count: 2, size, timeoutMs: 200 });
  expect(result).toMatchObject({ sent: 2, received });
});

test('throws when ping fails or its size is impossible', async () => {
  await expect(ping(probes.prober, 'nowhere.example')).rejects.toMatchObject({ code: 'probe/ping-failed' });
  await expect(ping(probes.prober, address, { size: 20 })).rejects.toMatchObject({ code: 'input/ping-size' });
});

test('reads a page', async () => {
  expect(await http(probes.prober, `http://${address}/`)).toMatchObject({
    outcome: 'answered',
    status: 200,
    body: 'hi\n',
  });
});

test.each([
  [443, 'refused'],
  [23, 'timeout'],
  [24, 'unreachable'],
  [81, 'timeout'],
  [82, 'broken'],
])('asks port %i for a page: %s', async (port, outcome) => {
  const result = await http(probes.prober, `http://${address}:${port}/`, { timeoutMs: 2000 });
  expect(result.outcome).toBe(outcome);
  expect(result).not.toHaveProperty('status');
});

test('tells an unknown name from a wrong URL', async () => {
  expect(await http(probes.prober, 'http://nowhere.example/')).toMatchObject({ outcome: 'unresolved' });
  await expect(http(probes.prober, 'gopher9://x')).rejects.toMatchObject({ code: 'probe/http-failed' });
});
