import { formatDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { nothing } from '../../routeros/value.ts';
import { numberedRows } from '../console/item-numbers.ts';
import type { DhcpLease } from '../kernel/dhcp-leases.ts';
import { ipAddress, macAddress } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { ActionSpec, MenuSpec, Row } from '../menu/menu-spec.ts';
import { boolean, commaList, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { nameReference } from './references.ts';

/** `/ip dhcp-server lease` */
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
      address: { type: ipAddress },
      'mac-address': { type: macAddress },
      'client-id': { type: text },
      server: { type: nameReference(twin, 'ip dhcp-server', 'all'), default: 'all' },
      'lease-time': { type: duration },
      'block-access': { type: boolean, default: 'no' },
      'address-lists': { type: commaList(text), default: '' },
      ...kept('always-broadcast', 'use-src-mac', 'rate-limit', 'routes', 'insert-queue-before', 'parent-queue'),
      ...kept('queue-type', 'dhcp-option', 'dhcp-option-set', 'allow-dual-stack-queue', 'agent-circuit-id'),
      ...kept('agent-remote-id'),
      'host-name': { type: text, readonly: true },
      status: { type: word, readonly: true },
      'active-address': { type: word, readonly: true },
      'active-mac-address': { type: word, readonly: true },
      'active-server': { type: word, readonly: true },
      'last-seen': { type: word, readonly: true },
      blocked: { type: boolean, readonly: true },
      'expires-after': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    refresh: async () => {
      held = await twin.dhcpLeases();
    },
    computed: (item) => {
      const lease = held.find(({ mac }) => mac === item.props['mac-address']);
      const blocked = { blocked: item.props['block-access'] === 'yes' ? 'yes' : 'no' };
      return lease === undefined ? { status: 'waiting', ...blocked } : { ...bound(lease), ...blocked };
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
    removeDynamic: async ({ props }) => twin.forgetLease(props['address'] ?? ''),
    actions: {
      'make-static': makeStatic(twin),
      'check-status': { params: ['numbers'], positional: ['numbers'], run: async () => nothing },
    },
  };
}

/** A lease that was given becomes one that is configured. */
function makeStatic(twin: Twin): ActionSpec {
  return {
    params: ['numbers'],
    positional: ['numbers'],
    run: async ({ args }) => {
      const menu = twin.menus.get('ip dhcp-server lease');
      for (const { dynamic, props } of await numberedRows(menu, args.get('numbers'), new Map())) {
        if (!dynamic) throw new RouterosError('failure: lease is not dynamic', { category: trapCategories.general });
        const { address = '', 'mac-address': mac = '', server = 'all' } = props;
        await menu.add({ address, 'mac-address': mac, server });
      }
      return nothing;
    },
  };
}
