import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { unicastMacAddress } from '../menu/address-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, filledText, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import {
  commonProperties,
  dynamicPlace,
  freeName,
  interfaceState,
  kept,
  statePlace,
  uniqueName,
} from './interfaces-properties.ts';
import { forgetInterface, interfaceReference, nameReference } from './references.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

const frameTypes = oneOf('admit-all', 'admit-only-untagged-and-priority-tagged', 'admit-only-vlan-tagged');
const vlanId = integer(1, 4094);

/** `10,20-30` */
const vlanIds: PropertyType = commaList({
  parse: (given) => {
    const [from = '', to = from, ...rest] = given.split('-').map((id) => vlanId.parse(id));
    return rest.length > 0 || from === '' || to === undefined || Number(from) > Number(to) ? undefined : given;
  },
});

export function bridges(twin: Twin): MenuSpec {
  const isOld = twin.version.major === 6;
  return {
    path: 'interface bridge',
    differs: 'no spanning tree, no snooping, no hardware offload',
    kind: 'list',
    key: 'name',
    namedAs: ['interface', 'interface bridge'],
    exportRank: 10,
    columns: ['name', 'mtu', 'actual-mtu', 'mac-address', 'arp', 'protocol-mode', 'vlan-filtering'],
    flags: [dynamicPlace, statePlace],
    touches: ['links', 'firewall', 'dnsmasq'],
    properties: {
      name: { type: filledText, required: true },
      type: { type: word, readonly: true },
      ...commonProperties('auto'),
      'admin-mac': { type: unicastMacAddress },
      'auto-mac': { type: boolean, default: 'yes', inert: true },
      'mac-address': { type: word, readonly: true },
      'protocol-mode': { type: oneOf('none', 'stp', 'rstp', 'mstp'), default: 'rstp', inert: true },
      'fast-forward': { type: boolean, default: 'yes', inert: true },
      'vlan-filtering': { type: boolean, default: 'no' },
      pvid: { type: vlanId, default: '1' },
      'frame-types': { type: frameTypes, default: 'admit-all', inert: true },
      'ingress-filtering': { type: boolean, default: isOld ? 'no' : 'yes', inert: true },
      ...kept(...withoutEffect),
    },
    complete: (props) => ({ ...props, name: props['name'] ?? freeName(twin, 'bridge') }),
    check: uniqueName(twin),
    computed: interfaceState(twin, 'bridge'),
    afterRemove: (item) => forgetInterface(twin, item),
  };
}

const withoutEffect = `
  ageing-time ether-type forward-delay forward-reserved-addresses igmp-snooping igmp-version
  last-member-interval last-member-query-count max-hops max-learned-entries max-message-age
  membership-interval mld-version multicast-querier multicast-router mvrp msrp port-cost-mode priority
  querier-interval query-interval query-response-interval region-name region-revision
  startup-query-count startup-query-interval transmit-hold-count dhcp-snooping add-dhcp-option82
  dhcp-agent-circuit-id dhcp-agent-remote-id dhcpv6-snooping dhcpv6-agent-circuit-id
  dhcpv6-agent-remote-id ra-guard mlag-peer-port mlag-priority mlag-heartbeat
`
  .trim()
  .split(/\s+/);

export function bridgePorts(twin: Twin): MenuSpec {
  const isOld = twin.version.major === 6;
  return {
    path: 'interface bridge port',
    kind: 'list',
    columns: ['interface', 'bridge', 'hw', 'pvid', 'priority', 'path-cost', 'internal-path-cost', 'horizon'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'inactive' },
      ],
      [{ letter: 'D', name: 'dynamic' }],
    ],
    touches: ['links', 'firewall', 'dnsmasq'],
    properties: {
      interface: { type: interfaceReference(twin), required: true },
      bridge: { type: nameReference(twin, 'interface bridge', 'none'), required: true },
      hw: { type: boolean, default: 'yes', inert: true },
      pvid: { type: vlanId, default: '1' },
      'frame-types': { type: frameTypes, default: 'admit-all' },
      'ingress-filtering': { type: boolean, default: isOld ? 'no' : 'yes', inert: true },
      priority: { type: word, default: '0x80', inert: true },
      'path-cost': { type: word, default: '10', inert: true },
      'internal-path-cost': { type: word, default: '10', inert: true },
      edge: { type: word, default: 'auto', inert: true },
      'point-to-point': { type: word, default: 'auto', inert: true },
      learn: { type: word, default: 'auto', inert: true },
      horizon: { type: word, default: 'none', inert: true },
      ...kept(...portWithoutEffect),
      inactive: { type: boolean, readonly: true },
      status: { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: ({ interface: name, bridge }, before) => {
      if (name === bridge) throw failure('can not add bridge to itself');
      const ports = twin.menus.get('interface bridge port').items;
      if (ports.some((item) => item.id !== before?.id && item.props['interface'] === name))
        throw failure('device already added as bridge port');
    },
    computed: ({ props }) => {
      const up = twin.network.upInterfaces();
      const works = up.has(props['interface'] ?? '') && up.has(props['bridge'] ?? '') && props['disabled'] !== 'yes';
      return { inactive: works ? 'no' : 'yes', status: works ? 'in-bridge' : 'inactive' };
    },
  };
}

const portWithoutEffect = `
  auto-isolate bpdu-guard broadcast-flood fast-leave multicast-router mvrp-applicant-state
  mvrp-registrar-state restricted-role restricted-tcn tag-stacking trusted trusted-ra trusted-dhcpv6
  unknown-multicast-flood unknown-unicast-flood external-fdb
`
  .trim()
  .split(/\s+/);

/** Ids on which a bridge with `vlan-filtering` lets tagged frames of a port pass. */
export function bridgeVlans(twin: Twin): MenuSpec {
  const members = commaList(interfaceReference(twin));
  return {
    path: 'interface bridge vlan',
    kind: 'list',
    columns: ['bridge', 'vlan-ids', 'current-tagged', 'current-untagged'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'D', name: 'dynamic' },
      ],
    ],
    touches: ['links'],
    properties: {
      bridge: { type: nameReference(twin, 'interface bridge'), required: true },
      'vlan-ids': { type: vlanIds, required: true },
      tagged: { type: members },
      untagged: { type: members, inert: true },
      'mvrp-forbidden': { type: members, inert: true },
      'current-tagged': { type: word, readonly: true },
      'current-untagged': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    computed: ({ props }) => ({
      'current-tagged': props['tagged'] ?? '',
      'current-untagged': props['untagged'] ?? '',
    }),
  };
}

/** Whether frames that a bridge passes on meet the rules of `/ip firewall`. */
export function bridgeSettings(): MenuSpec {
  return {
    path: 'interface bridge settings',
    kind: 'settings',
    touches: ['links', 'firewall'],
    properties: {
      'use-ip-firewall': { type: boolean, default: 'no' },
      'use-ip-firewall-for-vlan': { type: boolean, default: 'no' },
      'use-ip-firewall-for-pppoe': { type: boolean, default: 'no' },
      'allow-fast-path': { type: boolean, default: 'yes', inert: true },
    },
  };
}
