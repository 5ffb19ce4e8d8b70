import { expect, test } from 'vitest';
import { encodePacket, type ForgedPacket } from '../../core/packet/encode.ts';
import type { TracedPacket } from '../../router/packet-trace.ts';
import { ownPackets, packetKey } from './own-packets.ts';

const traced = (
  packet: Omit<ForgedPacket, 'source' | 'destination'>,
  way = ['192.0.2.7', '192.0.2.1'],
): TracedPacket => {
  const [source = '', destination = ''] = way;
  return { bytes: encodePacket({ source, destination, ...packet }), places: [] };
};
const tcp = (sourcePort: number, port: number): TracedPacket =>
  traced({ transport: { protocol: 'tcp', sourcePort, port } });
const ping = traced({ transport: { protocol: 'icmp', size: 93 } });
const ping6 = traced({ transport: { protocol: 'icmp', size: 93 } }, ['2001:db8::7', '2001:db8::1']);

/** The same packet as its answer. */
function answer({ bytes }: TracedPacket): TracedPacket {
  const copy = Buffer.from(bytes);
  const isV4 = (copy[0] ?? 0) >> 4 === 4;
  copy[isV4 ? 20 : 40] = isV4 ? 0 : 129;
  return { bytes: copy, places: [] };
}

test('packets of a round are known by port and protocol', () => {
  const packets = [tcp(47_101, 22), traced({ transport: { protocol: 'udp', sourcePort: 47_101, port: 53 } }), ping];
  const own = ownPackets(packets, 47_101);
  expect(new Set(own.keys())).toEqual(new Set(['22/tcp', '53/udp', 'icmp']));
  expect(own.get(packetKey({ protocol: 'tcp', port: 22 }, 'ip'))).toBe(packets[0]);
});

test('a packet of an earlier round that comes late is none of this one', () => {
  const now = tcp(47_101, 22);
  expect(ownPackets([tcp(47_100, 22), now, tcp(47_100, 22)], 47_101).get('22/tcp')).toBe(now);
  expect(ownPackets([tcp(47_100, 22)], 47_101).has('22/tcp')).toBe(false);
});

test('a late answer to a packet of an earlier round is none of this one', () => {
  // What comes back to source port 47100 goes there.
  expect(ownPackets([tcp(22, 47_100)], 47_101).has('22/tcp')).toBe(false);
  expect(ownPackets([tcp(22, 47_100)], 47_101).has('47100/tcp')).toBe(false);
});

test.each([
  ['icmp', ping],
  ['icmpv6', ping6],
])('a late answer to a ping over %s is not taken for the ping', (key, request) => {
  expect(ownPackets([answer(request)], 47_101).has(key)).toBe(false);
  expect(ownPackets([answer(request), request], 47_101).get(key)).toBe(request);
});

test('what the sender itself sends after a forged packet does not stand in its place', () => {
  const [forged, reset] = [tcp(47_101, 22), tcp(47_101, 22)];
  expect(ownPackets([forged, reset], 47_101).get('22/tcp')).toBe(forged);
});
