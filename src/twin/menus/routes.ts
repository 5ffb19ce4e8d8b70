import { parseIp6, parseIp6Prefix } from '../../routeros/address.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { ipAddress, ipPrefix } from '../menu/address-types.ts';
import type { FlagPlaces, Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, filledWord, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { RouteState } from '../network/routes.ts';
import { typeOf } from '../network/routes.ts';
import type { Twin } from '../twin.ts';
import type { RosVersion } from '../version.ts';
import { interfaceReference } from './references.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

export const ip6Address: PropertyType = { parse: (given) => parseIp6(given) };

/** Host bits are cleared; a bare address is a /128. */
export const ip6Prefix: PropertyType = {
  parse: (given) => parseIp6Prefix(given.includes('/') ? given : `${given}/128`),
};

/** An address, with `%` and its interface or `@` and its routing table behind it, or an interface. */
function gateway(twin: Twin, address: PropertyType): PropertyType {
  const interfaceName = interfaceReference(twin);
  return {
    ...interfaceName,
    parse: (given) => {
      const [, plain = '', place, name = ''] = /^([^%@]*)(?:([%@])(.*))?$/.exec(given) ?? [];
      const parsed = address.parse(plain);
      if (parsed === undefined) return interfaceName.parse(given);
      if (place === '%' && interfaceName.parse(name) === undefined) return undefined;
      return place === undefined ? parsed : `${parsed}${place}${name}`;
    },
  };
}

function flags({ major }: RosVersion): FlagPlaces {
  const [disabled, active, dynamic] = [
    { letter: 'X', name: 'disabled' },
    { letter: 'A', name: 'active' },
    { letter: 'D', name: 'dynamic' },
  ];
  const origins = (connect: string, fixed: string): { letter: string; name: string }[] => [
    { letter: connect, name: 'connect' },
    { letter: fixed, name: 'static' },
  ];
  if (major === 6) {
    const deadEnds = ['blackhole', 'unreachable', 'prohibit'].map((name) => ({
      letter: name.charAt(0).toUpperCase(),
      name,
    }));
    return [[disabled, active], [dynamic], origins('C', 'S'), deadEnds];
  }
  return [
    [dynamic],
    [disabled, { letter: 'I', name: 'inactive' }, active],
    [...origins('c', 's'), { letter: 'd', name: 'dhcp' }],
    [{ letter: '+', name: 'ecmp' }],
  ];
}

const yesNo = (value: boolean): 'yes' | 'no' => (value ? 'yes' : 'no');

/** The neighbours that packets are handed to: `10.0.0.1%ether1`. */
const immediate = ({ nexthops }: RouteState): string =>
  nexthops.map(({ via, interface: name }) => [via, name].filter((part) => part !== undefined).join('%')).join(',');

function stateProps(state: RouteState | undefined, { major }: RosVersion, item?: Item): Props {
  const active = state?.active ?? false;
  const type = item === undefined ? 'unicast' : typeOf(item);
  return {
    active: yesNo(active),
    inactive: yesNo(!active && item?.props['disabled'] !== 'yes'),
    ...(item === undefined ? { dhcp: 'yes', ...(major === 6 ? { static: 'yes' } : {}) } : { static: 'yes' }),
    ...(state?.ecmp ? { ecmp: 'yes' } : {}),
    ...(major === 6 && type !== 'unicast' ? { [type]: 'yes' } : {}),
    ...gatewayState(state, major),
  };
}

function gatewayState(state: RouteState | undefined, major: number): Props {
  if (state === undefined || state.nexthops.length === 0) return {};
  if (major > 6) return { 'immediate-gw': immediate(state) };
  const texts = state.nexthops.map(({ via, interface: name }) =>
    via === undefined ? `${name} reachable` : `${via} reachable via  ${name}`,
  );
  return { 'gateway-status': texts.join(',') };
}

function properties(twin: Twin, family: 4 | 6): Properties {
  const isOld = twin.version.major === 6;
  const address = family === 4 ? ipAddress : ip6Address;
  const readonly = (type: PropertyType): Properties[string] => ({ type, readonly: true });
  return {
    'dst-address': family === 4 ? { type: ipPrefix, default: '0.0.0.0/0' } : { type: ip6Prefix, default: '::/0' },
    ...(family === 4 || !isOld ? { 'pref-src': { type: address } } : {}),
    gateway: { type: commaList(gateway(twin, address)) },
    ...(isOld ? { 'gateway-status': readonly(word) } : { 'immediate-gw': readonly(word) }),
    'check-gateway': { type: oneOf('none', 'arp', 'ping', 'bfd'), default: 'none' },
    distance: { type: integer(1, 255), default: '1' },
    scope: { type: integer(0, 255), default: '30' },
    'target-scope': { type: integer(0, 255), default: '10' },
    // A route of the other version is understood too (corpus-statistics 8.2).
    type: { type: oneOf('unicast', 'blackhole', 'unreachable', 'prohibit') },
    'routing-mark': { type: filledWord },
    ...(isOld
      ? { 'route-tag': { type: word, inert: true } }
      : {
          'routing-table': { type: filledWord, default: 'main' },
          blackhole: { type: { ...boolean, isSwitch: true } },
          'vrf-interface': { type: interfaceReference(twin), inert: true },
          'suppress-hw-offload': { type: boolean, default: 'no', inert: true },
        }),
    active: readonly(boolean),
    inactive: readonly(boolean),
    static: readonly(boolean),
    connect: readonly(boolean),
    dhcp: readonly(boolean),
    ecmp: readonly(boolean),
    comment: { type: text },
    disabled: { type: boolean, default: 'no' },
  };
}

/** `/ip route`, `/ipv6 route` */
export function routes(twin: Twin, family: 4 | 6): MenuSpec {
  const { version } = twin;
  let states: readonly RouteState[] = [];
  let byItem = new Map<string | undefined, RouteState>();
  const learn = (): void => {
    states = twin.network.routes(family);
    byItem = new Map(states.map((state) => [state.item?.id, state]));
  };
  return {
    path: family === 4 ? 'ip route' : 'ipv6 route',
    kind: 'list',
    columns:
      version.major === 6 ? ['dst-address', 'pref-src', 'gateway', 'distance'] : ['dst-address', 'gateway', 'distance'],
    flags: flags(version),
    ...(version.major === 6 ? {} : { numbers: 'static' as const }),
    touches: ['links'],
    properties: properties(twin, family),
    check: (props) => {
      if ((props['gateway'] ?? '') === '' && typeOf({ id: '', props }) === 'unicast')
        throw failure('gateway must be specified');
    },
    refresh: async () => learn(),
    computed: (item) => stateProps(byItem.get(item.id), version, item),
    dynamicRows: () => [...connectedRows(twin, family), ...leasedRows(states, version)],
  };
}

function connectedRows(twin: Twin, family: 4 | 6): Row[] {
  return twin.network.connectedNetworks(family).map(
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
  );
}

function leasedRows(states: readonly RouteState[], version: RosVersion): Row[] {
  const leased = states.filter(({ item }) => item === undefined);
  return leased.map(
    (state, index): Row => ({
      id: `*B${index}`,
      dynamic: true,
      props: {
        'dst-address': state.destination,
        gateway: state.nexthops[0]?.via ?? '',
        distance: String(state.distance),
        ...stateProps(state, version),
        disabled: 'no',
      },
    }),
  );
}
