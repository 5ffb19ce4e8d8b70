import { duration } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import { boolean, commaList, invertible, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { interfaceListReference } from './references.ts';

/** `/ip neighbor`: no other router of the lab makes itself known. */
export function neighbors(): MenuSpec {
  return {
    path: 'ip neighbor',
    differs: 'always empty: nothing is discovered',
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['interface', 'address', 'mac-address', 'identity', 'version', 'board'],
    properties: {
      ...Object.fromEntries(
        [
          'interface',
          'address',
          'address4',
          'address6',
          'mac-address',
          'platform',
          'version',
          'age',
          'uptime',
          'board',
        ].map((name) => [name, { type: word, readonly: true }]),
      ),
      identity: { type: text, readonly: true },
    },
  };
}

/** `/ip neighbor discovery-settings` */
export function discoverySettings(twin: Twin): MenuSpec {
  return {
    path: 'ip neighbor discovery-settings',
    kind: 'settings',
    properties: {
      'discover-interface-list': { type: invertible(interfaceListReference(twin)), default: 'static', inert: true },
      protocol: { type: commaList(oneOf('cdp', 'lldp', 'mndp')), default: 'cdp,lldp,mndp', inert: true },
      ...(twin.version.major === 6
        ? {}
        : {
            'discover-interval': { type: duration, default: '30s', inert: true },
            mode: { type: oneOf('tx-and-rx', 'tx-only', 'rx-only'), default: 'tx-and-rx', inert: true },
            'lldp-med-net-policy-vlan': { type: word, default: 'disabled', inert: true },
            'lldp-mac-phy-config': { type: boolean, default: 'no', inert: true },
            ...kept('lldp-med', 'lldp-max-frame-size', 'lldp-vlan-info', 'lldp-poe-power', 'lldp-dcbx'),
            ...kept('add-dns-entries', 'add-dns-entries-suffix'),
          }),
    },
  };
}
