import { formatDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { nothing } from '../../routeros/value.ts';
import { numberedRows } from '../console/item-numbers.ts';
import type { ActionCall, ActionSpec, Item, MenuSpec, Props } from '../menu/menu-spec.ts';
import { boolean, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { disabledInvalidDynamic } from './flag-orders.ts';
import { kept } from './interfaces-properties.ts';
import { interfaceReference } from './references.ts';

/** `/ip dhcp-client` */
export function dhcpClients(twin: Twin): MenuSpec {
  // v6 makes it disabled unless told otherwise, and so exports disabled=no (firewall-facts 7).
  const disabled = twin.version.major === 6 ? 'yes' : 'no';
  const readonly = { type: word, readonly: true } as const;
  return {
    path: 'ip dhcp-client',
    kind: 'list',
    columns: ['interface', 'use-peer-dns', 'add-default-route', 'status', 'address'],
    flags: disabledInvalidDynamic(twin.version),
    touches: ['dhcp-client', 'links', 'dnsmasq'],
    properties: {
      interface: { type: interfaceReference(twin), required: true },
      'add-default-route': { type: oneOf('yes', 'no', 'special-classless'), default: 'yes' },
      'default-route-distance': { type: integer(0, 255), default: '1' },
      'use-peer-dns': { type: boolean, default: 'yes' },
      'use-peer-ntp': { type: boolean, default: 'yes', inert: true },
      'dhcp-options': { type: word, default: 'hostname,clientid', inert: true },
      script: { type: text, default: '' },
      ...kept('check-gateway', 'default-route-tables', 'allow-reconfigure', 'vlan-priority', 'dscp', 'use-broadcast'),
      ...(twin.version.major === 6 ? {} : { name: { type: text, inert: true } }),
      status: readonly,
      address: readonly,
      gateway: readonly,
      'dhcp-server': readonly,
      'primary-dns': readonly,
      'secondary-dns': readonly,
      'expires-after': readonly,
      comment: { type: text },
      disabled: { type: boolean, default: disabled },
    },
    complete: (props) => ({ disabled, ...props }),
    computed: (item) => leaseProps(twin, item),
    invalid: ({ props }) =>
      twin.network.isSlave(props['interface'] ?? '')
        ? 'DHCP client can not run on slave or passthrough interface!'
        : undefined,
    check: ({ interface: name }, before) => {
      const others = twin.menus.get('ip dhcp-client').items.filter((item) => item.id !== before?.id);
      if (others.some((item) => item.props['interface'] === name))
        throw new RouterosError('failure: dhcp-client on that interface already exists', {
          category: trapCategories.general,
        });
    },
    actions: { release: telling(twin, 'release'), renew: telling(twin, 'renew') },
  };
}

function leaseProps(twin: Twin, { props }: Item): Props {
  if (props['disabled'] === 'yes') return {};
  const lease = twin.network.leases().find((candidate) => candidate.interface === props['interface'])?.lease;
  if (lease === undefined) return { status: 'searching...' };
  const [primary, secondary] = lease.dnsServers;
  return {
    status: 'bound',
    address: lease.address,
    ...(lease.gateway === undefined ? {} : { gateway: lease.gateway }),
    ...(lease.server === undefined ? {} : { 'dhcp-server': lease.server }),
    ...(primary === undefined ? {} : { 'primary-dns': primary }),
    ...(secondary === undefined ? {} : { 'secondary-dns': secondary }),
    'expires-after': formatDuration(lease.leaseSeconds * 1000),
  };
}

function telling(twin: Twin, what: 'release' | 'renew'): ActionSpec {
  return {
    params: ['numbers'],
    positional: ['numbers'],
    run: async ({ args }: ActionCall) => {
      for (const row of await numberedRows(twin.menus.get('ip dhcp-client'), args.get('numbers'), new Map()))
        twin.tellDhcpClient(row.props['interface'] ?? '', what);
      return nothing;
    },
  };
}
