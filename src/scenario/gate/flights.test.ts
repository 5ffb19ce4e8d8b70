import { expect, test } from 'vitest';
import type { DecodedPacket } from '../../core/packet/decode.ts';
import type { IpPacket } from '../../core/packet/ip.ts';
import { createFlights, type PassedPacket } from './flights.ts';

const macs = { attacker: '02:00:00:00:00:01', client: '02:00:00:00:00:02', router: '02:00:00:00:00:09' };
const addresses = { attacker: '10.0.0.1', client: '10.0.1.2', router: '10.0.0.9' };
type Host = keyof typeof macs;
type Flag = NonNullable<IpPacket['tcp']>['flags'][number];

/** A TCP packet as it passes at `at`. */
function tcp(at: Host, from: Host, to: Host, ports: readonly [number, number], flags: readonly Flag[], atMs = 0) {
  const ip: IpPacket = {
    version: 4,
    protocol: 'tcp',
    protocolNumber: 6,
    source: addresses[from],
    destination: addresses[to],
    length: 40,
    ttl: 64,
    isLaterFragment: false,
    tcp: { sourcePort: ports[0], destinationPort: ports[1], flags },
    payload: Buffer.alloc(0),
  };
  // What comes from another network comes from the router's interface.
  const source = from === at ? macs[from] : macs.router;
  const packet: DecodedPacket = {
    atMs,
    length: 54,
    ethernet: { source, destination: to === at ? macs[to] : macs.router, etherType: 0x0800 },
    ip,
  };
  return { host: at, mac: macs[at], packet, heardMs: atMs } satisfies PassedPacket;
}

const flights = () => createFlights((epochMs) => epochMs);

test('a question is told with its answer, or with silence once nobody can be waited for', () => {
  const all = flights();
  all.pass(tcp('attacker', 'attacker', 'router', [40_000, 22], ['SYN'], 1));
  all.pass(tcp('attacker', 'attacker', 'router', [40_000, 23], ['SYN'], 2));
  all.pass(tcp('attacker', 'router', 'attacker', [22, 40_000], ['SYN', 'ACK'], 3));
  const row = { from: 'attacker', source: '10.0.0.1', to: '10.0.0.9', protocol: 'tcp', sent: 'SYN' };
  expect(all.take(100)).toEqual([{ ...row, at: 1, port: 22, answer: 'SYN ACK' }]);
  expect(all.take(100)).toEqual([]);
  expect(all.take(2000)).toEqual([{ ...row, at: 2, port: 23 }]);
});

test('a packet between two hosts is told once, and its answer is none of its own', () => {
  const all = flights();
  all.pass(tcp('attacker', 'attacker', 'client', [40_000, 80], ['SYN'], 1));
  all.pass(tcp('client', 'attacker', 'client', [40_000, 80], ['SYN'], 1));
  all.pass(tcp('client', 'client', 'attacker', [80, 40_000], ['RST', 'ACK'], 2));
  all.pass(tcp('attacker', 'client', 'attacker', [80, 40_000], ['RST', 'ACK'], 2));
  all.pass(tcp('attacker', 'attacker', 'client', [40_000, 80], ['ACK'], 3));
  expect(all.take(2000).map(({ from, sent, answer }) => [from, sent, answer])).toEqual([
    ['attacker', 'SYN', 'RST ACK'],
  ]);
});

test('an answer to what was never seen to be asked is no question', () => {
  const all = flights();
  all.pass(tcp('client', 'attacker', 'client', [40_000, 80], ['SYN'], 1));
  all.pass(tcp('client', 'client', 'attacker', [80, 40_000], ['SYN', 'ACK'], 2));
  expect(all.take(2000)).toEqual([]);
});

test('what an access point in between tells first is neither question nor answer', () => {
  const all = flights();
  const between = (packet: PassedPacket): PassedPacket => ({
    ...packet,
    host: 'access-point',
    mac: '02:00:00:00:00:05',
  });
  const question = tcp('attacker', 'attacker', 'router', [40_000, 22], ['SYN'], 1);
  const answer = tcp('attacker', 'router', 'attacker', [22, 40_000], ['SYN', 'ACK'], 2);
  all.pass(between(question));
  all.pass(between(answer));
  all.pass(question);
  all.pass(answer);
  expect(all.take(100)[0]).toMatchObject({ from: 'attacker', answer: 'SYN ACK' });
});

test('who is heard of late is waited for as long', () => {
  const all = flights();
  all.pass({ ...tcp('attacker', 'attacker', 'router', [40_000, 22], ['SYN'], 1), heardMs: 5000 });
  expect(all.take(5100)).toEqual([]);
  all.pass({ ...tcp('attacker', 'router', 'attacker', [22, 40_000], ['SYN', 'ACK'], 2), heardMs: 5900 });
  expect(all.take(6000)[0]?.answer).toBe('SYN ACK');
});

test('flags are told as they were set, also none', () => {
  const all = flights();
  all.pass(tcp('attacker', 'attacker', 'router', [40_000, 22], [], 1));
  all.pass(tcp('attacker', 'attacker', 'router', [40_000, 23], ['FIN', 'PSH', 'URG'], 2));
  expect(all.take(2000).map(({ sent }) => sent)).toEqual(['no flags', 'FIN PSH URG']);
});

test('of a thousand some of each kind are told, and the others counted', () => {
  const all = flights();
  for (let port = 1; port <= 1000; port += 1) {
    all.pass(tcp('attacker', 'attacker', 'router', [40_000, port], ['SYN'], port / 1000));
    if (port !== 22) all.pass(tcp('attacker', 'router', 'attacker', [port, 40_000], ['RST', 'ACK'], 1));
    else all.pass(tcp('attacker', 'router', 'attacker', [port, 40_000], ['SYN', 'ACK'], 1));
  }
  const rows = all.take(2000);
  expect(rows.length).toBeLessThanOrEqual(24);
  expect(rows.filter(({ answer }) => answer === 'SYN ACK').map(({ port }) => port)).toEqual([22]);
  expect(rows.length + rows.reduce((sum, { left = 0 }) => sum + left, 0)).toBe(1000);
});
