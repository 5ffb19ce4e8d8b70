import { formatDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { DhcpLease } from '../kernel/dhcp-leases.ts';
import { ipAddress, ipPrefix, macAddress } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { MenuSpec, Row } from '../menu/menu-spec.ts';
import { boolean, commaList, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { domainName } from './ip.ts';
import { interfaceReference, nameReference } from './references.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

export function dhcpServers(twin: Twin): MenuSpec {
  return {
    path: 'ip dhcp-server',
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
      authoritative: { type: oneOf('yes', 'no', 'after-2sec-delay', 'after-10sec-delay'), default: 'yes', inert: true },
      'bootp-support': { type: oneOf('none', 'static', 'dynamic'), default: 'static', inert: true },
      'add-arp': { type: boolean, inert: true },
      'always-broadcast': { type: boolean, inert: true },
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
      'dns-server': { type: commaList(ipAddress) },
      domain: { type: domainName },
      'ntp-server': { type: commaList(ipAddress), inert: true },
      comment: { type: text },
    },
  };
}

export function dhcpLeases(twin: Twin): MenuSpec {
  let held: readonly DhcpLease[] = [];
  const bound = (lease: DhcpLease): Record<string, string> => ({
    status: 'bound',
    'active-address': lease.address,
    'active-mac-address': lease.mac,
    'expires-after': formatDuration(Math.max(0, lease.expiresInSeconds) * 1000),
    ...(lease.hostName === undefined ? {} : { 'host-name': lease.hostName }),
  });
  return {
    path: 'ip dhcp-server lease',
    kind: 'list',
    columns: ['address', 'mac-address', 'host-name', 'server', 'status'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'R', name: 'radius' },
        { letter: 'D', name: 'dynamic' },
        { letter: 'B', name: 'blocked' },
      ],
    ],
    touches: ['dnsmasq'],
    properties: {
      address: { type: ipAddress, required: true },
      'mac-address': { type: macAddress },
      'client-id': { type: text, inert: true },
      server: { type: nameReference(twin, 'ip dhcp-server', 'all'), default: 'all' },
      'lease-time': { type: duration, inert: true },
      'host-name': { type: text, readonly: true },
      status: { type: word, readonly: true },
      'active-address': { type: word, readonly: true },
      'active-mac-address': { type: word, readonly: true },
      'expires-after': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    refresh: async () => {
      held = await twin.dhcpLeases();
    },
    computed: (item) => {
      const lease = held.find(({ mac }) => mac === item.props['mac-address']);
      return lease === undefined ? { status: 'waiting' } : bound(lease);
    },
    dynamicRows: () => {
      const fixed = new Set(twin.menus.get('ip dhcp-server lease').items.map((item) => item.props['mac-address']));
      return held
        .filter(({ mac }) => !fixed.has(mac))
        .map(
          (lease): Row => ({
            id: `*${Buffer.from(lease.mac.replaceAll(':', ''), 'hex').readUInt32BE(2).toString(16).toUpperCase()}`,
            dynamic: true,
            props: {
              address: lease.address,
              'mac-address': lease.mac,
              server: twin.network.dhcpServerOf(lease.address),
              disabled: 'no',
              ...bound(lease),
            },
          }),
        );
    },
  };
}
