import { expect, test } from 'vitest';
import type { IpPacket } from '../../core/packet/ip.ts';
import { parseConnection } from './connection-table.ts';
import { natText } from './nat-text.ts';

const connection = (line: string) => [parseConnection(line)].flatMap((parsed) => parsed ?? []);
const forwarded = connection(
  'ipv4     2 tcp      6 86399 ESTABLISHED src=172.17.0.1 dst=10.0.2.15 sport=33202 dport=15903 packets=2 bytes=112 src=203.0.113.9 dst=172.17.0.1 sport=9999 dport=33202 packets=1 bytes=60 [ASSURED] mark=0 use=1 id=77',
);
const hidden = connection(
  'ipv4     2 icmp     1 29 src=10.252.0.105 dst=8.8.8.8 type=8 code=0 id=3 packets=1 bytes=84 src=8.8.8.8 dst=1.20.198.230 type=0 code=0 id=3 packets=1 bytes=84 mark=0 use=1 id=78',
);

const packet = (from: string, to: string): IpPacket => {
  const [source = '', sourcePort] = from.split(':');
  const [destination = '', destinationPort] = to.split(':');
  const ports = { sourcePort: Number(sourcePort), destinationPort: Number(destinationPort) };
  const about = {
    version: 4 as const,
    source,
    destination,
    length: 60,
    ttl: 64,
    isLaterFragment: false,
    payload: Buffer.alloc(0),
  };
  return sourcePort === undefined
    ? { ...about, protocol: 'icmp', protocolNumber: 1 }
    : { ...about, protocol: 'tcp', protocolNumber: 6, tcp: { ...ports, flags: ['SYN'] } };
};

test.each([
  // As routers have written them (firewall-facts 3.1).
  ['172.17.0.1:33202', '203.0.113.9:9999', '172.17.0.1:33202->(10.0.2.15:15903->203.0.113.9:9999)'],
  ['203.0.113.9:9999', '172.17.0.1:33202', '(203.0.113.9:9999->10.0.2.15:15903)->172.17.0.1:33202'],
  ['172.17.0.1:33203', '203.0.113.9:9999', undefined],
])('%s to %s is part of a forwarded connection: %s', (from, to, text) => {
  expect(natText(packet(from, to), forwarded)).toBe(text);
});

test.each([
  ['10.252.0.105', '8.8.8.8', '(10.252.0.105->1.20.198.230)->8.8.8.8'],
  ['8.8.8.8', '10.252.0.105', '8.8.8.8->(1.20.198.230->10.252.0.105)'],
])('%s to %s is hidden behind the router: %s', (from, to, text) => {
  expect(natText(packet(from, to), hidden)).toBe(text);
});

test('a line of the kernel says what is known of a connection', () => {
  expect(forwarded[0]).toMatchObject({
    id: 77,
    timeoutSeconds: 86_399,
    state: 'ESTABLISHED',
    seenReply: true,
    assured: true,
  });
  expect(hidden[0]?.selector).toEqual([
    '-p',
    'icmp',
    '-s',
    '10.252.0.105',
    '-d',
    '8.8.8.8',
    '--icmp-type',
    '8',
    '--icmp-code',
    '0',
    '--icmp-id',
    '3',
  ]);
});
