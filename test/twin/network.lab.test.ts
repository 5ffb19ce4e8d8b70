import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.attacker.exec(['ip', 'address', 'add', `${far}/32`, 'dev', 'lo']);
});
afterAll(() => rig[Symbol.asyncDispose]());

/** An address behind the attacker that the router needs a route for. */
const far = '203.0.113.5';
const run = (line: string): Promise<string> => rig.router.run(line);
const reachesFar = (): Promise<boolean> => rig.answers(far, rig.client);

describe('a static route', () => {
  test('leads on after its interface was off, and after the address that it needs was changed', async () => {
    expect(await reachesFar()).toBe(false);
    await run('/ip route add dst-address=203.0.113.0/24 gateway=198.51.100.66');
    expect(await reachesFar()).toBe(true);
    await run('/interface disable ether1');
    expect(await reachesFar()).toBe(false);
    await run('/interface enable ether1');
    expect(await reachesFar()).toBe(true);
    await run('/ip address set [find interface=ether1] address=198.51.100.1/25');
    expect(await reachesFar()).toBe(true);
    await run('/ip route disable [find dst-address="203.0.113.0/24"]');
    expect(await reachesFar()).toBe(false);
    await run('/ip route remove [find dst-address="203.0.113.0/24"]');
    await run('/ip address set [find interface=ether1] address=198.51.100.1/24');
  });

  test('is inactive while its gateway cannot be reached', async () => {
    await run('/ip route add dst-address=203.0.113.0/24 gateway=10.99.99.1');
    expect(await run(':put [/ip route get [find dst-address="203.0.113.0/24"] active]')).toBe('false\n');
    await run('/ip route remove [find dst-address="203.0.113.0/24"]');
  });

  test.each(['gateway=nowhere', 'gateway=""', 'dst-address=10.0.0.0/8'])('needs a gateway: %s', async (given) => {
    await expect(run(`/ip route add ${given}`)).rejects.toThrow(/gateway/);
  });
});

describe('a bridge', () => {
  /** Whose Ethernet address changes has to be asked for it again. */
  const gateway = async (): Promise<boolean> => {
    await rig.client.exec(['ip', 'neighbour', 'flush', 'all']);
    return rig.answers(inside.router, rig.client);
  };

  test('goes on under a new name and a new address of its own, and goes without leaving anything in the way', async () => {
    await run('/interface bridge add name=bridge1; /interface bridge port add bridge=bridge1 interface=ether2');
    await run('/ip address set [find interface=ether2] interface=bridge1');
    await run('/ip firewall filter add chain=input in-interface=bridge1 protocol=icmp action=log');
    expect(await gateway()).toBe(true);
    await run('/interface bridge set bridge1 name="the lan"');
    expect(await gateway()).toBe(true);
    expect((await rig.logged()).at(-1)).toContain('input: in:the lan out:(unknown 0),');
    await run('/interface bridge set "the lan" admin-mac=02:00:00:00:00:aa');
    expect(await gateway()).toBe(true);
    expect((await rig.client.exec(['ip', 'neighbour', 'show', inside.router])).stdout).toContain('02:00:00:00:00:aa');
    await run('/interface bridge remove "the lan"');
    expect(await gateway()).toBe(false);
    expect((await rig.router.rules('filter'))[0]?.invalid).toBe(true);
    await run('/interface bridge port remove [find]; /ip firewall filter remove [find]');
    await run('/ip address set [find address="192.0.2.1/24"] interface=ether2');
    expect(await gateway()).toBe(true);
  });
});

test.each(['all', 'ros0', 'type', '-x', 'br.1', 'eth0:1', 'x'.repeat(40), 'café'])(
  'a bridge can be called %s, whatever the kernel makes of it',
  async (name) => {
    const id = await rig.router.add('/interface/bridge', { name });
    await rig.router.add('/ip/address', { address: '10.9.9.1/24', interface: name });
    expect(await rig.answers('10.9.9.1')).toBe(true);
    await run('/ip address remove [find address="10.9.9.1/24"]');
    await rig.router.remove('/interface/bridge', id);
    expect(await rig.answers('10.9.9.1')).toBe(false);
  },
);

test('a fragment is told at once of all that it takes for granted', async () => {
  const fragment = `/ip firewall filter
add chain=input in-interface-list=!LAN action=drop
add chain=forward in-interface=pppoe-out1 action=drop
/interface list member add list=WAN interface=ether1
`;
  await expect(rig.load(fragment)).rejects.toMatchObject({
    message: expect.stringContaining('input does not match any value of in-interface-list (line 2') as string,
    remedy: expect.stringContaining('It needs interfaces pppoe-out1 and interface lists LAN, WAN,') as string,
  });
  await rig.load('/interface list add name=LAN\n/interface list member add list=LAN interface=ether2\n');
  await rig.load('/ip firewall filter add chain=input in-interface-list=!LAN action=drop\n');
  expect([await rig.answers(outside.router), await rig.answers(inside.router, rig.client)]).toEqual([false, true]);
  await rig.clear();
});

describe('services', () => {
  test('a port that another one has is refused, and can be given back', async () => {
    await expect(run('/ip service set ssh port=80')).rejects.toThrow(/^failure: /);
    await run('/ip service set [find name=ssh] port=22');
    expect([await rig.stateOf(22), await rig.stateOf(80)]).toEqual(['open', 'open']);
  });
});
