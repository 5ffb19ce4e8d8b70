import type { MenuSpec } from '../menu/menu-spec.ts';
import { boolean, filledText, integer, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import {
  commonProperties,
  freeName,
  interfaceState,
  kept,
  slavePlace,
  statePlace,
  uniqueName,
} from './interfaces-properties.ts';
import { forgetInterface, interfaceReference } from './references.ts';

/** `/interface vlan`: one VLAN of a port or a bridge. */
export function vlans(twin: Twin): MenuSpec {
  return {
    path: 'interface vlan',
    differs: 'each VLAN is a bridge of the kernel of its own: no frame carries an 802.1Q tag',
    kind: 'list',
    key: 'name',
    namedAs: ['interface'],
    exportRank: 13,
    columns: ['name', 'mtu', 'arp', 'vlan-id', 'interface'],
    flags: [statePlace, slavePlace],
    touches: ['links', 'firewall', 'dnsmasq'],
    properties: {
      name: { type: filledText, required: true },
      type: { type: word, readonly: true },
      ...commonProperties('1500'),
      'vlan-id': { type: integer(1, 4095), default: '1' },
      interface: { type: interfaceReference(twin), required: true },
      'use-service-tag': { type: boolean, default: 'no', inert: true },
      'mac-address': { type: word, readonly: true },
      ...kept('mvrp', 'l3-hw-offloading'),
    },
    complete: (props) => ({ 'vlan-id': '1', ...props, name: props['name'] ?? freeName(twin, 'vlan') }),
    check: uniqueName(twin),
    computed: interfaceState(twin, 'vlan'),
    afterRemove: (item) => forgetInterface(twin, item),
  };
}
