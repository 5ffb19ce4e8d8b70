import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCapture } from '../../src/probes/capture.ts';
import { type Rig, startRig } from './rig.ts';

const router = '2001:db8:a::1';
const attacker = '2001:db8:a::66';
const client = '2001:db8:b::10';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.load(
    `/ipv6 address\nadd address=${router}/64 interface=ether1\nadd address=2001:db8:b::1/64 interface=ether2\n`,
  );
  // Whoever asked in vain before asks anew.
  for (const host of [rig.attacker, rig.client, rig.lab.router])
    await host.exec(['ip', '-6', 'neighbour', 'flush', 'all']);
});
afterEach(async () => {
  const menus = ['filter', 'nat', 'mangle', 'raw', 'address-list'].map((menu) => `/ipv6 firewall ${menu}`);
  await run(menus.map((menu) => `${menu} remove [find]`).join('; '));
});
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);
const rules = (table: string, ...lines: string[]): string =>
  lines.map((line) => `/ipv6 firewall ${table} add ${line}\n`).join('');
const pings = (to = router, from = rig.attacker): Promise<boolean> => rig.answers(to, from);

async function counted(table: string): Promise<number[]> {
  const text = await run(
    `:foreach r in=[/ipv6 firewall ${table} find] do={:put [/ipv6 firewall ${table} get $r packets]}`,
  );
  return text.trim().split(/\s+/).map(Number);
}

const echo = 'protocol=icmpv6 icmp-options=128:0';

describe('the firewall of IPv6', () => {
  test.each([
    [`chain=input ${echo} action=drop`, false],
    [`chain=input ${echo} action=reject`, false],
    [`chain=input ${echo} src-address=2001:db8:a::/64 action=drop`, false],
    [`chain=input ${echo} src-address=!2001:db8:a::/64 action=drop`, true],
    [`chain=input ${echo} in-interface=ether2 action=drop`, true],
    [`chain=input ${echo} hop-limit=less-than:200 action=drop`, false],
    [`chain=input protocol=icmpv6 icmp-options=129:0 action=drop`, true],
    [`chain=forward ${echo} action=drop`, true],
  ])('%s: the router answers: %s', async (rule, answers) => {
    expect(await pings()).toBe(true);
    await rig.load(rules('filter', rule));
    expect(await pings()).toBe(answers);
  });

  test('IPv4 rules do not touch it, nor the other way round', async () => {
    await rig.load('/ip firewall filter add chain=input protocol=icmp action=drop\n');
    expect([await pings(), await rig.answers('198.51.100.1')]).toEqual([true, false]);
    await rig.clear();
    await rig.load(rules('filter', `chain=input ${echo} action=drop`));
    expect([await pings(), await rig.answers('198.51.100.1')]).toEqual([false, true]);
  });

  test('raw and mangle see it, marks lead to the filter', async () => {
    await rig.load(rules('raw', `chain=prerouting ${echo} action=passthrough`));
    await rig.load(rules('mangle', `chain=prerouting ${echo} action=mark-packet new-packet-mark=odd`));
    await rig.load(rules('filter', 'chain=input packet-mark=odd action=drop'));
    expect(await pings()).toBe(false);
    expect([await counted('raw'), await counted('mangle'), await counted('filter')]).toEqual([[1], [1], [1]]);
  });

  test('masquerade hides the LAN', async () => {
    await rig.load(rules('nat', 'chain=srcnat out-interface=ether1 action=masquerade'));
    const capture = await startCapture(rig.attacker, 'eth0', { filter: 'icmp6 and ip6[40] == 128' });
    await pings(attacker, rig.client);
    expect((await capture.stop()).packets.map(({ ip }) => ip?.source)).toEqual([router]);
  });

  test('lines of the log have addresses of IPv6', async () => {
    await rig.load(
      rules('filter', `chain=input ${echo} action=log log-prefix=six`, 'chain=input protocol=tcp action=log'),
    );
    await pings();
    await rig.attacker.exec(['socat', '-T', '1', '-', `TCP6:[${router}]:22`], { input: '' });
    const lines = await rig.logged();
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^six input: in:ether1 out:\(unknown 0\), connection-state:new src-mac \S+ proto ICMPv6 \(type 128, code 0\), 2001:db8:a::66->2001:db8:a::1, len \d+$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/proto TCP \(SYN\), \[2001:db8:a::66\]:\d+->\[2001:db8:a::1\]:22, len 80$/),
    );
  });
});

describe('address lists of IPv6', () => {
  test('a rule lists a source with a time, and the next one matches it', async () => {
    await rig.load(
      rules(
        'filter',
        `chain=input ${echo} action=add-src-to-address-list address-list=seen address-list-timeout=1m`,
        `chain=input ${echo} src-address-list=seen action=drop`,
      ),
    );
    expect(await pings()).toBe(false);
    expect(await run('/ipv6 firewall address-list print')).toMatch(/ D seen +2001:db8:a::66\/128 .*(1m|59s)/);
    await rig.twin.clock.advance('61s');
    expect(await run('/ipv6 firewall address-list print count-only')).toBe('0\n');
  });

  test('prefixes are kept, ranges refused', async () => {
    await rig.load(`/ipv6 firewall address-list add list=lan address=${client}/64\n`);
    expect(await run(':put [/ipv6 firewall address-list get 0 address]')).toBe('2001:db8:b::/64\n');
    await rig.load(rules('filter', `chain=forward ${echo} src-address-list=lan action=drop`));
    expect([await pings(attacker, rig.client), await pings()]).toEqual([false, true]);
    await expect(run('/ipv6 firewall address-list add list=x address=2001:db8::1-2001:db8::5')).rejects.toThrow(
      '2001:db8::1-2001:db8::5 is not a valid dns name',
    );
    await expect(run(`/ipv6 firewall address-list add list=lan address=${client}/64`)).rejects.toThrow(
      'failure: already have such entry',
    );
  });
});
