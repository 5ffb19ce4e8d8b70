import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { DhcpLease } from '../kernel/dhcp-leases.ts';
import { interfaceAddress, ipAddress, ipv4ToNumber, networkOf, poolRanges } from '../menu/address-types.ts';
import type { MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { disabledInvalidDynamic } from './flag-orders.ts';
import { goneInterface, interfaceReference, nameReference } from './references.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

export function addresses(twin: Twin): MenuSpec {
  return {
    path: 'ip address',
    kind: 'list',
    columns: ['address', 'network', 'interface'],
    flags: disabledInvalidDynamic(twin.version),
    touches: ['links', 'dnsmasq'],
    properties: {
      address: { type: interfaceAddress, required: true },
      network: { type: ipAddress },
      netmask: { type: ipAddress },
      broadcast: { type: ipAddress, inert: true },
      interface: { type: interfaceReference(twin), required: true },
      'actual-interface': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    complete: withNetwork,
    invalid: goneInterface(twin),
    computed: (item) => ({ 'actual-interface': twin.network.actualInterface(item) }),
    check: ({ address, interface: name }, before) => {
      const taken = twin.menus
        .get('ip address')
        .items.some(
          (item) => item.id !== before?.id && item.props['address'] === address && item.props['interface'] === name,
        );
      if (taken) throw failure('already have such address');
    },
    dynamicRows: () =>
      twin.network.leases().map(
        ({ interface: name, lease }, index): Row => ({
          id: `*D${index}`,
          dynamic: true,
          props: {
            address: lease.address,
            network: networkOf(lease.address),
            interface: name,
            'actual-interface': name,
            disabled: 'no',
          },
        }),
      ),
  };
}

/** The network follows from the address, but for a single address, whose other end it may be. */
function withNetwork(props: Props): Props {
  const { address, netmask, network } = props;
  if (address === undefined) return props;
  const [host = '', length] = address.split('/');
  const bits = netmask === undefined || length !== '32' ? length : String(maskLength(netmask));
  const isPoint = bits === '32' && network !== undefined;
  const { netmask: _, ...rest } = props;
  return { ...rest, address: `${host}/${bits}`, network: isPoint ? network : networkOf(`${host}/${bits}`) };
}

/** `255.255.255.0` → 24 */
const maskLength = (mask: string): number => ipv4ToNumber(mask).toString(2).replace(/0*$/, '').length;

export function pools(twin: Twin): MenuSpec {
  return {
    path: 'ip pool',
    kind: 'list',
    key: 'name',
    exportRank: 30,
    columns: ['name', 'ranges'],
    touches: ['dnsmasq'],
    properties: {
      name: { type: text, required: true },
      ranges: { type: poolRanges, required: true },
      'next-pool': { type: nameReference(twin, 'ip pool', 'none'), default: 'none' },
      ...(twin.version.major === 6 ? {} : counts),
      comment: { type: text },
    },
    ...(twin.version.major === 6 ? {} : poolCounts(twin)),
    check: ({ name }, before) => {
      if (twin.menus.get('ip pool').items.some((item) => item.id !== before?.id && item.props['name'] === name))
        throw failure('pool with such name exists');
    },
  };
}

/** Anything else would say something else in dnsmasq's configuration. */
export const domainName: PropertyType = {
  parse: (given) => (given.length < 254 && /^[\w-]{1,63}(\.[\w-]{1,63})*\.?$/.test(given) ? given : undefined),
  quoted: true,
};

const readonlyWord = { type: word, readonly: true } as const;
const counts = { total: readonlyWord, used: readonlyWord, available: readonlyWord };

/** v7 counts the addresses of a pool that clients have. */
function poolCounts(twin: Twin): Pick<MenuSpec, 'refresh' | 'computed'> {
  let used: readonly string[] = [];
  return {
    refresh: async () => {
      used = (await twin.dhcpLeases()).map(({ address }) => address);
    },
    computed: ({ props }) => {
      const ranges = (props['ranges'] ?? '').split(',').map(bounds);
      const total = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
      const held = used
        .map(ipv4ToNumber)
        .filter((one) => ranges.some(({ first, last }) => first <= one && one <= last));
      return { total: String(total), used: String(held.length), available: String(total - held.length) };
    },
  };
}

/** First and last address of `192.0.2.10-192.0.2.20` as numbers. */
function bounds(range: string): { readonly first: number; readonly last: number } {
  const [from = '0.0.0.0', to = from] = range.split('-');
  return { first: ipv4ToNumber(from), last: ipv4ToNumber(to) };
}

/** `/ip pool used` */
export function usedPools(twin: Twin): MenuSpec {
  let leases: readonly DhcpLease[] = [];
  return {
    path: 'ip pool used',
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['pool', 'address', 'owner', 'info'],
    properties: { pool: readonlyWord, address: readonlyWord, owner: readonlyWord, info: readonlyWord },
    refresh: async () => {
      leases = await twin.dhcpLeases();
    },
    dynamicRows: () =>
      leases.flatMap(({ address, mac }, index): Row[] => {
        const pool = twin.menus.get('ip pool').items.find(({ props }) => {
          const ranges = (props['ranges'] ?? '').split(',').map(bounds);
          return ranges.some(({ first, last }) => first <= ipv4ToNumber(address) && ipv4ToNumber(address) <= last);
        });
        if (pool === undefined) return [];
        const props = { pool: pool.props['name'] ?? '', address, owner: 'DHCP', info: mac };
        return [{ id: `*${index + 1}`, dynamic: false, props }];
      }),
  };
}
