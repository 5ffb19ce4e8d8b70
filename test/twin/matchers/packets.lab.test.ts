import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => rig.clear());

const counts = async (): Promise<boolean[]> => (await rig.packets()).map((packets) => packets > 0);

const send = {
  ping:
    (...options: string[]) =>
    () =>
      rig.attacker.exec(['ping', '-q', '-c', '1', '-W', '1', ...options, outside.router]).catch(() => undefined),
  nmap:
    (...options: string[]) =>
    () =>
      rig.attacker.exec([
        'nmap',
        '-n',
        ...(options.includes('-sn') ? ['--disable-arp-ping'] : ['-Pn']),
        '--max-retries',
        '0',
        ...options,
        outside.router,
      ]),
};

// Each matcher with a packet that it has to match and one that it must not; the same negated.
describe('what a packet carries', () => {
  test.each<[string, string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['packet-size=128', 'protocol=icmp', send.ping('-s', '100'), send.ping('-s', '101')],
    ['packet-size=100-200', 'protocol=icmp', send.ping('-s', '100'), send.ping('-s', '300')],
    ['ttl=equal:7', 'protocol=icmp', send.ping('-t', '7'), send.ping('-t', '8')],
    ['ttl=less-than:7', 'protocol=icmp', send.ping('-t', '6'), send.ping('-t', '8')],
    ['dscp=10', 'protocol=icmp', send.ping('-Q', '40'), send.ping('-Q', '44')],
    ['icmp-options=8:0', 'protocol=icmp', send.ping(), send.nmap('-sn', '-PP')],
    ['icmp-options=8:0-3', 'protocol=icmp', send.ping(), send.nmap('-sn', '-PP')],
    ['ipv4-options=any', 'protocol=icmp', send.ping('-R'), send.ping()],
    ['ipv4-options=record-route', 'protocol=icmp', send.ping('-R'), send.ping('-T', 'tsonly')],
    ['ipv4-options=timestamp', 'protocol=icmp', send.ping('-T', 'tsonly'), send.ping('-R')],
    ['tcp-flags=fin,!ack', 'protocol=tcp', send.nmap('-sF', '-p', '99'), send.nmap('-sS', '-p', '99')],
    ['tcp-flags=fin,psh,urg', 'protocol=tcp', send.nmap('-sX', '-p', '99'), send.nmap('-sF', '-p', '99')],
    ['tcp-mss=1400-1500', 'protocol=tcp', send.nmap('-sT', '-p', '99'), send.nmap('-sA', '-p', '99')],
    [
      'content=needle',
      'protocol=udp',
      send.nmap('-sU', '-p', '99', '--data-string', 'a needle here'),
      send.nmap('-sU', '-p', '99', '--data-string', 'a Needle here'),
    ],
    [
      'dst-port=1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,99',
      'protocol=tcp',
      send.nmap('-sS', '-p', '99'),
      send.nmap('-sS', '-p', '98'),
    ],
    ['src-address-type=unicast', 'protocol=icmp', send.ping(), send.nmap('-sS', '-p', '99')],
    ['dst-address-type=local', 'protocol=icmp', send.ping(), send.nmap('-sS', '-p', '99')],
    ['in-interface=all-ethernet', 'protocol=icmp', send.ping(), send.nmap('-sS', '-p', '99')],
    ['per-connection-classifier=src-address:1/0', 'protocol=icmp', send.ping(), send.nmap('-sS', '-p', '99')],
    ['ipsec-policy=in,none', 'protocol=icmp', send.ping(), send.nmap('-sS', '-p', '99')],
    [
      'connection-bytes=1000-0',
      'protocol=icmp',
      send.ping('-c', '3', '-i', '0.01', '-s', '900'),
      send.ping('-s', '10'),
    ],
  ])('%s', async (matcher, protocol, matching, other) => {
    const rule = (value: string): string =>
      `/ip firewall filter add chain=input ${protocol} ${value} action=passthrough`;
    await rig.load(rule(matcher));
    await other();
    expect(await counts()).toEqual([false]);
    await matching();
    expect(await counts()).toEqual([true]);
  });

  test.each<[string, string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['packet-size=!128', 'protocol=icmp', send.ping('-s', '101'), send.ping('-s', '100')],
    ['dscp=!10', 'protocol=icmp', send.ping('-Q', '44'), send.ping('-Q', '40')],
    ['icmp-options=!8:0', 'protocol=icmp', send.nmap('-sn', '-PP'), send.ping()],
    ['icmp-options=!8:0-3', 'protocol=icmp', send.nmap('-sn', '-PP'), send.ping()],
    ['ipv4-options=no-record-route', 'protocol=icmp', send.ping(), send.ping('-R')],
    ['ipv4-options=none', 'protocol=icmp', send.ping(), send.ping('-R')],
    [
      'dst-port=!1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,99',
      'protocol=tcp',
      send.nmap('-sS', '-p', '98'),
      send.nmap('-sS', '-p', '99'),
    ],
    [
      'content=!needle',
      'protocol=udp',
      send.nmap('-sU', '-p', '99', '--data-string', 'nothing'),
      send.nmap('-sU', '-p', '99', '--data-string', 'a needle'),
    ],
    ['tcp-flags=!syn', 'protocol=tcp', send.nmap('-sF', '-p', '99'), send.nmap('-sS', '-p', '99')],
    ['src-mac-address=!02:00:00:00:00:99', 'protocol=icmp', send.ping(), send.nmap('-sS', '-p', '99')],
  ])('%s', async (matcher, protocol, matching, other) => {
    await rig.load(`/ip firewall filter add chain=input ${protocol} ${matcher} action=passthrough`);
    await other();
    expect(await counts()).toEqual([false]);
    await matching();
    expect(await counts()).toEqual([true]);
  });

  test.each([
    'hotspot=auth',
    'p2p=all-p2p',
    'connection-rate=0-100k',
    'priority=1',
    'ipsec-policy=in,ipsec',
    'fragment=yes',
  ])('%s loads and matches nothing in a lab', async (matcher) => {
    await rig.load(`/ip firewall filter add chain=input ${matcher} action=drop`);
    expect(await rig.answers(outside.router)).toBe(true);
    expect(await counts()).toEqual([false]);
  });
});
