import { parseIp6 } from '../../routeros/address.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Item, MenuSpec, Row } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, integer, text, word } from '../menu/property-type.ts';
import { linkLocalAddress } from '../network/addresses.ts';
import type { Twin } from '../twin.ts';
import { goneInterface, interfaceReference, nameReference } from './references.ts';
import { ip6Prefix } from './routes.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

/** `2001:db8::1/64`: host bits are kept, a bare address is a /64. */
const interfaceAddress6: PropertyType = {
  parse: (given) => {
    const [address = '', length = '64', ...rest] = given.split('/');
    const parsed = parseIp6(address);
    if (parsed === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > 128) return undefined;
    return `${parsed}/${Number(length)}`;
  },
};

const isLinkLocal = (address: string): boolean => address.startsWith('fe80:');

/** `/ipv6 address` */
export function addresses6(twin: Twin): MenuSpec {
  return {
    path: 'ipv6 address',
    kind: 'list',
    columns: ['address', 'from-pool', 'interface', 'advertise'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
      [{ letter: 'D', name: 'dynamic' }],
      [
        { letter: 'G', name: 'global' },
        { letter: 'L', name: 'link-local' },
      ],
    ],
    touches: ['links', 'dnsmasq'],
    properties: {
      address: { type: interfaceAddress6 },
      'from-pool': { type: nameReference(twin, 'ipv6 pool', ''), default: '' },
      interface: { type: interfaceReference(twin), required: true },
      'actual-interface': { type: word, readonly: true },
      'eui-64': { type: boolean, default: 'no' },
      advertise: { type: boolean, default: 'yes' },
      'no-dad': { type: boolean, default: 'no', inert: true },
      'auto-link-local': { type: boolean, default: 'yes', inert: true },
      global: { type: boolean, readonly: true },
      'link-local': { type: boolean, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: (props, before) => {
      if (props['address'] === undefined && (props['from-pool'] ?? '') === '')
        throw failure('address must be specified');
      const others = twin.menus.get('ipv6 address').items.filter((item) => item.id !== before?.id);
      const same = (item: Item): boolean =>
        item.props['address'] === props['address'] && item.props['interface'] === props['interface'];
      if ((props['from-pool'] ?? '') === '' && others.some(same)) throw failure('already have such address');
    },
    computed: (item) => {
      const address = twin.network.addressOf(item) ?? item.props['address'] ?? '';
      const kind = isLinkLocal(address) ? 'link-local' : 'global';
      return { address, 'actual-interface': twin.network.actualInterface(item), [kind]: 'yes' };
    },
    dynamicRows: () => linkLocalRows(twin),
    invalid: goneInterface(twin),
  };
}

/** Each interface that runs has an address of its own making. */
function linkLocalRows({ network }: Twin): Row[] {
  const names = [...network.upInterfaces()].filter((name) => name !== 'lo' && !network.isSlave(name));
  return names.flatMap((name, index) => {
    const mac = network.macOf(name);
    if (mac === undefined) return [];
    const props = { address: linkLocalAddress(mac), interface: name, 'actual-interface': name, advertise: 'no' };
    return [{ id: `*L${index}`, dynamic: true, props: { ...props, 'link-local': 'yes', disabled: 'no' } }];
  });
}

/** `/ipv6 pool` */
export function pools6(twin: Twin): MenuSpec {
  return {
    path: 'ipv6 pool',
    kind: 'list',
    key: 'name',
    exportRank: 30,
    columns: ['name', 'prefix', 'prefix-length', 'expires-after'],
    flags: [[{ letter: 'D', name: 'dynamic' }]],
    touches: ['links', 'dnsmasq'],
    properties: {
      name: { type: text, required: true },
      prefix: { type: ip6Prefix },
      'prefix-length': { type: integer(1, 128), required: true },
      'from-pool': { type: nameReference(twin, 'ipv6 pool', ''), inert: true },
      comment: { type: text },
    },
    check: ({ name }, before) => {
      if (twin.menus.get('ipv6 pool').items.some((item) => item.id !== before?.id && item.props['name'] === name))
        throw failure('pool with such name exists');
    },
  };
}
