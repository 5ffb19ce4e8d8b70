import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';

const router = '2001:db8:a::1';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.load(`/ipv6 address add address=${router}/64 interface=ether1 advertise=no no-dad=yes`);
  await rig.attacker.exec(['ping', '-c', '1', '-W', '2', router]);
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => rig.router.run('/ipv6 firewall filter remove [find]'));

const seen = async (): Promise<boolean[]> =>
  (await rig.router.print('/ipv6 firewall filter')).map(({ packets }) => Number(packets) > 0);

const echo = (...options: readonly string[]): readonly string[] => [
  'ping',
  '-q',
  '-c',
  '1',
  '-W',
  '1',
  ...options,
  router,
];
const udp = (data: string, port = 9): readonly string[] => [
  'sh',
  '-c',
  `printf '${data}' | socat -u - UDP6-SENDTO:[${router}]:${port}`,
];

describe.each<readonly [rule: string, hit: readonly string[], miss: readonly string[]]>([
  ['protocol=icmpv6 hop-limit=equal:5', echo('-t', '5'), echo('-t', '6')],
  ['protocol=icmpv6 hop-limit=less-than:5', echo('-t', '4'), echo('-t', '5')],
  ['protocol=icmpv6 icmp-options=128:0', echo(), udp('x')],
  ['protocol=icmpv6 icmp-options=128:0-255 packet-size=148', echo('-s', '100'), echo('-s', '101')],
  ['protocol=icmpv6 icmp-options=128 packet-size=!148', echo('-s', '101'), echo('-s', '100')],
  ['protocol=icmpv6 dscp=10 icmp-options=128', echo('-Q', '40'), echo('-Q', '44')],
  ['headers=frag:contains', echo('-s', '3000'), echo()],
  ['protocol=udp headers=!frag:contains', udp('x'), echo('-s', '3000')],
  ['protocol=udp content=sesame', udp('open sesame'), udp('open Sesame')],
  ['protocol=udp dst-port=9,100-200', udp('x', 150), udp('x', 201)],
  ['src-address=2001:db8:a::66/128 protocol=udp', udp('x'), echo()],
  ['src-address=!2001:db8:a::66/128 protocol=udp', [], udp('x')],
  ['dst-address-type=local protocol=udp', udp('x'), echo()],
  ['in-interface=ether1 connection-state=new protocol=udp', udp('x'), echo()],
  ['protocol=udp per-connection-classifier=both-addresses-and-ports:1/0', udp('x'), echo()],
  ['protocol=udp limit=1/1d,1:packet', udp('x'), echo()],
])('%s', (rule, hit, miss) => {
  test('matches its packet and no other', async () => {
    const add = '/ipv6 firewall filter add chain=input action=passthrough';
    // Tracking puts fragments together again.
    const tracking = rule.startsWith('headers') ? 'no' : 'auto';
    await rig.load(
      `/ip firewall connection tracking set enabled=${tracking}\n${add} ${rule}\n${add} src-address=2001:db8:a::66/128 hop-limit=not-equal:255`,
    );
    await rig.attacker.exec(miss);
    await expect.poll(seen).toEqual([false, true]);
    if (hit.length === 0) return;
    await rig.attacker.exec(hit);
    await expect.poll(seen).toEqual([true, true]);
  });
});
