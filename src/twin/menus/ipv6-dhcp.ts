import { duration } from '../menu/duration-types.ts';
import type { FlagPlaces, MenuSpec } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { goneInterface, interfaceReference, nameReference } from './references.ts';

// DHCPv6 is kept without effect: no prefix is asked for, and none is given.

const switchedOff: Properties = { comment: { type: text }, disabled: { type: boolean, default: 'no' } };
const places: FlagPlaces = [
  [
    { letter: 'X', name: 'disabled' },
    { letter: 'I', name: 'invalid' },
  ],
  [{ letter: 'D', name: 'dynamic' }],
];

/** `/ipv6 dhcp-client` */
export function dhcpClients6(twin: Twin): MenuSpec {
  return {
    path: 'ipv6 dhcp-client',
    kind: 'list',
    columns: ['interface', 'status', 'request', 'prefix', 'address'],
    flags: places,
    properties: {
      interface: { type: interfaceReference(twin), required: true, inert: true },
      request: { type: commaList(oneOf('info', 'address', 'prefix')), required: true, inert: true },
      'add-default-route': { type: boolean, default: 'no', inert: true },
      'default-route-distance': { type: integer(1, 255), default: '1', inert: true },
      'use-peer-dns': { type: boolean, default: 'yes', inert: true },
      'rapid-commit': { type: boolean, default: 'yes', inert: true },
      'pool-name': { type: text, inert: true },
      'pool-prefix-length': { type: integer(0, 128), default: '64', inert: true },
      'prefix-hint': { type: word, default: '::/0', inert: true },
      script: { type: text, default: '', inert: true },
      ...kept('accept-prefix-without-address', 'allow-reconfigure', 'check-gateway', 'custom-duid', 'custom-iana-id'),
      ...kept('custom-iapd-id', 'default-route-tables', 'dhcp-options', 'prefix-address-lists', 'use-interface-duid'),
      ...kept('validate-server-duid'),
      status: { type: word, readonly: true },
      ...switchedOff,
    },
    computed: ({ props }) => (props['disabled'] === 'yes' ? {} : { status: 'searching...' }),
    invalid: goneInterface(twin),
  };
}

/** `/ipv6 dhcp-server` */
export function dhcpServers6(twin: Twin): MenuSpec {
  return {
    path: 'ipv6 dhcp-server',
    kind: 'list',
    key: 'name',
    exportRank: 31,
    columns: ['name', 'interface', 'address-pool', 'prefix-pool', 'preference', 'lease-time'],
    flags: places,
    properties: {
      name: { type: text, required: true },
      interface: { type: interfaceReference(twin), required: true, inert: true },
      'address-pool': { type: nameReference(twin, 'ipv6 pool', 'static-only'), default: 'static-only', inert: true },
      'prefix-pool': { type: nameReference(twin, 'ipv6 pool', 'static-only'), inert: true },
      'lease-time': { type: duration, default: '3d', inert: true },
      preference: { type: integer(0, 255), default: '255', inert: true },
      'rapid-commit': { type: boolean, default: 'yes', inert: true },
      'binding-script': { type: text, default: '', inert: true },
      ...kept('address-lists', 'allow-dual-stack-queue', 'dhcp-option', 'ignore-ia-na-bindings', 'insert-queue-before'),
      ...kept('parent-queue', 'route-distance', 'use-radius', 'use-reconfigure'),
      ...switchedOff,
    },
    invalid: goneInterface(twin),
  };
}
