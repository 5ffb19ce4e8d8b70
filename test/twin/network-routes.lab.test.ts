import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
/** Addresses behind the attacker, and a second neighbour that it plays too. */
const [far, other, second] = ['203.0.113.5', '203.0.113.77', '198.51.100.67'];
beforeAll(async () => {
  rig = await startRig();
  for (const address of [far, other]) await rig.attacker.exec(['ip', 'address', 'add', `${address}/32`, 'dev', 'lo']);
  await rig.attacker.exec(['ip', 'address', 'add', `${second}/24`, 'dev', 'eth0']);
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => run('/ip route remove [find dynamic=no]'));

const run = (line: string): Promise<string> => rig.router.run(line);
const add = (props: string): Promise<string> => run(`/ip route add ${props}`);
const reaches = async (to: string = far): Promise<boolean> => {
  await rig.lab.router.exec(['ip', 'neighbour', 'flush', 'all']);
  return rig.answers(to, rig.client);
};
/** What the client is told of a packet that goes nowhere. */
const refusal = async (): Promise<string> => (await rig.client.exec(['ping', '-n', '-c1', '-W1', far])).stdout;
const active = (gateway: string): Promise<string> => run(`:put [/ip route get [find gateway="${gateway}"] active]`);

describe('a route', () => {
  test('of the smaller distance is used; when it is gone, the other', async () => {
    await add(`dst-address=203.0.113.0/24 gateway=${outside.attacker} distance=5`);
    await add('dst-address=203.0.113.0/24 gateway=198.51.100.99 distance=1');
    expect([await reaches(), await active(outside.attacker)]).toEqual([false, 'false\n']);
    await run('/ip route disable [find distance=1]');
    expect([await reaches(), await active(outside.attacker)]).toEqual([true, 'true\n']);
  });

  test('the longest prefix wins, and one through an interface alone asks for the address itself', async () => {
    await add('dst-address=203.0.113.0/24 gateway=198.51.100.99');
    await add(`dst-address=${far}/32 gateway=ether1`);
    expect([await reaches(), await reaches(other)]).toEqual([true, false]);
  });

  test('says by which interface its gateway is to be found', async () => {
    await run('/ip address disable [find interface=ether1]');
    await add(`dst-address=203.0.113.0/24 gateway=${outside.attacker}%ether1 pref-src=${inside.router}`);
    expect(await active(`${outside.attacker}%ether1`)).toBe('true\n');
    const seen = await rig.lab.router.exec(['ip', 'route', 'get', far]);
    expect(seen.stdout).toContain(`src ${inside.router}`);
    await run('/ip address enable [find interface=ether1]');
    expect(await reaches()).toBe(true);
  });

  test.each([
    ['blackhole', ''],
    ['unreachable', 'Destination Host Unreachable'],
    ['prohibit', 'Packet filtered'],
  ])('of type %s leads nowhere: %s', async (type, said) => {
    await add(`gateway=${outside.attacker}`);
    expect(await reaches()).toBe(true);
    await add(`dst-address=203.0.113.0/24 type=${type}`);
    // The kernel sends one such error a second to one host.
    await expect.poll(refusal, { timeout: 4000 }).toContain(said);
    const answer = await refusal();
    expect(answer).toContain(' 0 received');
    if (said === '') expect(answer).not.toContain('From');
  });

  test('a blackhole is a word of its own in 7', async () => {
    await add(`gateway=${outside.attacker}`);
    await add('blackhole dst-address=203.0.113.0/24');
    expect(await reaches()).toBe(false);
    expect(await run('/ip route print where blackhole=yes')).toMatch(/As 203\.0\.113\.0\/24/);
  });

  test('behind another gateway follows the route to it, when its scope is near enough', async () => {
    await add(`dst-address=${other}/32 gateway=${outside.attacker} scope=10`);
    await add(`dst-address=${far}/32 gateway=${other} target-scope=11`);
    expect(await run(`:put [/ip route get [find gateway="${other}"] immediate-gw]`)).toBe(
      `${outside.attacker}%ether1\n`,
    );
    expect(await reaches()).toBe(true);
    await run(`/ip route set [find dst-address="${other}"] scope=30`);
    expect([await reaches(), await active(other)]).toEqual([false, 'false\n']);
  });

  test('two gateways share the traffic', async () => {
    await add(`dst-address=203.0.113.0/24 gateway=${outside.attacker}`);
    await add(`dst-address=203.0.113.0/24 gateway=${second}`);
    expect(await run('/ip route print where static')).toMatch(/As\+ 203\.0\.113\.0\/24[\s\S]*As\+ 203\.0\.113\.0\/24/);
    const { stdout } = await rig.lab.router.exec(['ip', 'route', 'show', '203.0.113.0/24']);
    expect(stdout.match(/nexthop via/g)).toHaveLength(2);
    expect([await reaches(), await reaches(other)]).toEqual([true, true]);
  });
});

describe('check-gateway', () => {
  test.each(['ping', 'arp'])(
    '%s: a gateway that falls silent is left after twenty seconds, and taken back',
    async (kind) => {
      await add(`dst-address=203.0.113.0/24 gateway=${second} check-gateway=${kind}`);
      await add(`dst-address=203.0.113.0/24 gateway=${outside.attacker} distance=2`);
      await rig.twin.clock.advance(10_500);
      expect(await active(second)).toBe('true\n');
      await rig.attacker.exec(['ip', 'address', 'del', `${second}/24`, 'dev', 'eth0']);
      await rig.lab.router.exec(['ip', 'neighbour', 'flush', 'all']);
      await rig.twin.clock.advance(25_000);
      expect([await active(second), await active(outside.attacker), await reaches()]).toEqual([
        'false\n',
        'true\n',
        true,
      ]);
      await rig.attacker.exec(['ip', 'address', 'add', `${second}/24`, 'dev', 'eth0']);
      await rig.twin.clock.advance(15_000);
      expect(await active(second)).toBe('true\n');
    },
  );
});

describe('a routing table', () => {
  test('is looked into when a rule says so, and only then', async () => {
    await run('/routing table add fib name=isp2');
    await add(`dst-address=0.0.0.0/0 gateway=${outside.attacker} routing-table=isp2`);
    expect(await reaches()).toBe(false);
    await run('/routing rule add src-address=192.0.2.10/32 action=lookup table=isp2');
    expect(await reaches()).toBe(true);
    await run('/routing rule set [find] src-address=192.0.2.11/32');
    expect(await reaches()).toBe(false);
    await run('/routing rule set [find] src-address=192.0.2.0/24 dst-address=203.0.113.0/24 interface=ether2');
    expect(await reaches()).toBe(true);
    await run('/routing rule set [find] action=drop');
    expect(await reaches()).toBe(false);
    await run('/routing rule remove [find]');
  });

  test('only in that table: nothing else is asked', async () => {
    await add(`gateway=${outside.attacker}`);
    await run('/routing rule add src-address=192.0.2.10/32 action=lookup-only-in-table table=isp2');
    expect(await reaches()).toBe(false);
    await run('/routing rule set [find] action=lookup');
    expect(await reaches()).toBe(true);
    await run('/routing rule remove [find]');
  });

  test('is looked into for what mangle marks, and for nothing else', async () => {
    await add(`gateway=${outside.attacker} routing-table=isp2`);
    await run(
      '/ip firewall mangle add chain=prerouting src-address=192.0.2.10 dst-address=203.0.113.0/24 ' +
        'action=mark-routing new-routing-mark=isp2 passthrough=no',
    );
    expect(await reaches()).toBe(true);
    await run(`/ip firewall mangle set [find] dst-address=${other}`);
    expect([await reaches(), await reaches(other)]).toEqual([false, true]);
    await run('/ip firewall mangle remove [find]');
    expect(await reaches(other)).toBe(false);
  });

  test('that is not there makes its routes inactive', async () => {
    await run('/routing table remove [find name=isp2]');
    await add(`gateway=${outside.attacker} routing-table=isp2`);
    expect(await active(outside.attacker)).toBe('false\n');
  });
});

describe('/ip settings', () => {
  test('ip-forward', async () => {
    await add(`gateway=${outside.attacker}`);
    await run('/ip settings set ip-forward=no');
    expect(await reaches()).toBe(false);
    await run('/ip settings set ip-forward=yes');
    expect(await reaches()).toBe(true);
  });

  test('rp-filter drops what came the wrong way', async () => {
    const spoofed = async (): Promise<number> => {
      await run('/ip firewall filter remove [find]');
      await run('/ip firewall filter add chain=input protocol=icmp src-address=192.0.2.99 action=passthrough');
      await rig.attacker.exec(['ip', 'address', 'replace', '192.0.2.99/32', 'dev', 'lo']);
      await rig.attacker.exec(['ping', '-c1', '-W1', '-I', '192.0.2.99', outside.router]);
      return (await rig.packets())[0] ?? 0;
    };
    expect(await spoofed()).toBe(1);
    await run('/ip settings set rp-filter=strict');
    expect(await spoofed()).toBe(0);
    await run('/ip settings set rp-filter=loose');
    expect(await spoofed()).toBe(1);
    await run('/ip settings set rp-filter=no; /ip firewall filter remove [find]');
  });

  test('icmp-rate-limit holds ICMP errors back', async () => {
    await add(`gateway=${outside.attacker}`);
    const errors = async (): Promise<number> => {
      const { stdout } = await rig.client.exec(['ping', '-n', '-t1', '-c10', '-i0.05', '-W1', far]);
      return stdout.match(/exceeded/g)?.length ?? 0;
    };
    expect(await errors()).toBe(10);
    await run('/ip settings set icmp-rate-limit=10000');
    expect(await errors()).toBeLessThan(9);
    await run('/ip settings set icmp-rate-limit=10');
  });
});

describe('/ip arp', () => {
  test('shows who was asked, and takes what is fixed at its word', async () => {
    await reaches(outside.attacker);
    expect(await run('/ip arp print')).toMatch(new RegExp(`D.* ${outside.attacker.replaceAll('.', '\\.')} `));
    await run(`/ip arp add address=${outside.attacker} interface=ether1 mac-address=02:00:00:00:00:99`);
    expect(await rig.answers(outside.attacker, rig.client)).toBe(false);
    await run('/ip arp remove [find dynamic=no]');
    expect(await rig.answers(outside.attacker, rig.client)).toBe(true);
  });

  test('an interface that only replies asks for nobody, one without ARP says nothing', async () => {
    await run('/interface ethernet set ether2 arp=reply-only');
    expect(await reaches(outside.attacker)).toBe(false);
    await run(`/ip arp add address=${inside.client} interface=ether2 mac-address=${rig.client.mac}`);
    expect(await reaches(outside.attacker)).toBe(true);
    await run('/ip arp remove [find dynamic=no]; /interface ethernet set ether2 arp=disabled');
    await rig.client.exec(['ip', 'neighbour', 'flush', 'all']);
    expect(await rig.answers(inside.router, rig.client)).toBe(false);
    await run('/interface ethernet set ether2 arp=enabled');
    await rig.client.exec(['ip', 'neighbour', 'flush', 'all']);
    expect(await rig.answers(inside.router, rig.client)).toBe(true);
  });
});
