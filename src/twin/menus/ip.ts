import { formatDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { interfaceAddress, ipAddress, ipPrefix, networkOf, poolRanges } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { MenuSpec, Row } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { disabledInvalidDynamic, routeFlags } from './flag-orders.ts';
import { interfaceReference, nameReference } from './references.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

export function addresses(twin: Twin): MenuSpec {
  return {
    path: 'ip address',
    kind: 'list',
    columns: ['address', 'network', 'interface'],
    flags: disabledInvalidDynamic(twin.version),
    touches: ['links', 'dnsmasq'],
    properties: {
      address: { type: interfaceAddress, required: true },
      network: { type: ipAddress },
      netmask: { type: ipAddress, inert: true },
      broadcast: { type: ipAddress, inert: true },
      interface: { type: interfaceReference(twin), required: true },
      'actual-interface': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    complete: (props) => (props['address'] === undefined ? props : { ...props, network: networkOf(props['address']) }),
    computed: (item) => ({ 'actual-interface': item.props['interface'] ?? '' }),
    check: ({ address, interface: name }, before) => {
      const taken = twin.menus
        .get('ip address')
        .items.some(
          (item) => item.id !== before?.id && item.props['address'] === address && item.props['interface'] === name,
        );
      if (taken) throw failure('already have such address');
    },
    dynamicRows: () =>
      twin.network.leases().map(
        ({ interface: name, lease }, index): Row => ({
          id: `*D${index}`,
          dynamic: true,
          props: {
            address: lease.address,
            network: networkOf(lease.address),
            interface: name,
            'actual-interface': name,
            disabled: 'no',
          },
        }),
      ),
  };
}

export function dhcpClients(twin: Twin): MenuSpec {
  return {
    path: 'ip dhcp-client',
    kind: 'list',
    columns: ['interface', 'use-peer-dns', 'add-default-route', 'status', 'address'],
    flags: disabledInvalidDynamic(twin.version),
    touches: ['dhcp-client'],
    properties: {
      interface: { type: interfaceReference(twin), required: true },
      'add-default-route': { type: oneOf('yes', 'no', 'special-classless'), default: 'yes' },
      'default-route-distance': { type: integer(1, 255), default: '1' },
      'use-peer-dns': { type: boolean, default: 'yes' },
      'use-peer-ntp': { type: boolean, default: 'yes', inert: true },
      'dhcp-options': { type: word, default: 'hostname,clientid', inert: true },
      status: { type: word, readonly: true },
      address: { type: word, readonly: true },
      gateway: { type: word, readonly: true },
      'dhcp-server': { type: word, readonly: true },
      'primary-dns': { type: word, readonly: true },
      'expires-after': { type: word, readonly: true },
      comment: { type: text },
      // v6 makes it disabled unless told otherwise, and so exports disabled=no (firewall-facts 7).
      disabled: { type: boolean, default: twin.version.major === 6 ? 'yes' : 'no' },
    },
    complete: (props) => ({ disabled: twin.version.major === 6 ? 'yes' : 'no', ...props }),
    computed: (item) => {
      if (item.props['disabled'] === 'yes') return {};
      const lease = twin.network.leases().find((candidate) => candidate.interface === item.props['interface'])?.lease;
      if (lease === undefined) return { status: 'searching...' };
      const dns = lease.dnsServers[0];
      return {
        status: 'bound',
        address: lease.address,
        ...(lease.gateway === undefined ? {} : { gateway: lease.gateway }),
        ...(lease.server === undefined ? {} : { 'dhcp-server': lease.server }),
        ...(dns === undefined ? {} : { 'primary-dns': dns }),
        'expires-after': formatDuration(lease.leaseSeconds * 1000),
      };
    },
    check: ({ interface: name }, before) => {
      const taken = twin.menus
        .get('ip dhcp-client')
        .items.some((item) => item.id !== before?.id && item.props['interface'] === name);
      if (taken) throw failure('dhcp-client on that interface already exists');
    },
  };
}

export function pools(twin: Twin): MenuSpec {
  return {
    path: 'ip pool',
    kind: 'list',
    key: 'name',
    exportRank: 30,
    columns: ['name', 'ranges'],
    touches: ['dnsmasq'],
    properties: {
      name: { type: text, required: true },
      ranges: { type: poolRanges, required: true },
      'next-pool': { type: nameReference(twin, 'ip pool', 'none'), default: 'none', inert: true },
      comment: { type: text },
    },
    check: ({ name }, before) => {
      if (twin.menus.get('ip pool').items.some((item) => item.id !== before?.id && item.props['name'] === name))
        throw failure('pool with such name exists');
    },
  };
}

/** An address or an interface. */
function gateway(twin: Twin): PropertyType {
  const interfaceName = interfaceReference(twin);
  return { ...interfaceName, parse: (given) => ipAddress.parse(given) ?? interfaceName.parse(given) };
}

export function routes(twin: Twin): MenuSpec {
  return {
    path: 'ip route',
    kind: 'list',
    columns: ['dst-address', 'pref-src', 'gateway', 'distance'],
    flags: routeFlags(twin.version),
    touches: ['links'],
    properties: {
      'dst-address': { type: ipPrefix, default: '0.0.0.0/0' },
      gateway: { type: gateway(twin) },
      distance: { type: integer(1, 255), default: '1' },
      scope: { type: integer(0, 255), default: '30', inert: true },
      'target-scope': { type: integer(0, 255), default: '10', inert: true },
      'pref-src': { type: ipAddress, inert: true },
      type: { type: oneOf('unicast', 'blackhole', 'unreachable', 'prohibit') },
      active: { type: boolean, readonly: true },
      static: { type: boolean, readonly: true },
      connect: { type: boolean, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: ({ gateway: given, type = 'unicast' }) => {
      if (given === undefined && type === 'unicast') throw failure('gateway must be specified');
    },
    computed: (item) => ({ static: 'yes', active: twin.network.isRouteActive(item) ? 'yes' : 'no' }),
    dynamicRows: () => [
      ...twin.network.connectedNetworks().map(
        ({ network, interface: name, address }, index): Row => ({
          id: `*C${index}`,
          dynamic: true,
          props: {
            'dst-address': network,
            'pref-src': address,
            gateway: name,
            distance: '0',
            active: 'yes',
            connect: 'yes',
            disabled: 'no',
          },
        }),
      ),
      ...twin.network.leasedRoutes().map(
        ({ to, distance }, index): Row => ({
          id: `*B${index}`,
          dynamic: true,
          props: {
            'dst-address': '0.0.0.0/0',
            gateway: to,
            distance: String(distance),
            active: 'yes',
            static: 'yes',
            disabled: 'no',
          },
        }),
      ),
    ],
  };
}

export function dns(twin: Twin): MenuSpec {
  return {
    path: 'ip dns',
    kind: 'settings',
    touches: ['dnsmasq'],
    properties: {
      servers: { type: commaList(ipAddress), default: '' },
      'dynamic-servers': { type: word, readonly: true },
      'allow-remote-requests': { type: boolean, default: 'no' },
      'cache-size': { type: word, default: '2048KiB', inert: true },
      'cache-max-ttl': { type: duration, default: '1w', inert: true },
      'max-udp-packet-size': { type: integer(50, 65_507), default: '4096', inert: true },
      'query-server-timeout': { type: duration, default: '2s', inert: true },
      'query-total-timeout': { type: duration, default: '10s', inert: true },
    },
    computed: () => ({ 'dynamic-servers': twin.network.dynamicDnsServers().join(',') }),
  };
}

/** Anything else would say something else in dnsmasq's configuration. */
export const domainName: PropertyType = {
  parse: (given) => (given.length < 254 && /^[\w-]{1,63}(\.[\w-]{1,63})*\.?$/.test(given) ? given : undefined),
  quoted: true,
};

export function dnsStatic(): MenuSpec {
  return {
    path: 'ip dns static',
    kind: 'list',
    key: 'name',
    columns: ['name', 'address', 'ttl'],
    flags: [[{ letter: 'D', name: 'dynamic' }], [{ letter: 'X', name: 'disabled' }]],
    touches: ['dnsmasq'],
    properties: {
      name: { type: domainName, required: true },
      address: { type: ipAddress, required: true },
      type: { type: oneOf('A'), default: 'A' },
      ttl: { type: duration, default: '1d' },
      'match-subdomain': { type: boolean, default: 'no' },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
  };
}
