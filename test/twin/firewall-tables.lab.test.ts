import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCapture } from '../../src/probes/capture.ts';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.clear();
  await run('/ip firewall mangle remove [find]; /ip firewall raw remove [find]');
});
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);
const rules = (table: string, ...lines: string[]): string =>
  lines.map((line) => `/ip firewall ${table} add ${line}\n`).join('');

/** Packets of a table's rules, in order. */
async function counted(table: string): Promise<number[]> {
  const text = await run(`:foreach r in=[/ip firewall ${table} find] do={:put [/ip firewall ${table} get $r packets]}`);
  return text.trim().split(/\s+/).map(Number);
}

/** One ping from outside to the router. */
const pingRouter = (): Promise<boolean> => rig.answers(outside.router);

describe('raw', () => {
  test('drops before anything else sees the packet', async () => {
    await rig.load(rules('raw', 'chain=prerouting protocol=icmp action=drop'));
    await rig.load(rules('mangle', 'chain=prerouting protocol=icmp action=passthrough'));
    expect(await pingRouter()).toBe(false);
    expect([await counted('raw'), await counted('mangle')]).toEqual([[1], [0]]);
  });

  test('notrack makes a packet untracked and lets it go on', async () => {
    await rig.load(rules('filter', 'chain=input protocol=icmp connection-state=untracked action=drop'));
    expect(await pingRouter()).toBe(true);
    await rig.load(rules('raw', 'chain=prerouting protocol=icmp action=notrack', 'chain=prerouting protocol=icmp'));
    expect(await pingRouter()).toBe(false);
    expect(await counted('raw')).toEqual([1, 1]);
  });
});

test('what the harness itself sends over the loopback is counted by no rule, of whatever table', async () => {
  await rig.load(rules('nat', 'chain=srcnat action=passthrough', 'chain=dstnat action=passthrough'));
  await rig.load(rules('filter', 'chain=input action=passthrough', 'chain=output action=passthrough'));
  // Who reads the log waits for a marker that goes through the packet filter.
  await run('/log print');
  expect([await counted('nat'), await counted('filter')]).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

describe('mangle', () => {
  test.each([
    ['mark-packet new-packet-mark=odd', 'packet-mark=odd'],
    ['mark-connection new-connection-mark=odd', 'connection-mark=odd'],
    ['mark-routing new-routing-mark=main', 'routing-mark=main'],
    ['change-ttl new-ttl=set:9', 'ttl=equal:9'],
    ['change-ttl new-ttl=decrement:1', 'ttl=equal:63'],
    ['change-dscp new-dscp=46', 'dscp=46'],
  ])('%s is seen by %s', async (action, matcher) => {
    await rig.load(rules('mangle', `chain=prerouting protocol=icmp action=${action}`));
    await rig.load(rules('filter', `chain=input protocol=icmp ${matcher} action=drop`));
    expect(await pingRouter()).toBe(false);
    expect(await counted('filter')).toEqual([1]);
  });

  test('what is not marked matches no-mark, and what has another mark neither', async () => {
    await rig.load(
      rules(
        'filter',
        'chain=input protocol=icmp packet-mark=no-mark action=passthrough',
        'chain=input protocol=icmp packet-mark=!odd action=passthrough',
      ),
    );
    await pingRouter();
    await rig.load(rules('mangle', 'chain=prerouting protocol=icmp action=mark-packet new-packet-mark=odd'));
    await pingRouter();
    expect(await counted('filter')).toEqual([1, 1]);
  });

  test('passthrough=no ends the table and nothing else', async () => {
    const mark = 'chain=prerouting protocol=icmp action=mark-packet new-packet-mark';
    await rig.load(rules('mangle', `${mark}=one`, `${mark}=two passthrough=no`, `${mark}=three`));
    await rig.load(rules('filter', 'chain=input protocol=icmp packet-mark=two action=drop'));
    expect(await pingRouter()).toBe(false);
    expect(await counted('mangle')).toEqual([1, 1, 0]);
  });

  test('change-mss changes the segment size that is offered', async () => {
    await using _server = await rig.client.start(['socat', 'TCP-LISTEN:8080,fork,reuseaddr', 'SYSTEM:echo hello']);
    await rig.load(rules('mangle', 'chain=forward protocol=tcp tcp-flags=syn action=change-mss new-mss=1000'));
    await rig.load(rules('filter', 'chain=forward protocol=tcp tcp-flags=syn tcp-mss=1000 action=passthrough'));
    await rig.attacker.exec(['socat', '-T', '2', '-', `TCP:${inside.client}:8080`], { input: '' });
    expect((await counted('filter'))[0]).toBeGreaterThan(0);
  });
});

describe('chains', () => {
  test('a jump comes back at return or at the end, and counts on its way', async () => {
    await rig.load(
      rules(
        'filter',
        'chain=input protocol=icmp action=jump jump-target="my pings"',
        'chain=input protocol=icmp action=drop',
        'chain="my pings" protocol=icmp src-address=198.51.100.66 action=return',
        'chain="my pings" action=accept',
      ),
    );
    expect([await pingRouter(), await rig.answers(inside.router, rig.client)]).toEqual([false, true]);
    expect(await counted('filter')).toEqual([2, 1, 1, 1]);
  });

  test('more than fifteen ports match, and their negation does not', async () => {
    const ports = '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,20-22';
    await rig.load(rules('filter', `chain=input protocol=tcp dst-port=${ports} action=reject reject-with=tcp-reset`));
    expect([await rig.stateOf(22), await rig.stateOf(8291)]).toEqual(['closed', 'open']);
    await run(`/ip firewall filter set 0 dst-port=!${ports}`);
    expect([await rig.stateOf(22), await rig.stateOf(8291)]).toEqual(['open', 'closed']);
  });

  test('counters are kept while a rule is disabled', async () => {
    await rig.load(rules('filter', 'chain=input protocol=icmp action=passthrough'));
    await pingRouter();
    await run('/ip firewall filter disable 0');
    await pingRouter();
    expect(await counted('filter')).toEqual([1]);
    await run('/ip firewall filter enable 0');
    await pingRouter();
    expect(await counted('filter')).toEqual([2]);
    await run('/ip firewall filter reset-counters-all');
    expect(await counted('filter')).toEqual([0]);
  });
});

describe('nat', () => {
  test.each([
    ['src-nat to-addresses=198.51.100.77', ['198.51.100.77']],
    ['src-nat to-addresses=198.51.100.80-198.51.100.80', ['198.51.100.80']],
    ['same to-addresses=198.51.100.90/32', ['198.51.100.90']],
    ['netmap to-addresses=198.51.100.0/24', ['198.51.100.10']],
    ['accept', [inside.client]],
  ])('%s', async (action, sources) => {
    await rig.load(
      rules('nat', `chain=srcnat out-interface=ether1 action=${action}`, 'chain=srcnat action=masquerade'),
    );
    const capture = await startCapture(rig.attacker, 'eth0', { filter: 'icmp[icmptype] == icmp-echo' });
    await rig.answers(outside.attacker, rig.client);
    expect((await capture.stop()).packets.map(({ ip }) => ip?.source)).toEqual(sources);
  });

  test('dst-nat without an address changes the port', async () => {
    await rig.load(rules('nat', 'chain=dstnat protocol=tcp dst-port=2222 action=dst-nat to-ports=22'));
    expect(await rig.stateOf(2222)).toBe('open');
  });

  test('chain=output of RouterOS 7 translates what the router itself sends', async () => {
    await using _server = await rig.attacker.start(['socat', 'TCP-LISTEN:8080,fork,reuseaddr', 'SYSTEM:echo hello']);
    await rig.load(
      rules(
        'nat',
        `chain=output protocol=tcp dst-address=203.0.113.9 action=dst-nat to-addresses=${outside.attacker} to-ports=8080`,
      ),
    );
    await run(`/ip route add dst-address=203.0.113.0/24 gateway=${outside.attacker}`);
    const said = await rig.lab.router.exec(['socat', '-T', '2', '-', 'TCP:203.0.113.9:80'], { input: '' });
    await run('/ip route remove [find dst-address=203.0.113.0/24]');
    expect(said.stdout).toBe('hello\n');
  });
});

describe('connections', () => {
  const forwarded = rules(
    'nat',
    `chain=dstnat dst-address=${outside.router} protocol=tcp dst-port=8443 action=dst-nat to-addresses=${inside.client} to-ports=8080`,
  );

  test('lines of translated packets say what has become of them', async () => {
    await using _server = await rig.client.start(['socat', 'TCP-LISTEN:8080,fork,reuseaddr', 'SYSTEM:echo hello']);
    await rig.load(forwarded);
    await rig.load(rules('filter', 'chain=forward protocol=tcp action=log log-prefix=F'));
    await rig.attacker.exec(['socat', '-T', '2', '-', `TCP:${outside.router}:8443,sourceport=40000`], { input: '' });
    const lines = await rig.logged();
    const there = `198.51.100.66:40000->192.0.2.10:8080, NAT 198.51.100.66:40000->(198.51.100.1:8443->192.0.2.10:8080), len `;
    const back = `192.0.2.10:8080->198.51.100.66:40000, NAT (192.0.2.10:8080->198.51.100.1:8443)->198.51.100.66:40000, len `;
    const macs = 'src-mac [0-9a-f:]{17}, proto TCP';
    expect(lines[0]).toMatch(
      new RegExp(`^F forward: in:ether1 out:ether2, connection-state:new,dnat ${macs} \\(SYN\\), `),
    );
    expect(lines[0]).toContain(there);
    expect(lines[1]).toMatch(
      new RegExp(`in:ether2 out:ether1, connection-state:established,dnat ${macs} \\(SYN,ACK\\)`),
    );
    expect(lines[1]).toContain(back);
  });

  test('a line of what is not translated has no such part', async () => {
    await rig.load(forwarded);
    await rig.load(rules('filter', 'chain=input protocol=icmp action=log'));
    await pingRouter();
    expect((await rig.logged()).at(-1)).toMatch(
      /connection-state:new src-mac \S+ proto ICMP \(type 8, code 0\), 198.51.100.66->198.51.100.1, len \d+$/,
    );
  });

  test('are listed with their flags, and cut when they are removed', async () => {
    await using _server = await rig.client.start(['socat', 'TCP-LISTEN:8080,fork,reuseaddr', 'SYSTEM:cat']);
    await rig.load(forwarded);
    await using _session = await rig.attacker.start([
      'socat',
      'SYSTEM:sleep 60',
      `TCP:${outside.router}:8443,sourceport=40001`,
    ]);
    const found = '[find src-address~":40001"]';
    const listed = async (): Promise<string> => run('/ip firewall connection print terse');
    await expect
      .poll(listed, { timeout: 5000 })
      .toMatch(/SAC\s*d .*src-address=198.51.100.66:40001 .*tcp-state=established/);
    expect(await run(`:put [/ip firewall connection get ${found} reply-src-address]`)).toBe('192.0.2.10:8080\n');
    await run(`/ip firewall connection remove ${found}`);
    expect(await listed()).not.toContain('40001');
  });

  test('tracking times are the configured ones', async () => {
    await run('/ip firewall connection remove [find protocol=icmp]');
    await run('/ip firewall connection tracking set icmp-timeout=55s');
    await rig.load(rules('filter', 'chain=input connection-state=new action=passthrough'));
    await pingRouter();
    expect(await run(':put [/ip firewall connection get [find protocol=icmp] timeout]')).toMatch(/^(00:00:)?5[345]/);
    await run('/ip firewall connection tracking set icmp-timeout=10s');
  });
});
