import { formatDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { nothing } from '../../routeros/value.ts';
import { typeName } from '../dns/dns-record.ts';
import { ipAddress } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { ip6Address } from './routes.ts';

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

const anyAddress: PropertyType = { parse: (given) => ipAddress.parse(given) ?? ip6Address.parse(given) };

/** `/ip dns` */
export function dns(twin: Twin): MenuSpec {
  const isOld = twin.version.major === 6;
  return {
    path: 'ip dns',
    kind: 'settings',
    touches: ['dnsmasq'],
    properties: {
      servers: { type: commaList(anyAddress), default: '' },
      'dynamic-servers': { type: word, readonly: true },
      'use-doh-server': { type: text, default: '', inert: true },
      'verify-doh-cert': { type: boolean, default: 'no', inert: true },
      ...(isOld ? {} : kept('doh-max-server-connections', 'doh-max-concurrent-queries', 'doh-timeout')),
      'allow-remote-requests': { type: boolean, default: 'no' },
      'max-udp-packet-size': { type: integer(50, 65_507), default: '4096' },
      'query-server-timeout': { type: duration, default: '2s' },
      'query-total-timeout': { type: duration, default: '10s' },
      'max-concurrent-queries': { type: integer(1, 65_535), default: '100' },
      'max-concurrent-tcp-sessions': { type: integer(1, 65_535), default: '20' },
      'cache-size': { type: word, default: '2048KiB', inert: true },
      'cache-max-ttl': { type: duration, default: '1w' },
      'cache-used': { type: word, readonly: true },
      ...(isOld
        ? {}
        : {
            'address-list-extra-time': { type: duration, default: '0s' },
            vrf: { type: word, default: 'main', inert: true },
            ...kept('mdns-repeat-ifaces'),
          }),
    },
    computed: () => ({
      'dynamic-servers': twin.network.dynamicDnsServers().join(','),
      'cache-used': `${20 + Math.ceil(twin.resolver.names.cache.records().length / 10)}KiB`,
    }),
  };
}

const types = ['A', 'AAAA', 'CNAME', 'FWD', 'MX', 'NS', 'NXDOMAIN', 'SRV', 'TXT'];

/** What each type needs besides the name. */
const needed: Readonly<Record<string, string>> = {
  A: 'address',
  AAAA: 'address',
  CNAME: 'cname',
  MX: 'mx-exchange',
  NS: 'ns',
  SRV: 'srv-target',
  TXT: 'text',
};

/** `/ip dns static` */
export function dnsStatic({ version }: Twin): MenuSpec {
  return {
    path: 'ip dns static',
    kind: 'list',
    key: 'name',
    columns:
      version.major === 6
        ? ['name', 'regexp', 'address', 'ttl']
        : ['name', 'regexp', 'type', 'forward-to', 'address', 'cname', 'text', 'ttl', 'address-list'],
    flags: [[{ letter: 'D', name: 'dynamic' }], [{ letter: 'X', name: 'disabled' }]],
    properties: {
      name: { type: text },
      regexp: { type: text },
      address: { type: anyAddress },
      type: { type: oneOf(...types), default: 'A' },
      cname: { type: text },
      'forward-to': { type: text },
      'mx-exchange': { type: text },
      'mx-preference': { type: integer(0, 65_535) },
      ns: { type: text },
      'srv-target': { type: text },
      'srv-port': { type: integer(0, 65_535) },
      'srv-priority': { type: integer(0, 65_535) },
      'srv-weight': { type: integer(0, 65_535) },
      text: { type: text },
      ttl: { type: duration, default: '1d' },
      'match-subdomain': { type: boolean, default: 'no' },
      'address-list': { type: text },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    complete: (props) => {
      const isIpv6 = props['type'] === undefined && props['address']?.includes(':') === true;
      return isIpv6 ? { ...props, type: 'AAAA' } : props;
    },
    check: checkStatic,
  };
}

function checkStatic(props: Props): void {
  if (props['name'] === undefined && props['regexp'] === undefined) throw failure('name or regexp must be specified');
  const property = needed[props['type'] ?? 'A'];
  if (property !== undefined && props[property] === undefined) throw failure(`${property} must be specified`);
  const isIpv6 = props['address']?.includes(':') === true;
  if (props['address'] !== undefined && isIpv6 !== (props['type'] === 'AAAA')) throw failure('wrong type of address');
}

/** `/ip dns cache`, `/ip dns cache all` */
export function dnsCache(twin: Twin, path: 'ip dns cache' | 'ip dns cache all'): MenuSpec {
  const readonly = { type: word, readonly: true } as const;
  return {
    path,
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['name', 'type', 'data', 'ttl'],
    flags: [[{ letter: 'S', name: 'static' }]],
    properties: {
      name: { type: text, readonly: true },
      type: readonly,
      data: readonly,
      address: readonly,
      ttl: readonly,
      static: { type: boolean, readonly: true },
    },
    dynamicRows: () =>
      twin.resolver.names.cache.records().map(
        ({ name, type, data, ttlSeconds }, index): Row => ({
          id: `*${(index + 1).toString(16).toUpperCase()}`,
          dynamic: false,
          props: {
            name,
            type: typeName(type),
            data,
            ttl: formatDuration(ttlSeconds * 1000),
            ...(typeName(type) === 'A' ? { address: data } : {}),
          },
        }),
      ),
    ...(path === 'ip dns cache' ? { actions: { flush: { params: [], run: async () => flush(twin) } } } : {}),
  };
}

function flush(twin: Twin): typeof nothing {
  twin.resolver.names.cache.flush();
  return nothing;
}

/** `/ip dns forwarders` (v7) */
export function dnsForwarders(): MenuSpec {
  return {
    path: 'ip dns forwarders',
    kind: 'list',
    key: 'name',
    columns: ['name', 'dns-servers', 'doh-servers'],
    flags: [[{ letter: 'X', name: 'disabled' }]],
    properties: {
      name: { type: text, required: true },
      'dns-servers': { type: commaList(anyAddress) },
      ...kept('doh-servers', 'verify-doh-cert'),
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
  };
}
