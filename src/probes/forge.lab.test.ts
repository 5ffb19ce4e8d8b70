import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ForgedPacket } from '../core/packet/encode.ts';
import { startCapture } from './capture.ts';
import { forge } from './forge.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';

const destination = '192.0.2.1';
let probes: ProbeLab;

beforeAll(async () => {
  // Only what has right checksums is counted as tcp, udp and icmp by a match that looks into it.
  probes = await startProbeLab('iptables-legacy -A INPUT -m conntrack --ctstate INVALID -j DROP');
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

const syn = (source: string, port: number): ForgedPacket => ({
  source,
  destination,
  transport: { protocol: 'tcp', sourcePort: 40_000, port },
});

test('packets arrive in their order with the source that they claim', async () => {
  await using capture = await startCapture(probes.target, 'ether1', { filter: `ip dst ${destination}` });
  const udp: ForgedPacket = {
    source: '203.0.113.9',
    destination,
    transport: { protocol: 'udp', sourcePort: 5, port: 17_954, data: 'open sesame' },
  };
  const { sent } = await forge(probes.prober, [
    syn('203.0.113.7', 1000),
    syn('203.0.113.8', 1500),
    udp,
    syn('203.0.113.7', 3000),
  ]);
  const { packets } = await capture.stop();
  expect(sent).toBe(4);
  expect(packets.map(({ ip }) => [ip?.source, ip?.tcp?.destinationPort ?? ip?.udp?.destinationPort])).toEqual([
    ['203.0.113.7', 1000],
    ['203.0.113.8', 1500],
    ['203.0.113.9', 17_954],
    ['203.0.113.7', 3000],
  ]);
  expect(packets[2]?.ip?.payload.toString()).toContain('open sesame');
});

test('the kernel answers a forged SYN, so its checksums are right', async () => {
  await using capture = await startCapture(probes.prober, 'eth0', { filter: 'tcp[tcpflags] & tcp-rst != 0' });
  await forge(probes.prober, [syn('192.0.2.2', 81)]);
  expect((await capture.stop()).packets.map(({ ip }) => ip?.tcp?.sourcePort)).toContain(81);
});

test('an echo request of a size is answered', async () => {
  await using capture = await startCapture(probes.prober, 'eth0', { filter: 'icmp[0] == 0' });
  await forge(probes.prober, [
    { source: '192.0.2.2', destination, transport: { protocol: 'icmp', size: 720, pattern: '6d69' } },
  ]);
  expect((await capture.stop()).packets.map(({ ip }) => ip?.length)).toEqual([720]);
});

test('thousands of packets are sent, none of them glued to another', async () => {
  await using capture = await startCapture(probes.target, 'ether1', { filter: 'tcp dst port 1234' });
  const packets = Array.from({ length: 12_000 }, (_, index) => syn(`203.0.${index >> 8}.${index & 255}`, 1234));
  await forge(probes.prober, packets);
  const sources = (await capture.stop()).packets.map(({ ip }) => ip?.source);
  expect(new Set(sources).size).toBe(12_000);
});

test('it throws when there is no way to the address', async () => {
  await probes.prober.exec(['ip', 'route', 'del', 'default']);
  const elsewhere = { ...syn('203.0.113.7', 1), destination: '198.51.100.1' };
  await expect(forge(probes.prober, [elsewhere])).rejects.toMatchObject({ code: 'probe/forge-failed' });
});
