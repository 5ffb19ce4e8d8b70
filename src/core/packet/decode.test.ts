import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type DecodedPacket, decodeEthernet, decodeRecord } from './decode.ts';
import { decodeIp } from './ip.ts';
import { parsePcap } from './pcap.ts';

function decodeFixture(name: string): DecodedPacket[] {
  return parsePcap(readFileSync(new URL(`./fixtures/${name}.pcap`, import.meta.url))).map(decodeRecord);
}

/** `02…` as hexadecimal text with blanks. */
function ipOf(hex: string): ReturnType<typeof decodeIp> {
  return decodeIp(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

test('reads ARP, ICMP, TCP and UDP from an Ethernet capture', () => {
  const packets = decodeFixture('ethernet');
  expect(packets[4]?.arp).toEqual({
    operation: 'request',
    senderMac: '02:00:00:00:00:02',
    senderAddress: '192.0.2.2',
    targetAddress: '192.0.2.1',
  });
  expect(packets[5]?.arp?.operation).toBe('reply');
  expect(packets[6]).toMatchObject({
    length: 74,
    ethernet: { source: '02:00:00:00:00:02', destination: '02:00:00:00:00:01', etherType: 0x0800 },
    ip: { version: 4, protocol: 'icmp', length: 60, ttl: 64, icmp: { type: 8, code: 0 } },
  });
  expect(packets[6]?.ip?.payload).toHaveLength(32);
  expect(packets[9]?.ip).toMatchObject({
    source: '192.0.2.1',
    destination: '192.0.2.2',
    tcp: { sourcePort: 8291, destinationPort: 34246, flags: ['RST', 'ACK'] },
  });
  expect(packets[10]?.ip).toMatchObject({ protocol: 'udp', udp: { sourcePort: 47952, destinationPort: 17954 } });
  expect(packets[10]?.ip?.payload.toString()).toBe('hello\n');
});

test('reads IPv6 with and without extension headers', () => {
  const packets = decodeFixture('ethernet');
  // A multicast listener report: ICMPv6 behind a hop-by-hop header.
  expect(packets[0]?.ip).toMatchObject({ version: 6, source: '::', destination: 'ff02::16', icmp: { type: 143 } });
  expect(packets[14]?.ip).toMatchObject({
    source: '2001:db8::2',
    destination: '2001:db8::1',
    protocol: 'icmpv6',
    length: 104,
    icmp: { type: 128, code: 0 },
  });
});

test('reads prefix, interfaces, sender and hook of NFLOG', () => {
  const [reply, syn, datagram] = decodeFixture('nflog');
  expect(syn?.nflog).toMatchObject({
    prefix: 'rule 8291',
    inIfindex: 2,
    outIfindex: undefined,
    hwAddress: '02:00:00:00:00:02',
    hook: 1,
    mark: 0,
  });
  expect(syn?.ip).toMatchObject({ source: '192.0.2.2', length: 60, tcp: { destinationPort: 8291, flags: ['SYN'] } });
  expect(reply?.nflog).toMatchObject({ prefix: '', inIfindex: undefined, outIfindex: 2, hook: 3 });
  expect(reply?.nflog).not.toHaveProperty('hwAddress');
  expect(datagram?.nflog?.prefix).toBe('udp');
});

test('steps over a VLAN tag', () => {
  const [frame] = parsePcap(readFileSync(new URL('./fixtures/ethernet.pcap', import.meta.url))).slice(8);
  const data = frame?.data ?? Buffer.alloc(0);
  const tagged = Buffer.concat([data.subarray(0, 12), Buffer.from('81000064', 'hex'), data.subarray(12)]);
  expect(decodeEthernet(tagged).ip?.tcp?.destinationPort).toBe(8291);
});

test('leaves the padding of a short frame out of the payload', () => {
  const datagram = '4500001d 0001 0000 4011 0000 c0000202 c0000201 04d2 1f90 0009 0000 41';
  expect(ipOf(`${datagram} 000000000000`)?.payload.toString()).toBe('A');
});

test('gives no ports for a later fragment', () => {
  const ip = ipOf('4500001d 0001 00b9 4011 0000 c0000202 c0000201 04d2 1f90 0009 0000 41');
  expect(ip).toMatchObject({ isLaterFragment: true, protocol: 'udp' });
  expect(ip).not.toHaveProperty('udp');
});

test('names other protocols, or gives their number', () => {
  expect(ipOf('45000014 0001 0000 402f 0000 c0000202 c0000201')).toMatchObject({ protocol: 'gre', protocolNumber: 47 });
  expect(ipOf('45000014 0001 0000 40fd 0000 c0000202 c0000201')?.protocol).toBe('253');
});

test.each([
  ['nothing', ''],
  ['ARP', '0001080006040001'],
  ['a cut IPv4 header', '4500003c0001'],
  ['a header length below the least', '4300003c00010000400600000a0000010a000002'],
  ['a cut IPv6 header', '6000000000'],
])('finds no IP packet in %s', (_, hex) => {
  expect(ipOf(hex)).toBeUndefined();
});

test('survives a capture that cut the TCP header', () => {
  const ip = ipOf('4500003c 0001 0000 4006 0000 c0000202 c0000201 04d2 1f90');
  expect(ip).toMatchObject({ protocol: 'tcp', length: 60 });
  expect(ip).not.toHaveProperty('tcp');
});

test.each([
  ['20010db8000000000000000000000001', '2001:db8::1'],
  ['20010db8000000010000000000000001', '2001:db8:0:1::1'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['00000000000000000000000000000000', '::'],
  ['fe800000000000000000000000000000', 'fe80::'],
  ['20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
  ['20010db8000000020003000400050006', '2001:db8:0:2:3:4:5:6'],
])('writes IPv6 address %s as %s', (hex, text) => {
  expect(ipOf(`6000 0000 0000 3b40 ${hex} ${hex}`)?.source).toBe(text);
});
