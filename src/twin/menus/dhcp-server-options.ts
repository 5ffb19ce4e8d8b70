import { macAddress } from '../menu/address-types.ts';
import { durationOr } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import { boolean, commaList, integer, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { interfaceReference, nameReference } from './references.ts';

/** `/ip dhcp-server option` */
export function dhcpOptions(): MenuSpec {
  return {
    path: 'ip dhcp-server option',
    kind: 'list',
    key: 'name',
    exportRank: 29,
    columns: ['name', 'code', 'value', 'raw-value'],
    touches: ['dnsmasq'],
    properties: {
      name: { type: text, required: true },
      code: { type: integer(1, 254), required: true },
      value: { type: text, default: '' },
      force: { type: boolean, default: 'no', inert: true },
      'raw-value': { type: word, readonly: true },
      comment: { type: text },
    },
    computed: ({ props }) => ({ 'raw-value': rawValue(props['value'] ?? '') }),
  };
}

/** Hexadecimal, as it goes over the wire. */
function rawValue(value: string): string {
  if (/^0x/i.test(value)) return value.slice(2);
  const text = /^s?'([^']*)'$/.exec(value)?.[1] ?? value;
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(text) ? text.split('.').map(Number) : undefined;
  return Buffer.from(address ?? Buffer.from(text, 'latin1')).toString('hex');
}

/** `/ip dhcp-server option sets` */
export function dhcpOptionSets(twin: Twin): MenuSpec {
  return {
    path: 'ip dhcp-server option sets',
    kind: 'list',
    key: 'name',
    exportRank: 30,
    columns: ['name', 'options'],
    touches: ['dnsmasq'],
    properties: {
      name: { type: text, required: true },
      options: { type: commaList(nameReference(twin, 'ip dhcp-server option')) },
      comment: { type: text },
    },
  };
}

/** `/ip dhcp-server config` */
export function dhcpConfig(): MenuSpec {
  return {
    path: 'ip dhcp-server config',
    kind: 'settings',
    properties: {
      'store-leases-disk': { type: durationOr('immediately', 'never'), default: '5m', inert: true },
      accounting: { type: boolean, default: 'yes', inert: true },
      'interim-update': { type: word, default: '0s', inert: true },
      'radius-password': { type: word, default: 'empty', inert: true },
    },
  };
}

/** `/ip dhcp-server alert` */
export function dhcpAlerts(twin: Twin): MenuSpec {
  return {
    path: 'ip dhcp-server alert',
    kind: 'list',
    columns: ['interface', 'valid-server', 'alert-timeout'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
    ],
    properties: {
      interface: { type: interfaceReference(twin), required: true },
      'valid-server': { type: commaList(macAddress), default: '', inert: true },
      'on-alert': { type: text, default: '', inert: true },
      'alert-timeout': { type: durationOr('none'), default: '1h', inert: true },
      'unknown-server': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
  };
}

/** `/ip dhcp-server matcher` (v7) */
export function dhcpMatchers(twin: Twin): MenuSpec {
  return {
    path: 'ip dhcp-server matcher',
    kind: 'list',
    key: 'name',
    columns: ['name', 'server', 'address-pool', 'code', 'value'],
    flags: [[{ letter: 'X', name: 'disabled' }]],
    properties: {
      name: { type: text, required: true },
      server: { type: nameReference(twin, 'ip dhcp-server', 'all'), default: 'all', inert: true },
      'address-pool': { type: nameReference(twin, 'ip pool', 'static-only'), default: 'static-only', inert: true },
      ...kept('code', 'matching-type', 'option-set', 'value'),
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
  };
}
