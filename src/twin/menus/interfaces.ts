import { num } from '../../routeros/value.ts';
import type { InterfaceCounters } from '../kernel/interface-counters.ts';
import { macAddress } from '../menu/address-types.ts';
import type { MenuSpec, Props } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, filledText, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast } from '../version.ts';
import { monitorEthernet } from './interfaces-monitor.ts';
import {
  commonProperties,
  dynamicPlace,
  interfaceState,
  kept,
  slavePlace,
  statePlace,
  uniqueName,
} from './interfaces-properties.ts';
import { namesInterfaces } from './references.ts';

/** Every interface of the router, whatever its kind. */
export function interfaces(twin: Twin): MenuSpec {
  let carried: ReadonlyMap<string, InterfaceCounters> = new Map();
  return {
    path: 'interface',
    kind: 'list',
    fixed: true,
    key: 'name',
    neverExported: true,
    columns:
      twin.version.major === 6
        ? ['name', 'type', 'actual-mtu', 'l2mtu', 'mac-address']
        : ['name', 'type', 'actual-mtu', 'mac-address'],
    flags: [dynamicPlace, statePlace, slavePlace],
    properties: {
      name: { type: filledText },
      type: { type: word, readonly: true },
      ...commonProperties('1500'),
      'mac-address': { type: word, readonly: true },
      ...Object.fromEntries(counters.map((name) => [name, { type: counter, readonly: true }])),
    },
    refresh: async () => {
      carried = await twin.interfaceCounters();
    },
    viewed: ({ props }) => counted(carried.get(props['name'] ?? '')),
    parts: () => {
      const kinds = twin.menus.menus.filter(({ spec }) => namesInterfaces(spec));
      const rank = (path: string): number => ['interface loopback', 'interface ethernet'].indexOf(path);
      return kinds.toSorted((a, b) => rank(b.spec.path) - rank(a.spec.path));
    },
  };
}

const counters = ['rx-byte', 'tx-byte', 'rx-packet', 'tx-packet'];
const counted = ({ rxBytes, txBytes, rxPackets, txPackets }: InterfaceCounters = noneCounted): Props => ({
  'rx-byte': rxBytes,
  'tx-byte': txBytes,
  'rx-packet': rxPackets,
  'tx-packet': txPackets,
});
const noneCounted: InterfaceCounters = { rxBytes: '0', rxPackets: '0', txBytes: '0', txPackets: '0' };
/** A number for scripts. */
const counter: PropertyType = { parse: (given) => given, value: (held) => num(BigInt(held)) };

export function ethernet(twin: Twin): MenuSpec {
  return {
    path: 'interface ethernet',
    kind: 'list',
    fixed: true,
    key: 'name',
    namedAs: ['interface'],
    exportRank: 11,
    exportAs: (item) => `[ find default-name=${item.props['default-name']} ]`,
    columns: ['name', 'mtu', 'mac-address', 'arp'],
    flags: [statePlace, slavePlace],
    touches: ['links', 'firewall'],
    properties: {
      name: { type: filledText },
      'default-name': { type: word, readonly: true },
      type: { type: word, readonly: true },
      ...commonProperties('1500'),
      'mac-address': { type: macAddress },
      'auto-negotiation': { type: boolean, default: 'yes', inert: true },
      ...kept(...withoutEffect),
    },
    check: uniqueName(twin),
    computed: interfaceState(twin, 'ether'),
    actions: { monitor: monitorEthernet(twin) },
  };
}

const withoutEffect = [
  'advertise',
  'bandwidth',
  'cable-settings',
  'combo-mode',
  'disable-running-check',
  'fec-mode',
  'full-duplex',
  'master-port',
  'mdix-enable',
  'orig-mac-address',
  'passthrough-interface',
  'poe-lldp-enabled',
  'poe-out',
  'poe-priority',
  'poe-voltage',
  'power-cycle-interval',
  'power-cycle-ping-address',
  'power-cycle-ping-enabled',
  'power-cycle-ping-timeout',
  'rx-flow-control',
  'sfp-ignore-rx-los',
  'sfp-rate-select',
  'sfp-shutdown-temperature',
  'speed',
  'tx-flow-control',
];

/** `lo`: an interface of its own from 7.14 on, which no menu lists but `/interface`. */
export function loopback({ version }: Twin): MenuSpec {
  const lo: Props = { name: 'lo', mtu: '65536', 'mac-address': '00:00:00:00:00:00' };
  return {
    path: 'interface loopback',
    kind: 'list',
    fixed: true,
    hidden: true,
    key: 'name',
    namedAs: ['interface'],
    neverExported: true,
    touches: ['links', 'firewall'],
    properties: { name: { type: text }, ...commonProperties('1500'), 'mac-address': { type: word, readonly: true } },
    computed: () => ({ type: 'loopback', 'actual-mtu': '65536', running: 'yes', slave: 'no' }),
    initial: isAtLeast(version, 7, 14) ? [lo] : [],
  };
}
