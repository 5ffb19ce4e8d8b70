import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCapture } from '../../src/probes/capture.ts';
import { scan } from '../../src/probes/scan.ts';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(() => rig.clear());
afterAll(() => rig[Symbol.asyncDispose]());

const filter = (...rules: string[]): string => rules.map((rule) => `/ip firewall filter add ${rule}\n`).join('');

describe('actions', () => {
  test.each([
    ['drop', 'filtered'],
    ['reject', 'filtered'],
    ['reject reject-with=icmp-admin-prohibited', 'filtered'],
    ['reject reject-with=tcp-reset', 'closed'],
    ['accept', 'open'],
    ['passthrough', 'open'],
    ['log', 'open'],
  ])('%s shows port 22 %s', async (action, state) => {
    await rig.load(filter(`chain=input protocol=tcp dst-port=22 action=${action}`));
    expect(await rig.stateOf(22)).toBe(state);
    expect((await rig.packets())[0]).toBeGreaterThan(0);
  });

  test.each([
    ['icmp-network-unreachable', 'net-unreach'],
    ['icmp-host-unreachable', 'host-unreach'],
    ['icmp-protocol-unreachable', 'proto-unreach'],
    ['icmp-port-unreachable', 'port-unreach'],
    ['icmp-net-prohibited', 'net-prohibited'],
    ['icmp-host-prohibited', 'host-prohibited'],
    ['icmp-admin-prohibited', 'admin-prohibited'],
  ])('reject-with=%s answers %s', async (kind, reason) => {
    await rig.load(filter(`chain=input protocol=tcp dst-port=22 action=reject reject-with=${kind}`));
    const { ports } = await scan(rig.attacker, outside.router, { tcp: [22] });
    expect(ports[0]?.reason).toBe(reason);
  });

  test('jump goes through a chain and return comes back, with and without a log', async () => {
    await rig.load(
      filter(
        'chain=input protocol=tcp action=jump jump-target="my services"',
        'chain=input protocol=tcp dst-port=23 action=drop',
        'chain="my services" dst-port=23 protocol=tcp action=return log=yes log-prefix=back',
        'chain="my services" dst-port=22,23 protocol=tcp action=reject reject-with=tcp-reset',
      ),
    );
    expect(await rig.stateOf(22)).toBe('closed');
    expect(await rig.stateOf(23)).toBe('filtered');
    expect(await rig.stateOf(80)).toBe('open');
    expect(await rig.logged()).toContainEqual(expect.stringMatching(/^back my services: in:ether1 /));
  });

  test('return in a built-in chain accepts', async () => {
    await rig.load(
      filter(
        'chain=input protocol=tcp dst-port=22 action=return',
        'chain=input protocol=tcp dst-port=22,23 action=drop',
      ),
    );
    expect(await rig.stateOf(22)).toBe('open');
    expect(await rig.stateOf(23)).toBe('filtered');
  });
});

describe('matchers', () => {
  test.each([
    ['src-address=198.51.100.66', 'filtered'],
    ['src-address=198.51.100.0/24', 'filtered'],
    ['src-address=198.51.100.60-198.51.100.70', 'filtered'],
    ['src-address=!198.51.100.66', 'open'],
    ['src-address=198.51.100.67', 'open'],
    ['dst-address=198.51.100.1', 'filtered'],
    ['dst-address=192.0.2.1', 'open'],
    ['in-interface=ether1', 'filtered'],
    ['in-interface=!ether1', 'open'],
    ['in-interface=ether2', 'open'],
    ['protocol=tcp dst-port=20-25,80', 'filtered'],
    ['protocol=tcp dst-port=!22', 'open'],
    ['protocol=tcp port=22', 'filtered'],
    ['protocol=udp', 'open'],
    ['protocol=!tcp', 'open'],
    ['protocol=6', 'filtered'],
    ['protocol=tcp tcp-flags=syn,!ack', 'filtered'],
    ['protocol=tcp tcp-flags=ack', 'open'],
    ['connection-state=new', 'filtered'],
    ['connection-state=established,related', 'open'],
    ['connection-state=!new', 'open'],
    ['dst-address-type=local', 'filtered'],
    ['dst-address-type=!local', 'open'],
    ['src-address-type=local', 'open'],
    ['protocol=tcp packet-size=40-60', 'filtered'],
    ['protocol=tcp packet-size=100-1500', 'open'],
    ['protocol=tcp ttl=greater-than:1', 'filtered'],
    ['protocol=tcp ttl=less-than:2', 'open'],
  ])('%s: port 22 is %s', async (matcher, state) => {
    await rig.load(filter(`chain=input ${matcher} action=drop`));
    expect(await rig.stateOf(22)).toBe(state);
  });

  test('src-mac-address tells one host from another', async () => {
    await rig.load(filter(`chain=input src-mac-address=${rig.attacker.mac} action=drop`));
    expect(await rig.answers(outside.router)).toBe(false);
    expect(await rig.answers('192.0.2.1', rig.client)).toBe(true);
  });

  test('icmp-options and packet-size tell one ping from another', async () => {
    await rig.load(
      filter(
        'chain=input protocol=icmp icmp-options=8:0 packet-size=720 action=add-src-to-address-list address-list=sized address-list-timeout=1m',
      ),
    );
    await rig.attacker.exec(['ping', '-c', '1', '-s', '691', outside.router]);
    expect(await rig.entries('sized')).toEqual({});
    await rig.attacker.exec(['ping', '-c', '1', '-s', '692', outside.router]);
    expect(Object.keys(await rig.entries('sized'))).toEqual([outside.attacker]);
  });

  test('content finds a text in a packet', async () => {
    await rig.load(
      filter(
        'chain=input protocol=udp dst-port=7000 content="open sesame" action=add-src-to-address-list address-list=told address-list-timeout=1m',
      ),
    );
    const say = (words: string): Promise<unknown> =>
      rig.attacker.exec(['socat', '-', `UDP:${outside.router}:7000`], { input: words });
    await say('please open it');
    expect(await rig.entries('told')).toEqual({});
    await say('well, open sesame!');
    expect(Object.keys(await rig.entries('told'))).toEqual([outside.attacker]);
  });

  test('interface lists hold their members, include and exclude; !LIST is everything else', async () => {
    await rig.load(`/interface list
add name=WAN
add name=everything include=all exclude=WAN
/interface list member add interface=ether1 list=WAN
${filter('chain=input protocol=tcp dst-port=22 in-interface-list=WAN action=drop')}`);
    expect([await rig.stateOf(22), await rig.stateOf(22, rig.client)]).toEqual(['filtered', 'open']);
    await rig.router.run('/ip firewall filter set 0 in-interface-list=!WAN');
    expect([await rig.stateOf(22), await rig.stateOf(22, rig.client)]).toEqual(['open', 'filtered']);
    await rig.router.run('/ip firewall filter set 0 in-interface-list=everything');
    expect([await rig.stateOf(22), await rig.stateOf(22, rig.client)]).toEqual(['open', 'filtered']);
    await rig.router.run('/interface list member set [find interface=ether1] interface=ether2');
    expect([await rig.stateOf(22), await rig.stateOf(22, rig.client)]).toEqual(['filtered', 'open']);
  });
});

describe('order and state', () => {
  test('the first rule that decides, decides; move and place-before change it', async () => {
    await rig.load(
      filter(
        'chain=input protocol=tcp dst-port=22 action=accept',
        'chain=input protocol=tcp dst-port=22 action=drop comment=shut',
      ),
    );
    expect(await rig.stateOf(22)).toBe('open');
    await rig.router.run('/ip firewall filter move [find comment=shut] 0');
    expect(await rig.stateOf(22)).toBe('filtered');
    await rig.router.run('/ip firewall filter add chain=input protocol=tcp dst-port=22 action=accept place-before=0');
    expect(await rig.stateOf(22)).toBe('open');
  });

  test('a disabled rule keeps its place and matches nothing', async () => {
    await rig.load(filter('chain=input protocol=tcp dst-port=22 action=drop disabled=yes'));
    expect(await rig.stateOf(22)).toBe('open');
    await rig.router.run('/ip firewall filter enable 0');
    expect(await rig.stateOf(22)).toBe('filtered');
  });

  test('counters go on when the rule itself changes, moves, rests and comes again', async () => {
    await rig.load(`/ip firewall filter
add chain=input protocol=icmp action=passthrough comment=a
add chain=input protocol=tcp dst-port=7 action=passthrough comment=b
`);
    const counted = async (): Promise<unknown> => {
      await rig.answers(outside.router);
      return rig.router.run(':put [/ip firewall filter get [find comment=a] packets]');
    };
    expect(await counted()).toBe('1\n');
    for (const [index, change] of [
      'set [find comment=a] action=accept',
      'set [find comment=a] packet-size=0-1000',
      'move [find comment=a]',
      'disable [find comment=a]; /ip firewall filter enable [find comment=a]',
      'set [find comment=b] action=log',
    ].entries()) {
      await rig.router.run(`/ip firewall filter ${change}`);
      expect(await counted()).toBe(`${index + 2}\n`);
    }
  });

  test('counters go on when another rule changes, and begin anew when they are reset', async () => {
    await rig.load(
      filter(
        'chain=input protocol=tcp dst-port=22 action=accept',
        'chain=input protocol=tcp dst-port=23 action=accept',
      ),
    );
    await rig.touch([22]);
    const before = await rig.packets();
    await rig.router.run('/ip firewall filter add chain=input protocol=tcp dst-port=80 action=accept');
    expect((await rig.packets()).slice(0, 2)).toEqual(before);
    await rig.router.run('/ip firewall filter reset-counters 0');
    expect((await rig.packets())[0]).toBe(0);
  });

  test('what is established goes on after the list entry has ended', async () => {
    await rig.load(`/ip firewall address-list add list=in address=198.51.100.66
${filter(
  'chain=input connection-state=established action=accept',
  'chain=input protocol=tcp dst-port=23 src-address-list=in action=accept',
  'chain=input protocol=tcp dst-port=23 action=drop',
)}`);
    const talk = await rig.attacker.start(['socat', '-', `TCP:${outside.router}:23`]);
    await new Promise((resolve) => talk.stdout.once('data', resolve));
    await rig.router.run('/ip firewall address-list remove [find list=in]');
    talk.stdin.write(Buffer.from([255, 252, 24, 255, 252, 32, 255, 252, 35, 255, 252, 39]));
    talk.stdin.write('admin\r\n');
    await expect.poll(async () => (await rig.packets())[0]).toBeGreaterThan(2);
    expect(await rig.stateOf(23)).toBe('filtered');
    await talk[Symbol.asyncDispose]();
  });

  test('the way in of the harness survives a firewall that drops everything, and counts nowhere', async () => {
    await rig.load(filter('chain=input action=drop', 'chain=output action=drop', 'chain=forward action=drop'));
    expect(await rig.router.identity()).toBe('MikroTik');
    expect(await rig.packets()).toEqual([0, 0, 0]);
    expect(await rig.answers(outside.router)).toBe(false);
  });
});

describe('nat', () => {
  test('masquerade hides the LAN behind the router', async () => {
    expect(await sourceOfPing()).toEqual([inside.client]);
    await rig.load('/ip firewall nat add chain=srcnat out-interface=ether1 action=masquerade\n');
    expect(await sourceOfPing()).toEqual([outside.router]);
  });

  test('dst-nat leads to a server in the LAN, and only from where it may', async () => {
    await using server = await rig.client.start(['socat', 'TCP-LISTEN:8080,fork,reuseaddr', 'SYSTEM:echo hello']);
    await rig.load(
      '/ip firewall nat add chain=dstnat dst-address=198.51.100.1 protocol=tcp dst-port=8443 src-address-list=friends action=dst-nat to-addresses=192.0.2.10 to-ports=8080\n',
    );
    expect(await rig.stateOf(8443)).toBe('closed');
    await rig.router.run('/ip firewall address-list add list=friends address=198.51.100.66');
    const said = await rig.attacker.exec(['socat', '-T', '2', '-', `TCP:${outside.router}:8443`], { input: '' });
    expect(said.stdout).toBe('hello\n');
    expect(server.pid).toBeGreaterThan(0);
  });

  test('redirect leads to a port of the router itself', async () => {
    await rig.load('/ip firewall nat add chain=dstnat protocol=tcp dst-port=2222 action=redirect to-ports=22\n');
    expect(await rig.stateOf(2222)).toBe('open');
  });
});

/** Where the attacker sees the client's ping come from. */
async function sourceOfPing(): Promise<(string | undefined)[]> {
  const capture = await startCapture(rig.attacker, 'eth0', { filter: 'icmp[icmptype] == icmp-echo' });
  await rig.answers(outside.attacker, rig.client);
  return (await capture.stop()).packets.map(({ ip }) => ip?.source);
}

describe('refusals', () => {
  test.each([
    ['chain=input dst-port=22', 'failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp'],
    ['chain=input protocol=udp tcp-flags=syn', 'failure: tcp-flags works only with tcp'],
    ['chain=input icmp-options=8:0', 'failure: icmp-options can be specified if proto is icmp'],
    ['chain=input action=fly', 'input does not match any value of action'],
    ['chain=input in-interface=ether7', 'input does not match any value of in-interface'],
    ['chain=input src-address=1.2.3', 'invalid value for argument src-address'],
    ['chain=input protocol=tcp dst-port=70000', 'invalid value for argument dst-port'],
    ['chain=input acton=drop', 'bad parameter acton'],
    ['action=drop', 'missing value(s) of argument(s) chain'],
    ['chain=input protocol=udp action=tarpit', 'failure: tarpit works only with tcp'],
    ['chain=input action=jump', 'failure: no target chain specified'],
  ])('%s: %s', async (rule, message) => {
    await expect(rig.router.run(`/ip firewall filter add ${rule}`)).rejects.toThrow(message);
    expect(await rig.router.rules('filter')).toEqual([]);
  });

  test('a rule that names a port of a bridge is invalid, says why, and is not in the way', async () => {
    await rig.load(`/interface bridge add name=lan
/interface bridge port add bridge=lan interface=ether2
${filter('chain=input in-interface=ether2 action=drop')}`);
    const [rule] = await rig.router.rules('filter');
    expect(rule?.invalid).toBe(true);
    expect(await rig.router.run('/ip firewall filter print')).toContain(
      'in/out-interface matcher not possible when interface (ether2) is slave - use master instead (lan)',
    );
    await rig.router.run('/interface bridge port remove [find]; /interface bridge remove lan');
  });
});
