import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabHost } from '../../src/lab/lab.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** Whoever asked in vain before asks anew, instead of waiting for its next turn. */
async function answers(to: string, from: LabHost = rig.attacker): Promise<boolean> {
  for (const host of [from, rig.lab.router]) await host.exec(['ip', '-6', 'neighbour', 'flush', 'all']);
  return rig.answers(to, from);
}

const run = (line: string): Promise<string> => rig.router.run(line);
const outside = '2001:db8:a::1';
const inside = '2001:db8:b::1';
const attacker = '2001:db8:a::66';

describe('IPv6', () => {
  test('an address answers, and its network is routed', async () => {
    expect(await answers(outside)).toBe(false);
    await rig.load(
      `/ipv6 address\nadd address=${outside}/64 interface=ether1\nadd address=${inside}/64 interface=ether2\n`,
    );
    expect(await answers(outside)).toBe(true);
    expect(await answers(attacker, rig.client)).toBe(true);
    expect(await run('/ipv6 route print')).toMatch(/DAc 2001:db8:a::\/64\s+ether1\s+0/);
    expect(await run('/ipv6 address print')).toMatch(/DL fe80::[0-9a-f:]+\/64\s+ether1/);
  });

  test('a disabled address is silent, and a renamed interface keeps it', async () => {
    await run('/ipv6 address disable [find interface=ether1 and global]');
    expect(await answers(outside)).toBe(false);
    await run('/ipv6 address enable [find interface=ether1 and global]; /interface set ether1 name="the wan"');
    expect(await answers(outside)).toBe(true);
    await run('/interface disable "the wan"');
    expect(await answers(outside)).toBe(false);
    await run('/interface enable "the wan"; /interface set "the wan" name=ether1');
    expect(await answers(outside)).toBe(true);
  });

  test('the link-local address is the one that the neighbour sees', async () => {
    const address = (await run(':put [/ipv6 address get [find interface=ether1 and link-local] address]')).trim();
    await rig.attacker.exec(['ip', 'link', 'show']);
    const seen = await rig.attacker.exec(['ping', '-c1', '-W1', '-I', 'eth0', address.split('/')[0] ?? '']);
    expect(seen.stdout).toContain('1 received');
  });

  test('a static route leads on, a blackhole ends it, and routing can be off', async () => {
    const far = '2001:db8:f::5';
    await rig.attacker.exec(['ip', 'address', 'add', `${far}/128`, 'dev', 'lo']);
    expect(await answers(far, rig.client)).toBe(false);
    await run(`/ipv6 route add dst-address=2001:db8:f::/64 gateway=${attacker}`);
    expect(await answers(far, rig.client)).toBe(true);
    await run(`/ipv6 route add blackhole dst-address=${far}/128`);
    expect(await answers(far, rig.client)).toBe(false);
    await run('/ipv6 route remove [find blackhole=yes]; /ipv6 settings set forward=no');
    expect(await answers(far, rig.client)).toBe(false);
    await run('/ipv6 settings set forward=yes');
    expect(await answers(far, rig.client)).toBe(true);
  });

  test('an address from a pool, made of the Ethernet address', async () => {
    await run('/ipv6 pool add name=delegated prefix=2001:db8:c::/56 prefix-length=64');
    await run('/ipv6 address add from-pool=delegated interface=ether2 eui-64=yes');
    await run('/ipv6 address add from-pool=delegated address=::1 interface=ether2');
    const address = (await run(':put [/ipv6 address get [find eui-64=yes] address]')).trim();
    expect(address).toMatch(/^2001:db8:c:[0-9a-f:]*:?[0-9a-f]*ff:fe[0-9a-f:]+\/64$/);
    await rig.client.exec(['ip', '-6', 'route', 'add', '2001:db8:c::/56', 'via', inside]);
    expect(await answers(address.split('/')[0] ?? '', rig.client)).toBe(true);
    expect(await answers('2001:db8:c:1::1', rig.client)).toBe(true);
  });

  test('a routing mark leads to its table in IPv6 too', async () => {
    const elsewhere = '2001:db8:e::5';
    await rig.attacker.exec(['ip', 'address', 'add', `${elsewhere}/128`, 'dev', 'lo']);
    await rig.load(`/routing table add fib name=isp2
/ipv6 route add dst-address=2001:db8:e::/64 gateway=${attacker} routing-table=isp2
`);
    expect(await answers(elsewhere, rig.client)).toBe(false);
    await run(
      `/ipv6 firewall mangle add chain=prerouting dst-address=${elsewhere}/128 action=mark-routing new-routing-mark=isp2`,
    );
    expect(await answers(elsewhere, rig.client)).toBe(true);
    await run('/ipv6 firewall mangle remove [find]');
  });

  test('neighbours are seen, and can be fixed', async () => {
    expect(await answers(attacker, rig.client)).toBe(true);
    expect(await run('/ipv6 neighbor print')).toContain(attacker);
    await run(`/ipv6 neighbor add address=${attacker} mac-address=02:00:00:00:00:99 interface=ether1`);
    expect(await answers(attacker, rig.client)).toBe(false);
    await run(`/ipv6 neighbor remove [find address="${attacker}" and dynamic=no]`);
    expect(await answers(attacker, rig.client)).toBe(true);
  });

  test('router advertisements give a client its address, its way out and a name server', async () => {
    const conf = (name: string, value: string): string => `echo ${value} > /proc/sys/net/ipv6/conf/eth0/${name}`;
    const settings = [conf('accept_ra', '2'), conf('autoconf', '1'), conf('addr_gen_mode', '0')];
    await rig.client.exec(['sh', '-c', ['ip -6 address flush dev eth0 scope global', ...settings].join('; ')]);
    await run('/ipv6 nd set [find default=yes] advertise-dns=self');
    await rig.client.exec(['sh', '-c', 'ip link set eth0 down; ip link set eth0 up']);
    const shown = async (what: string): Promise<string> => (await rig.client.exec(['ip', '-6', what])).stdout;
    await expect
      .poll(() => shown('address'), { timeout: 8000 })
      .toMatch(/2001:db8:b:0:[0-9a-f:]+\/64 scope global.*dynamic/);
    expect(await shown('route')).toMatch(/default via fe80:\S+ dev eth0 proto ra/);
    await run('/ipv6 nd disable [find default=yes]');
  });
});
