import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { ipAddress, ipPrefix } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import { boolean, commaList, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { domainName } from './ip.ts';
import { interfaceReference, nameReference } from './references.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

export function dhcpServers(twin: Twin): MenuSpec {
  return {
    path: 'ip dhcp-server',
    differs: 'leases run on real time and last two minutes at least; one cautious server makes all cautious',
    kind: 'list',
    key: 'name',
    exportRank: 31,
    columns: ['name', 'interface', 'relay', 'address-pool', 'lease-time', 'add-arp'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
      [{ letter: 'D', name: 'dynamic' }],
    ],
    touches: ['dnsmasq'],
    properties: {
      name: { type: text },
      interface: { type: interfaceReference(twin), required: true },
      relay: { type: ipAddress, inert: true },
      'address-pool': { type: nameReference(twin, 'ip pool', 'static-only'), default: 'static-only' },
      'lease-time': { type: duration, default: '10m' },
      authoritative: { type: oneOf('yes', 'no', 'after-2sec-delay', 'after-10sec-delay'), default: 'yes' },
      'bootp-support': { type: oneOf('none', 'static', 'dynamic'), default: 'static', inert: true },
      'add-arp': { type: boolean, inert: true },
      'always-broadcast': { type: boolean, default: 'no' },
      'lease-script': { type: text, default: '' },
      'address-lists': { type: commaList(text), default: '' },
      ...kept(...withoutEffect),
      'use-radius': { type: oneOf('no', 'yes', 'accounting'), default: 'no', inert: true },
      comment: { type: text },
      disabled: { type: boolean, default: twin.version.major === 6 ? 'yes' : 'no' },
    },
    complete: (props) => ({
      disabled: twin.version.major === 6 ? 'yes' : 'no',
      name: `dhcp${twin.menus.get('ip dhcp-server').items.length + 1}`,
      ...props,
    }),
    check: ({ name, interface: on }, before) => {
      const others = twin.menus.get('ip dhcp-server').items.filter((item) => item.id !== before?.id);
      if (others.some((item) => item.props['name'] === name)) throw failure('already have dhcp server with such name');
      if (others.some((item) => item.props['interface'] === on))
        throw failure('server with such interface already exists');
    },
    invalid: (item) =>
      twin.network.isSlave(item.props['interface'] ?? '') ? 'DHCP server can not run on slave interface!' : undefined,
  };
}

const withoutEffect = `
  add-dns-entries add-dns-entries-suffix allow-dual-stack-queue bootp-lease-time client-mac-limit
  conflict-detection delay-threshold dhcp-option-set dynamic-lease-identifiers insert-queue-before
  parent-queue server-address src-address support-broadband-tr101 use-framed-as-classless
  use-reconfigure
`
  .trim()
  .split(/\s+/);

export function dhcpNetworks(): MenuSpec {
  return {
    path: 'ip dhcp-server network',
    kind: 'list',
    columns: ['address', 'gateway', 'dns-server', 'domain'],
    flags: [[{ letter: 'D', name: 'dynamic' }]],
    touches: ['dnsmasq'],
    properties: {
      address: { type: ipPrefix, required: true },
      gateway: { type: commaList(ipAddress) },
      netmask: { type: word, inert: true },
      'dns-none': { type: boolean, default: 'no' },
      'dns-server': { type: commaList(ipAddress) },
      domain: { type: domainName },
      'ntp-server': { type: commaList(ipAddress) },
      'wins-server': { type: commaList(ipAddress) },
      'next-server': { type: ipAddress },
      'boot-file-name': { type: text },
      'dhcp-option': { type: commaList(text) },
      'dhcp-option-set': { type: text },
      ...kept('ntp-none', 'caps-manager'),
      comment: { type: text },
    },
  };
}
