import { beforeEach, describe, expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Menu } from '../menu/menu.ts';
import type { Props } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

let twin: Twin;
let filter: Menu;
beforeEach(() => {
  twin = twinOnPaper();
  filter = twin.menus.get('ip firewall filter');
});

const add = (path: string, props: Props): Promise<unknown> => twin.menus.get(path).add(props);

/** `chain=input action=drop` */
const words = (text: string): Props =>
  Object.fromEntries(
    text.split(' ').map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );

describe('the console refuses at once', () => {
  test.each([
    ['chain=input dst-port=22', 'ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp'],
    ['chain=input protocol=!tcp dst-port=22', 'ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp'],
    ['chain=input protocol=udp tcp-flags=syn', 'tcp-flags works only with tcp'],
    ['chain=input icmp-options=8:0', 'icmp-options can be specified if proto is icmp'],
    ['chain=input action=reject reject-with=tcp-reset', 'reject-with=tcp-reset works only with tcp'],
    ['chain=input action=jump', 'no target chain specified'],
    ['chain=input action=add-src-to-address-list', 'address-list must be specified'],
    ['chain=output in-interface=ether1', 'incoming interface matching not possible in output and postrouting chains'],
    [
      'chain=output in-interface-list=!all',
      'incoming interface matching not possible in output and postrouting chains',
    ],
    ['chain=input out-interface=ether1', 'outgoing interface matching not possible in input and prerouting chains'],
    ['chain=output src-mac-address=02:00:00:00:00:01', 'source mac address matching not possible in output'],
    [
      'chain=input action=add-src-to-address-list address-list=a address-list-timeout=36w',
      'value of address-list-timeout out of range (00:00:00..35w3d13:13:56)',
    ],
    ['chain=input bytes=1', 'unknown parameter bytes'],
    ['chain= action=drop', 'invalid value for argument chain'],
    ['action=drop', 'missing value(s) of argument(s) chain'],
  ])('in the filter: %s', async (rule, text) => {
    await expect(filter.add(words(rule))).rejects.toThrow(text);
    expect(filter.items).toEqual([]);
  });

  test.each([
    ['chain=dstnat action=dst-nat to-addresses=192.0.2.9 to-ports=80', 'ports can be specified if proto is'],
    ['chain=dstnat action=masquerade', 'src-nat/masquerade action must be in srcnat chain'],
    ['chain=srcnat action=dst-nat to-addresses=192.0.2.9', 'dst-nat/redirect action must be in dstnat chain'],
    ['chain=dstnat out-interface=ether1', 'outgoing interface matching not possible in input and prerouting chains'],
    ['chain=srcnat src-mac-address=02:00:00:00:00:01', 'source mac address matching not possible in output'],
    ['chain=srcnat action=drop', 'input does not match any value of action'],
    ['chain=srcnat connection-state=new', 'unknown parameter connection-state'],
  ])('in nat: %s', async (rule, text) => {
    await expect(add('ip firewall nat', words(rule))).rejects.toThrow(text);
  });

  test('a rule that is set to something impossible stays as it was', async () => {
    const { id } = await filter.add(words('chain=input protocol=tcp dst-port=22'));
    await expect(filter.set(id, { protocol: 'icmp' })).rejects.toThrow('ports can be specified');
    expect(filter.find(id).props['protocol']).toBe('tcp');
  });

  test('ports that an action does not look at are left alone', async () => {
    await expect(add('ip firewall nat', words('chain=dstnat action=accept to-ports=80'))).resolves.toBeDefined();
  });
});

describe('a rule is invalid', () => {
  const reasonOf = async (rule: string, path = 'ip firewall filter'): Promise<string | undefined> => {
    const menu = twin.menus.get(path);
    return menu.row(await menu.add(words(rule))).invalid;
  };

  test('when it names a port of a bridge', async () => {
    await add('interface bridge', { name: 'lan' });
    await add('interface bridge port', { bridge: 'lan', interface: 'ether2' });
    expect(await reasonOf('chain=input in-interface=!ether2')).toBe(
      'in/out-interface matcher not possible when interface (ether2) is slave - use master instead (lan)',
    );
  });

  test('when its interface or list is gone, without a word', async () => {
    const bridge = await twin.menus.get('interface bridge').add({ name: 'lan' });
    const list = await twin.menus.get('interface list').add({ name: 'WAN' });
    await filter.add(words('chain=input in-interface=lan'));
    await filter.add(words('chain=input in-interface-list=!WAN'));
    await twin.menus.get('interface bridge').remove({ ...bridge, dynamic: false });
    await twin.menus.get('interface list').remove({ ...list, dynamic: false });
    expect(filter.items.map((item) => filter.row(item).invalid)).toEqual(['', '']);
  });

  test('when it jumps to a chain without rules, until there is one', async () => {
    const jump = await filter.add(words('chain=input action=jump jump-target=mine'));
    expect(filter.row(jump).invalid).toBe('');
    await filter.add(words('chain=mine action=drop'));
    expect(filter.row(jump).invalid).toBeUndefined();
  });

  test('when its jump leads back', async () => {
    await filter.add(words('chain=a action=jump jump-target=b'));
    expect(await reasonOf('chain=b action=jump jump-target=a')).toBe('jump leads back to chain b');
  });

  test('when a packet without the interface that it matches can reach it', async () => {
    expect(await reasonOf('chain=mine in-interface-list=all')).toBeUndefined();
    await filter.add(words('chain=output action=jump jump-target=mine'));
    expect(filter.items.map((item) => filter.row(item).invalid)).toEqual([
      'incoming interface matching not possible in output and postrouting chains',
      undefined,
    ]);
  });

  test('when it translates where that cannot be', async () => {
    await add('ip firewall nat', words('chain=srcnat action=jump jump-target=mine'));
    expect(await reasonOf('chain=mine action=redirect', 'ip firewall nat')).toBe(
      'dst-nat/redirect action must be in dstnat chain',
    );
  });
});

describe('a new name', () => {
  test('of an interface reaches whoever named it', async () => {
    await filter.add(words('chain=input in-interface=!ether1'));
    await add('ip address', { address: '192.0.2.1/24', interface: 'ether1' });
    await add('interface list', { name: 'WAN' });
    await add('interface list member', { list: 'WAN', interface: 'ether1' });
    await add('ip route', { gateway: 'ether1' });
    const [ether1] = twin.menus.get('interface ethernet').items;
    await twin.menus.get('interface').set(ether1?.id ?? '', { name: 'to the provider' });
    expect(filter.items[0]?.props['in-interface']).toBe('!to the provider');
    const paths = ['ip address', 'interface list member', 'ip route'];
    const named = paths.map((path) => twin.menus.get(path).items[0]?.props);
    expect(named.map((props) => props?.['interface'] ?? props?.['gateway'])).toEqual(Array(3).fill('to the provider'));
  });

  test('of an interface list reaches rules, members and other lists', async () => {
    const lan = await twin.menus.get('interface list').add({ name: 'LAN' });
    await add('interface list', { name: 'all of us', include: 'static,LAN' });
    await add('interface list member', { list: 'LAN', interface: 'ether2' });
    await filter.add(words('chain=input in-interface-list=!LAN'));
    await twin.menus.get('interface list').set(lan.id, { name: 'INSIDE' });
    expect(filter.items[0]?.props['in-interface-list']).toBe('!INSIDE');
    expect(twin.menus.get('interface list').items[1]?.props['include']).toBe('static,INSIDE');
    expect(twin.menus.get('interface list member').items[0]?.props['list']).toBe('INSIDE');
  });

  test('of a bridge reaches its ports and rules', async () => {
    const bridge = await twin.menus.get('interface bridge').add({ name: 'bridge1' });
    await add('interface bridge port', { bridge: 'bridge1', interface: 'ether2' });
    await filter.add(words('chain=forward out-interface=bridge1'));
    await twin.menus.get('interface bridge').set(bridge.id, { name: 'lan' });
    expect(twin.network.bridgeOf('ether2')).toBe('lan');
    expect(filter.row(filter.items[0] ?? bridge).invalid).toBeUndefined();
  });
});
