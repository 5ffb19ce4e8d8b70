import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { macAddress } from '../menu/address-types.ts';
import type { Menu } from '../menu/menu.ts';
import type { Flag, Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, reference, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

const common: Properties = {
  comment: { type: text },
  disabled: { type: boolean, default: 'no' },
  mtu: { type: integer(68, 65_535), default: '1500', inert: true },
};

const flags: readonly Flag[] = [
  { letter: 'D', name: 'dynamic' },
  { letter: 'X', name: 'disabled' },
  { letter: 'R', name: 'running' },
  { letter: 'S', name: 'slave' },
];

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
    flags,
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
    exportRank: 11,
    exportAs: (item) => `[ find default-name=${item.props['default-name']} ]`,
    columns: ['name', 'mtu', 'mac-address', 'arp'],
    flags: flags.filter(({ letter }) => letter !== 'D'),
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
    afterSet: (item, before) => {
      const name = item.props['name'] ?? '';
      if (name !== before.props['name'])
        twin.renameInterface(before.props['name'] ?? '', name, item.props['default-name'] ?? '');
    },
  };
}

export function bridges(twin: Twin): MenuSpec {
  return {
    path: 'interface bridge',
    kind: 'list',
    key: 'name',
    exportRank: 10,
    columns: ['name', 'mtu', 'mac-address', 'arp'],
    flags: flags.filter(({ letter }) => letter !== 'S'),
    touches: ['links', 'firewall', 'dnsmasq'],
    properties: {
      name: { type: text, required: true },
      type: { type: word, readonly: true },
      'admin-mac': { type: macAddress },
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
      { letter: 'X', name: 'disabled' },
      { letter: 'I', name: 'invalid' },
      { letter: 'D', name: 'dynamic' },
    ],
    touches: ['links', 'firewall'],
    properties: {
      interface: { type: reference(() => twin.network.interfaceNames()), required: true },
      bridge: {
        type: reference(() => twin.menus.get('interface bridge').items.map((item) => item.props['name'] ?? '')),
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

const builtinLists = ['all', 'none', 'dynamic', 'static'];

export function interfaceLists(twin: Twin): MenuSpec {
  return {
    path: 'interface list',
    kind: 'list',
    key: 'name',
    exportRank: 20,
    columns: ['name', 'include', 'exclude'],
    flags: [
      { letter: '*', name: 'builtin' },
      { letter: 'D', name: 'dynamic' },
    ],
    touches: ['links', 'firewall'],
    properties: {
      name: { type: text, required: true },
      include: { type: commaList(reference(() => twin.network.interfaceListNames())), default: '' },
      exclude: { type: commaList(reference(() => twin.network.interfaceListNames())), default: '' },
      comment: { type: text },
    },
    dynamicRows: () =>
      builtinLists.map(
        (name, index): Row => ({ id: `*200000${index}`, props: { name, builtin: 'yes' }, dynamic: true }),
      ),
    check: ({ name = '' }, before) => {
      const taken =
        builtinLists.includes(name) ||
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
    flags: [
      { letter: 'X', name: 'disabled' },
      { letter: 'D', name: 'dynamic' },
    ],
    touches: ['links', 'firewall'],
    properties: {
      list: { type: reference(() => twin.network.interfaceListNames()), required: true },
      interface: { type: reference(() => twin.network.interfaceNames()), required: true },
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
