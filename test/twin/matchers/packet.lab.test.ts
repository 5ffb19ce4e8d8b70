import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nping } from '../../../src/probes/nping.ts';
import { outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => rig.router.run('/ip firewall raw remove [find]'));

/** One packet to the router, made by nping. */
async function send(packet: string, to: string = outside.router): Promise<void> {
  // By a raw socket, for which the kernel finds the neighbour; nping's own search now and then finds none.
  const how = packet.includes('--source-mac') ? '--dest-mac ff:ff:ff:ff:ff:ff' : '--send-ip';
  await nping(rig.attacker, `${how} ${packet} ${to}`);
}

const seen = async (): Promise<number[]> => (await rig.router.rules('raw')).map(({ packets }) => packets);

/** Loads rules that only count, where every packet passes. */
const count = (...rules: readonly string[]): Promise<void> =>
  rig.load(rules.map((rule) => `/ip firewall raw add chain=prerouting action=passthrough ${rule}`).join('\n'));

const icmp = 'protocol=icmp in-interface=ether1';
const udp = 'protocol=udp in-interface=ether1';
const tcp = 'protocol=tcp in-interface=ether1';
const any = 'in-interface=ether1 src-address=198.51.100.0/24';

describe.each<readonly [matcher: string, value: string, of: string, hit: string, miss: string]>([
  ['packet-size', '111', icmp, '--icmp --data-length 83', '--icmp --data-length 84'],
  ['packet-size', '100-111', icmp, '--icmp --data-length 72', '--icmp --data-length 71'],
  ['dscp', '10', icmp, '--icmp --tos 40', '--icmp --tos 44'],
  ['icmp-options', '8:0', icmp, '--icmp --icmp-type 8 --icmp-code 0', '--icmp --icmp-type 8 --icmp-code 1'],
  ['icmp-options', '8', icmp, '--icmp --icmp-type 8 --icmp-code 7', '--icmp --icmp-type 13'],
  ['icmp-options', '8:3-5', icmp, '--icmp --icmp-type 8 --icmp-code 5', '--icmp --icmp-type 8 --icmp-code 6'],
  ['icmp-options', '8:0-255', icmp, '--icmp --icmp-type 8 --icmp-code 200', '--icmp --icmp-type 13'],
  [
    'content',
    'open sesame',
    udp,
    '--udp -p 9 --data-string "xx open sesame"',
    '--udp -p 9 --data-string "open Sesame"',
  ],
  ['content', '100% -j | \\"', udp, `--udp -p 9 --data 31303025202d6a207c2022`, '--udp -p 9 --data 313030252020'],
  ['dst-port', '53,100-200', udp, '--udp -p 150', '--udp -p 201'],
  ['src-port', '4000', udp, '--udp -g 4000 -p 9', '--udp -g 4001 -p 9'],
  ['port', '4000', udp, '--udp -g 5 -p 4000', '--udp -g 5 -p 6'],
  ['dst-port', '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,1000-2000', udp, '--udp -p 1999', '--udp -p 18'],
  ['dst-address-type', 'local', icmp, '--icmp', '--icmp --dest-ip 192.0.2.10'],
  ['src-address', '198.51.100.60-198.51.100.70', icmp, '--icmp', '--icmp -S 198.51.100.99'],
  ['src-mac-address', '02:AA:BB:CC:DD:01', icmp, '--icmp --source-mac 02:AA:BB:CC:DD:01', '--icmp'],
  ['protocol', 'icmp', any, '--icmp', '--udp -p 9'],
  ['limit', '1/1d,1:packet', icmp, '--icmp', '--icmp'],
])('%s=%s', (matcher, value, of, hit, miss) => {
  test('matches its packet and no other; negated the other way round', async () => {
    await count(`${of} ${matcher}="${value}"`, `${of} ${matcher}="!${value}"`);
    await send(hit, hit.includes('--dest-ip') ? '' : undefined);
    await expect.poll(seen).toEqual([1, 0]);
    await send(miss, miss.includes('--dest-ip') ? '' : undefined);
    await expect.poll(seen).toEqual([1, 1]);
  });
});

describe.each<readonly [rule: string, hit: string, miss: string]>([
  ['ttl=equal:5', '--icmp --ttl 5', '--icmp --ttl 6'],
  ['ttl=not-equal:5', '--icmp --ttl 6', '--icmp --ttl 5'],
  ['ttl=less-than:5', '--icmp --ttl 4', '--icmp --ttl 5'],
  ['ttl=greater-than:5', '--icmp --ttl 6', '--icmp --ttl 5'],
  ['protocol=tcp tcp-flags=syn,!ack', '--tcp -p 9 --flags syn', '--tcp -p 9 --flags syn,ack'],
  ['protocol=tcp tcp-flags=syn', '--tcp -p 9 --flags syn,ack', '--tcp -p 9 --flags ack'],
  ['protocol=tcp tcp-flags=!syn,!ack,!fin,!rst', '--tcp -p 9 --flags none', '--tcp -p 9 --flags fin'],
  ['protocol=tcp tcp-flags=ece,!cwr', '--tcp -p 9 --flags syn,ecn', '--tcp -p 9 --flags syn,ecn,cwr'],
  ['ipv4-options=any', '--icmp --ip-options R', '--icmp'],
  ['ipv4-options=none', '--icmp', '--icmp --ip-options R'],
  ['ipv4-options=record-route', '--icmp --ip-options R', '--icmp --ip-options T'],
  ['ipv4-options=no-record-route', '--icmp --ip-options T', '--icmp --ip-options R'],
  ['ipv4-options=timestamp', '--icmp --ip-options T', '--icmp --ip-options R'],
  ['ipv4-options=loose-source-routing', '--icmp --ip-options "L 198.51.100.9"', '--icmp --ip-options "S 198.51.100.9"'],
  [
    'ipv4-options=strict-source-routing',
    '--icmp --ip-options "S 198.51.100.9"',
    '--icmp --ip-options "L 198.51.100.9"',
  ],
  ['ipv4-options=no-source-routing', '--icmp --ip-options R', '--icmp --ip-options "S 198.51.100.9"'],
  ['ipv4-options=router-alert', '--icmp --ip-options "\\\\x94\\\\x04\\\\x00\\\\x00"', '--icmp --ip-options R'],
  ['ipsec-policy=in,none', '--icmp', ''],
  ['ingress-priority=!3', '--icmp', ''],
])('%s', (rule, hit, miss) => {
  test('matches its packet and no other', async () => {
    const all = `in-interface=ether1 src-address=${outside.attacker}`;
    await count(`${all} ${rule}`, all);
    await send(hit);
    await expect.poll(seen).toEqual([1, 1]);
    if (miss === '') return;
    await send(miss);
    await expect.poll(seen).toEqual([1, 2]);
  });
});

test.each(['ipsec-policy=in,ipsec', 'hotspot=auth', 'priority=3'])('%s never matches', async (rule) => {
  await count(icmp, `${icmp} ${rule}`);
  await send('--icmp');
  await expect.poll(seen).toEqual([1, 0]);
});

test('tcp-mss looks at the option of a SYN', async () => {
  await count(`${tcp} tcp-flags=syn tcp-mss=400-600`, `${tcp} tcp-flags=syn tcp-mss=!400-600`);
  await rig.attacker.exec(['socat', '-u', '/dev/null', `TCP:${outside.router}:9,mss=500`]);
  await expect.poll(seen).toEqual([1, 0]);
  await rig.attacker.exec(['socat', '-u', '/dev/null', `TCP:${outside.router}:9,mss=900`]);
  await expect.poll(seen).toEqual([1, 1]);
});

test('fragments are told apart where connections are not tracked', async () => {
  await rig.load('/ip firewall connection tracking set enabled=no\n');
  await count(`${icmp} fragment=yes`, `${icmp} fragment=no`);
  await rig.attacker.exec(['ping', '-c', '1', '-W', '1', '-s', '3000', outside.router]);
  await expect.poll(seen).toEqual([2, 1]);
  await rig.load('/ip firewall connection tracking set enabled=auto\n');
});

test('what counts packets comes after what tells them apart', async () => {
  await count(`${icmp} limit=1/1d,1:packet packet-size=111`, icmp);
  await send('--icmp --data-length 10');
  await send('--icmp --data-length 83');
  await expect.poll(seen).toEqual([1, 2]);
});
