import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecodedPacket } from '../core/packet/decode.ts';
import { decodeRecord } from '../core/packet/decode.ts';
import { parsePcap } from '../core/packet/pcap.ts';
import { startCapture } from './capture.ts';
import { knock } from './knock.ts';
import { ping } from './ping.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';

const address = '192.0.2.1';
let probes: ProbeLab;

beforeAll(async () => {
  probes = await startProbeLab('iptables-legacy -A INPUT -j DROP');
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

/** What reaches the target while `act` acts, ARP aside. */
async function packetsDuring(act: () => Promise<unknown>): Promise<readonly DecodedPacket[]> {
  await using capture = await startCapture(probes.target, 'ether1', { filter: `ip dst ${address}` });
  await act();
  return (await capture.stop()).packets;
}

/** `1000/tcp SYN`, `17954/udp`, `icmp 720` */
function describePacket({ ip }: DecodedPacket): string {
  if (ip?.tcp !== undefined) return `${ip.tcp.destinationPort}/tcp ${ip.tcp.flags.join(' ')}`;
  if (ip?.udp !== undefined) return `${ip.udp.destinationPort}/udp ${String(ip.payload).replace(/\W/g, '')}`.trim();
  return `${ip?.protocol} ${ip?.icmp?.type} ${ip?.length}`;
}

test('sends each knock once and in order', async () => {
  const sequence = ['1000/tcp', '17954/udp', 'icmp:size=720', '17954/udp:data=open', 'icmp', '1000/tcp'];
  const packets = await packetsDuring(() => knock(probes.prober, address, sequence, { gapMs: 20 }));
  expect(packets.map(describePacket)).toEqual([
    '1000/tcp SYN',
    '17954/udp',
    'icmp 8 720',
    '17954/udp open',
    'icmp 8 84',
    '1000/tcp SYN',
  ]);
});

test('keeps the gaps, also past the time of a repeated SYN', async () => {
  const gapsMs = [50, 1200, 300];
  const sequence = ['1001/tcp', '1002/tcp', '1003/udp', '1004/tcp'];
  const packets = await packetsDuring(() => knock(probes.prober, address, sequence, { gapsMs }));
  expect(packets.map(describePacket)).toEqual(['1001/tcp SYN', '1002/tcp SYN', '1003/udp', '1004/tcp SYN']);
  const gaps = packets.slice(1).map(({ atMs }, index) => atMs - (packets[index]?.atMs ?? 0));
  gaps.forEach((gap, index) => {
    expect(gap).toBeGreaterThan((gapsMs[index] ?? 0) * 0.7);
    expect(gap).toBeLessThan((gapsMs[index] ?? 0) + 250);
  });
});

test('fills an echo request with a pattern and a right checksum', async () => {
  await probes.onTarget('iptables-legacy -I INPUT -p icmp -j ACCEPT');
  const sequence = ['icmp:size=60,pattern=6d696b726f74696b'];
  await using answers = await startCapture(probes.prober, 'eth0', { filter: 'icmp[0] == 0' });
  const packets = await packetsDuring(() => knock(probes.prober, address, sequence));
  expect(packets[0]?.ip?.payload.toString()).toBe('mikrotik'.repeat(4));
  // The kernel answers only what has a right checksum.
  expect((await answers.stop()).packets.map(describePacket)).toEqual(['icmp 0 60']);
  await probes.onTarget('iptables-legacy -D INPUT -p icmp -j ACCEPT');
});

test.each(['icmp-host-unreachable', 'icmp-net-unreachable', 'icmp-admin-prohibited', 'tcp-reset'])(
  'goes on when a filter answers with %s',
  async (answer) => {
    const rule = `INPUT -p tcp -j REJECT --reject-with ${answer}`;
    await probes.onTarget(`iptables-legacy -I ${rule}`);
    const packets = await packetsDuring(() => knock(probes.prober, address, ['1000/tcp', '1001/tcp'], { gapMs: 5 }));
    expect(packets.map(describePacket)).toEqual(['1000/tcp SYN', '1001/tcp SYN']);
    await probes.onTarget(`iptables-legacy -D ${rule}`);
  },
);

test('knocks with the client of knockd', async () => {
  const sequence = ['1000/tcp', '17954/udp', '1001/tcp'];
  const options = { client: 'knock', gapMs: 30 } as const;
  const packets = await packetsDuring(async () => {
    const { command } = await knock(probes.prober, address, sequence, options);
    expect(command).toBe('knock -d 30 192.0.2.1 1000:tcp 17954:udp 1001:tcp');
  });
  expect(packets.map(describePacket)).toEqual(['1000/tcp SYN', '17954/udp', '1001/tcp SYN']);
});

test.each(['own', 'knock'] as const)('throws when client %s has no route', async (client) => {
  await probes.prober.exec(['ip', 'route', 'del', 'default']);
  await expect(knock(probes.prober, '198.51.100.1', ['1000/tcp'], { client })).rejects.toMatchObject({
    code: 'probe/knock-failed',
    message: expect.stringContaining('has no route to 198.51.100.1'),
  });
});

// TCP is not among them: the kernel keeps to itself that it threw a SYN away.
test.each(['1000/udp', 'icmp'])('throws when the kernel refuses to send %s', async (item) => {
  const rule = ['OUTPUT', '-d', address, '-j', 'DROP'];
  await probes.prober.exec(['iptables-legacy', '-A', ...rule]);
  try {
    await expect(knock(probes.prober, address, [item])).rejects.toMatchObject({
      code: 'probe/knock-failed',
      message: expect.stringContaining('A knock could not be sent'),
    });
  } finally {
    await probes.prober.exec(['iptables-legacy', '-D', ...rule]);
  }
});

test('captures everything up to the stop, and a file that says the same', async () => {
  await using capture = await startCapture(probes.prober, 'eth0');
  await ping(probes.prober, address, { count: 3, timeoutMs: 100 });
  const { pcap, packets } = await capture.stop();
  expect(packets.filter(({ ip }) => ip?.icmp?.type === 8)).toHaveLength(3);
  expect(parsePcap(pcap).map(decodeRecord)).toEqual(packets);
});

test.each([
  ['an interface that is not there', 'eth9', {}],
  ['a filter that is none', 'eth0', { filter: 'no such thing' }],
])('throws at %s', async (_, interfaceName, options) => {
  await expect(startCapture(probes.prober, interfaceName, options)).rejects.toMatchObject({
    code: 'probe/capture-failed',
    evidence: expect.stringMatching(/eth9|filter/),
  });
});
