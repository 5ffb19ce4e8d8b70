import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCapture } from './capture.ts';
import { look } from './look.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';
import { serve } from './serve.ts';

let probes: ProbeLab;

beforeAll(async () => {
  const reject = '-p tcp --dport 23 -j REJECT --reject-with icmp-port-unreachable';
  probes = await startProbeLab(
    'iptables-legacy -A INPUT -p tcp --dport 22 -j DROP',
    `iptables-legacy -A INPUT ${reject}`,
  );
  await serve(probes.target, 80);
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

test('tells open, closed and filtered ports as nmap does', async () => {
  const { states } = await look(probes.prober, '192.0.2.1', [80, 81, 22]);
  expect(states).toEqual({ 80: 'open', 81: 'closed', 22: 'filtered' });
});

test('sees again when a filter is gone', async () => {
  await probes.onTarget('iptables-legacy -F INPUT');
  expect((await look(probes.prober, '192.0.2.1', [22, 23])).states).toEqual({ 22: 'closed', 23: 'closed' });
});

test('asks twice and no more: a SYN that comes later would be a knock', async () => {
  await probes.onTarget('iptables-legacy -A INPUT -p tcp --dport 22 -j DROP');
  await using capture = await startCapture(probes.target, 'ether1', { filter: 'tcp dst port 22' });
  await look(probes.prober, '192.0.2.1', [22]);
  await setTimeout(1500);
  expect((await capture.stop()).packets).toHaveLength(2);
});

test('throws when there is no way to the address', async () => {
  await probes.prober.exec(['ip', 'route', 'del', 'default']);
  await expect(look(probes.prober, '198.51.100.1', [80])).rejects.toMatchObject({
    code: 'probe/look-failed',
    message: expect.stringContaining('has no route to 198.51.100.1'),
    evidence: expect.stringContaining('ENETUNREACH'),
  });
});
