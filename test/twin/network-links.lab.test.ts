import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { parseTopology } from '../../src/lab/topology/read-topology.ts';
import { ping } from '../../src/probes/ping.ts';
import type { StartedRouter } from '../../src/router/drivers/started-router.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';

/** `trunk` brings VLAN 10 and untagged frames on ether2; `plain` and `other` hang on access ports. */
const topology = `name: vlans
networks:
  trunk: { subnet: 192.0.2.0/25 }
  tagged: { subnet: 203.0.113.0/25 }
  access: { subnet: 203.0.113.128/25 }
  other: { subnet: 198.51.100.0/24 }
router:
  interfaces:
    ether2: { network: trunk }
    ether2.10: { network: tagged }
    ether3: { network: access }
    ether4: { network: other }
hosts:
  trunk: { network: trunk, address: 192.0.2.10 }
  tagged: { network: tagged, address: 203.0.113.10 }
  plain: { network: access, address: 203.0.113.130 }
  other: { network: other, address: 198.51.100.10 }
`;

const wide = { trunk: '192.0.2.10', tagged: '203.0.113.10', plain: '203.0.113.130' };

let lab: Lab;
let twin: StartedRouter;
beforeAll(async () => {
  lab = await startLab(parseTopology({ name: 'vlans.yaml', text: topology }), { name: `links-${process.pid}` });
  // Two subnets of the topology, one of the router: for a file they would overlap.
  for (const [name, address] of Object.entries(wide)) {
    await lab.host(name).exec(['ip', 'address', 'flush', 'dev', 'eth0']);
    await lab.host(name).exec(['ip', 'address', 'add', `${address}/24`, 'dev', 'eth0']);
  }
  twin = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
});
afterAll(async () => {
  await twin[Symbol.asyncDispose]();
  await lab.down();
});

const run = (line: string): Promise<string> => twin.router.run(line);
const load = (text: string): Promise<void> => twin.router.importConfig({ name: 'test.rsc', text });
/** Whoever asked in vain before asks anew. */
async function answers(from: string, to: string): Promise<boolean> {
  for (const host of [lab.host(from), lab.router]) await host.exec(['ip', 'neighbour', 'flush', 'all']);
  return (await ping(lab.host(from), to, { count: 1, timeoutMs: 500 })).received > 0;
}

describe('an interface', () => {
  test('can be renamed, switched off and on, and given another Ethernet address and MTU', async () => {
    await run('/ip address add address=198.51.100.1/24 interface=ether4');
    expect(await answers('other', '198.51.100.1')).toBe(true);
    await run('/interface ethernet set ether4 name="the office" mac-address=02:00:00:00:AA:01 mtu=1400');
    expect(await answers('other', '198.51.100.1')).toBe(true);
    expect((await lab.host('other').exec(['ip', 'neighbour'])).stdout).toContain('02:00:00:00:aa:01');
    const big = await lab.host('other').exec(['ping', '-c1', '-W1', '-Mdo', '-s1460', '198.51.100.1']);
    expect(big.stdout).toContain(' 0 received');
    await run('/interface ethernet disable "the office"');
    expect(await answers('other', '198.51.100.1')).toBe(false);
    expect(await run('/interface print where name="the office"')).toMatch(/^0 X\s+the office/m);
    await run('/interface ethernet enable "the office"; /interface ethernet set "the office" name=ether4 mtu=1500');
    expect(await answers('other', '198.51.100.1')).toBe(true);
    expect(await run('/ip address print where interface=ether4')).toContain('198.51.100.1/24');
  });

  test('a cable for a VLAN is no port', async () => {
    expect(await run(':put [/interface ethernet print count-only]')).toContain('3');
    await expect(run('/ip address add address=192.0.2.1/24 interface=ether2.10')).rejects.toThrow(/interface/);
  });
});

describe('a VLAN on a port', () => {
  test('carries its own network, and goes with its port', async () => {
    await load(`/interface vlan add interface=ether2 name=guests vlan-id=10
/ip address add address=192.0.2.1/24 interface=ether2
/ip address add address=203.0.113.1/24 interface=guests
/ip firewall filter add chain=input in-interface=guests protocol=icmp action=log
`);
    expect([await answers('tagged', '203.0.113.1'), await answers('trunk', '192.0.2.1')]).toEqual([true, true]);
    const lines = (await twin.router.log()).filter(({ topics }) => topics === 'firewall,info');
    expect(lines.map(({ message }) => message)).toHaveLength(1);
    expect(lines[0]?.message).toContain('input: in:guests out:(unknown 0)');
    await run('/interface vlan set guests vlan-id=11');
    expect(await answers('tagged', '203.0.113.1')).toBe(false);
    await run('/interface vlan set guests vlan-id=10');
    expect(await answers('tagged', '203.0.113.1')).toBe(true);
    await run('/interface disable ether2');
    expect(await answers('tagged', '203.0.113.1')).toBe(false);
    await run('/interface enable ether2; /ip firewall filter remove [find]');
    await run('/interface vlan remove guests');
    expect(await answers('tagged', '203.0.113.1')).toBe(false);
    expect(await run('/ip address print detail where address="203.0.113.1/24"')).toMatch(/interface=\*[0-9A-F]+/);
    await run('/ip address remove [find]');
  });
});

describe('a bridge', () => {
  test('that filters VLANs keeps them apart, and joins an access port to the tagged one', async () => {
    await load(`/interface bridge add name=switch vlan-filtering=yes
/interface bridge port add bridge=switch interface=ether2
/interface bridge port add bridge=switch interface=ether3 pvid=10
/interface bridge vlan add bridge=switch tagged=switch,ether2 vlan-ids=10
/interface vlan add interface=switch name=vlan10 vlan-id=10
/ip address add address=203.0.113.1/24 interface=vlan10
/ip address add address=192.0.2.1/24 interface=switch
`);
    expect(await answers('plain', '203.0.113.10')).toBe(true);
    expect([await answers('tagged', '203.0.113.1'), await answers('plain', '203.0.113.1')]).toEqual([true, true]);
    expect(await answers('trunk', '192.0.2.1')).toBe(true);
    await run('/interface bridge vlan set [find] tagged=switch');
    expect([await answers('tagged', '203.0.113.1'), await answers('plain', '203.0.113.1')]).toEqual([false, true]);
    await run('/interface bridge port set [find interface=ether3] pvid=1');
    expect(await answers('plain', '203.0.113.1')).toBe(false);
    await run('/interface bridge set switch vlan-filtering=no');
    expect([await answers('tagged', '203.0.113.1'), await answers('trunk', '192.0.2.1')]).toEqual([true, true]);
  });

  test('passes frames on past the rules, unless it is told otherwise', async () => {
    await lab.host('plain').exec(['ip', 'address', 'add', '192.0.2.130/24', 'dev', 'eth0']);
    await run('/ip firewall filter add chain=forward action=drop protocol=icmp');
    expect(await answers('plain', '192.0.2.10')).toBe(true);
    await run('/interface bridge settings set use-ip-firewall=yes');
    expect(await answers('plain', '192.0.2.10')).toBe(false);
    await run('/interface bridge settings set use-ip-firewall=no');
    expect(await answers('plain', '192.0.2.10')).toBe(true);
  });

  test('answers for the address of its port', async () => {
    await run('/ip address add address=192.0.2.3/24 interface=ether3');
    expect(await run(':put [/ip address get [find address="192.0.2.3/24"] actual-interface]')).toBe('switch\n');
    expect(await answers('trunk', '192.0.2.3')).toBe(true);
  });
});
