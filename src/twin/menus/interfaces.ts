import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { builtinInterfaceLists } from '../interface-lists.ts';
import { macAddress, unicastMacAddress } from '../menu/address-types.ts';
import type { Menu } from '../menu/menu.ts';
import type { Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { disabledDynamic } from './flag-orders.ts';
import { interfaceListReference, interfaceReference, nameReference } from './references.ts';

const common: Properties = {
  comment: { type: text },
  disabled: { type: boolean, default: 'no' },
  mtu: { type: integer(68, 65_535), default: '1500', inert: true },
};

const dynamicPlace = [{ letter: 'D', name: 'dynamic' }];
const statePlace = [
  { letter: 'X', name: 'disabled' },
  { letter: 'R', name: 'running' },
];
const slavePlace = [{ letter: 'S', name: 'slave' }];

const columns = ['name', 'type', 'mtu', 'mac-address'];

const runs = (item: Item): Props => ({ running: item.props['disabled'] === 'yes' ? 'no' : 'yes' });

function uniqueName(twin: Twin): (props: Props, before: Item | undefined) => void {
  return (props, before) => {
    const taken = twin.menus
      .get('interface')
      .items.some((item) => item.id !== before?.id && item.props['name'] === props['name']);
    if (taken)
      throw new RouterosError('failure: already have interface with such name', { category: trapCategories.general });
  };
}

/** Every interface of the router, whatever its kind. */
export function interfaces(twin: Twin): MenuSpec {
  return {
    path: 'interface',
    kind: 'list',
    fixed: true,
    key: 'name',
    neverExported: true,
    columns,
    flags: [dynamicPlace, statePlace, slavePlace],
    properties: {
      name: { type: text },
      type: { type: word, readonly: true },
      'mac-address': { type: word, readonly: true },
      running: { type: boolean, readonly: true },
      slave: { type: boolean, readonly: true },
      ...common,
    },
    parts: () => [twin.menus.get('interface ethernet'), twin.menus.get('interface bridge')],
  };
}

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
      name: { type: text },
      'default-name': { type: word, readonly: true },
      type: { type: word, readonly: true },
      'mac-address': { type: macAddress, inert: true },
      running: { type: boolean, readonly: true },
      slave: { type: boolean, readonly: true },
      arp: {
        type: oneOf('enabled', 'disabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'),
        default: 'enabled',
        inert: true,
      },
      speed: { type: word, inert: true },
      'auto-negotiation': { type: boolean, default: 'yes', inert: true },
      'full-duplex': { type: boolean, inert: true },
      advertise: { type: word, inert: true },
      ...common,
    },
    check: uniqueName(twin),
    computed: (item) => ({
      type: 'ether',
      slave: twin.network.isSlave(item.props['name'] ?? '') ? 'yes' : 'no',
      ...runs(item),
    }),
  };
}

export function bridges(twin: Twin): MenuSpec {
  return {
    path: 'interface bridge',
    kind: 'list',
    key: 'name',
    namedAs: ['interface', 'interface bridge'],
    exportRank: 10,
    columns: ['name', 'mtu', 'mac-address', 'arp'],
    flags: [dynamicPlace, statePlace],
    touches: ['links', 'firewall', 'dnsmasq'],
    properties: {
      name: { type: text, required: true },
      type: { type: word, readonly: true },
      'admin-mac': { type: unicastMacAddress },
      'auto-mac': { type: boolean, default: 'yes', inert: true },
      'mac-address': { type: word, readonly: true },
      running: { type: boolean, readonly: true },
      arp: {
        type: oneOf('enabled', 'disabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'),
        default: 'enabled',
        inert: true,
      },
      'protocol-mode': { type: oneOf('none', 'stp', 'rstp', 'mstp'), default: 'rstp', inert: true },
      'fast-forward': { type: boolean, default: 'yes', inert: true },
      ...common,
    },
    complete: (props) => ({ ...props, name: props['name'] ?? freeName(twin.menus.get('interface bridge')) }),
    check: uniqueName(twin),
    computed: (item) => ({ type: 'bridge', ...runs(item) }),
  };
}

function freeName(menu: Menu): string {
  for (let number = 1; ; number++) {
    const name = `bridge${number}`;
    if (!menu.items.some((item) => item.props['name'] === name)) return name;
  }
}

export function bridgePorts(twin: Twin): MenuSpec {
  return {
    path: 'interface bridge port',
    kind: 'list',
    columns: ['interface', 'bridge', 'hw', 'pvid'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
      [{ letter: 'D', name: 'dynamic' }],
    ],
    touches: ['links', 'firewall'],
    properties: {
      interface: { type: interfaceReference(twin), required: true },
      bridge: {
        type: nameReference(twin, 'interface bridge'),
        required: true,
      },
      hw: { type: boolean, default: 'yes', inert: true },
      pvid: { type: integer(1, 4094), default: '1', inert: true },
      'ingress-filtering': { type: boolean, inert: true },
      'frame-types': { type: word, inert: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: ({ interface: name }, before) => {
      const taken = twin.menus
        .get('interface bridge port')
        .items.some((item) => item.id !== before?.id && item.props['interface'] === name);
      if (taken)
        throw new RouterosError('failure: device already added as bridge port', { category: trapCategories.general });
    },
  };
}

export function interfaceLists(twin: Twin): MenuSpec {
  return {
    path: 'interface list',
    kind: 'list',
    key: 'name',
    exportRank: 20,
    columns: ['name', 'include', 'exclude'],
    flags: [[{ letter: '*', name: 'builtin' }], [{ letter: 'D', name: 'dynamic' }]],
    touches: ['links', 'firewall'],
    properties: {
      name: { type: text, required: true },
      include: { type: commaList(interfaceListReference(twin)), default: '' },
      exclude: { type: commaList(interfaceListReference(twin)), default: '' },
      comment: { type: text },
    },
    dynamicRows: () =>
      builtinInterfaceLists.map(
        (name, index): Row => ({ id: `*200000${index}`, props: { name, builtin: 'yes' }, dynamic: true }),
      ),
    check: ({ name = '' }, before) => {
      const taken =
        builtinInterfaceLists.includes(name) ||
        twin.menus.get('interface list').items.some((item) => item.id !== before?.id && item.props['name'] === name);
      if (taken) throw new RouterosError('failure: already have such list', { category: trapCategories.general });
    },
  };
}

export function interfaceListMembers(twin: Twin): MenuSpec {
  return {
    path: 'interface list member',
    kind: 'list',
    columns: ['list', 'interface'],
    flags: disabledDynamic(twin.version),
    touches: ['links', 'firewall'],
    properties: {
      list: { type: interfaceListReference(twin), required: true },
      interface: { type: interfaceReference(twin), required: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: ({ list, interface: name }, before) => {
      const taken = twin.menus
        .get('interface list member')
        .items.some(
          (item) => item.id !== before?.id && item.props['list'] === list && item.props['interface'] === name,
        );
      if (taken) throw new RouterosError('failure: already have such member', { category: trapCategories.general });
    },
  };
}
