import { expect, test } from 'vitest';
import { neededNames } from './needed-names.ts';

const present = { interfaces: ['ether1', 'ether2'], lists: ['all', 'none', 'dynamic', 'static'] };

test.each([
  [
    '/ip firewall filter\nadd chain=input in-interface-list=!LAN action=drop\nadd chain=input in-interface=pppoe-out1',
    'interfaces pppoe-out1 and interface lists LAN',
  ],
  ['/ip/firewall/nat/add chain=srcnat out-interface="wan A" action=masquerade', 'interfaces wan A'],
  [
    '/interface list member\nadd list=WAN interface=ether1\nadd list=LAN interface=ether9',
    'interfaces ether9 and interface lists LAN, WAN',
  ],
  ['/interface list add name=WAN\n/interface list member add list=WAN interface=ether1', undefined],
  ['/interface bridge add name=lan\n/ip address add address=192.0.2.1/24 interface=lan', undefined],
  ['/ip address add address=192.0.2.1/24 interface=*5\n:local i x; /ip arp add interface=$i', undefined],
  ['/ip firewall address-list add list=bad address=192.0.2.1', undefined],
  ['{ /interface vlan { add name=v interface=sfp1 vlan-id=1 } }', 'interfaces sfp1'],
  ['add chain="', undefined],
])('%j needs %j', (text, needed) => {
  expect(neededNames({ name: 'x.rsc', text }, present)).toBe(needed);
});
