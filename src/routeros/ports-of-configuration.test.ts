import { expect, test } from 'vitest';
import { portsOfConfiguration } from './ports-of-configuration.ts';

test.each([
  ['/interface ethernet set [ find default-name=ether2 ] name=wan', ['ether2']],
  ['/interface ethernet\nset [ find default-name=sfp-sfpplus1 ] comment="to ether9"', ['ether9', 'sfp-sfpplus1']],
  ['add bridge=lan interface=ether10\nadd bridge=lan interface=ether2', ['ether2', 'ether10']],
  ['add interface=eth\\\n    er7', ['ether7']],
  ['# set [ find default-name=ether8 ]', []],
  ['add name=ether6 vlan-id=1 interface=ether1', ['ether1']],
  ['set [ find default-name=wlan1 ] ssid=x', ['wlan1']],
  ['add interface=ether1-wan', []],
])('%j takes for granted: %j', (text, ports) => {
  expect(portsOfConfiguration(text)).toEqual(ports);
});
