import { duration, durationOr } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';
import { goneInterface, interfaceReference } from './references.ts';
import { ip6Address, ip6Prefix } from './routes.ts';

/** `/ipv6 nd`: router advertisements, sent where an address says `advertise=yes`. */
export function neighbourDiscovery(twin: Twin): MenuSpec {
  return {
    path: 'ipv6 nd',
    differs: 'only /64 networks are advertised; the prefixes below are kept',
    kind: 'list',
    layout: 'block',
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
      [{ letter: '*', name: 'default' }],
    ],
    touches: ['dnsmasq'],
    exportAs: ({ props }) => (props['default'] === 'yes' ? '[ find default=yes ]' : ''),
    properties: {
      interface: { type: interfaceReference(twin, 'all'), required: true },
      'ra-interval': { type: word, default: '3m20s-10m' },
      'ra-delay': { type: duration, default: '3s', inert: true },
      mtu: { type: word, default: 'unspecified' },
      'reachable-time': { type: durationOr('unspecified'), default: 'unspecified', inert: true },
      'retransmit-interval': { type: durationOr('unspecified'), default: 'unspecified', inert: true },
      'ra-lifetime': { type: durationOr('none'), default: '30m' },
      'ra-preference': { type: oneOf('low', 'medium', 'high'), default: 'medium' },
      'hop-limit': { type: word, default: 'unspecified', inert: true },
      'advertise-mac-address': { type: boolean, default: 'yes', inert: true },
      'advertise-dns': { type: oneOf('no', 'yes', 'self'), default: twin.version.major === 6 ? 'no' : 'yes' },
      'managed-address-configuration': { type: boolean, default: 'no' },
      'other-configuration': { type: boolean, default: 'no' },
      dns: { type: commaList(ip6Address) },
      ...kept('pref64', 'ra-guard'),
      default: { type: boolean, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    initial: [{ interface: 'all', default: 'yes' }],
    invalid: goneInterface(twin),
  };
}

/** `/ipv6 nd prefix` */
export function advertisedPrefixes(twin: Twin): MenuSpec {
  return {
    path: 'ipv6 nd prefix',
    kind: 'list',
    layout: 'block',
    flags: [[{ letter: 'X', name: 'disabled' }], [{ letter: 'D', name: 'dynamic' }]],
    touches: ['dnsmasq'],
    properties: {
      prefix: { type: { parse: (given) => (given === 'none' ? given : ip6Prefix.parse(given)) } },
      interface: { type: interfaceReference(twin), required: true },
      'on-link': { type: boolean, default: 'yes', inert: true },
      autonomous: { type: boolean, default: 'yes', inert: true },
      'valid-lifetime': { type: durationOr('infinity'), default: '4w2d', inert: true },
      'preferred-lifetime': { type: durationOr('infinity'), default: '1w', inert: true },
      ...kept('6to4-interface', 'dhcp6-pd-preferred'),
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
  };
}

/** `/ipv6 nd prefix default` */
export function advertisedPrefixDefaults(): MenuSpec {
  return {
    path: 'ipv6 nd prefix default',
    kind: 'settings',
    properties: {
      autonomous: { type: boolean, default: 'yes', inert: true },
      'valid-lifetime': { type: durationOr('infinity'), default: '4w2d', inert: true },
      'preferred-lifetime': { type: durationOr('infinity'), default: '1w', inert: true },
    },
  };
}

/** `/ipv6 settings` */
export function settings6({ version }: Twin): MenuSpec {
  const isOld = version.major === 6;
  return {
    path: 'ipv6 settings',
    kind: 'settings',
    touches: ['links'],
    properties: {
      ...(isOld ? {} : { 'disable-ipv6': { type: boolean, default: 'no' } }),
      forward: { type: boolean, default: 'yes' },
      'accept-redirects': {
        type: oneOf('no', 'yes-if-forwarding-disabled', 'yes'),
        default: 'yes-if-forwarding-disabled',
      },
      'accept-router-advertisements': {
        type: oneOf('no', 'yes-if-forwarding-disabled', 'yes'),
        default: 'yes-if-forwarding-disabled',
        inert: true,
      },
      'max-neighbor-entries': { type: integer(1, 4_294_967_295), default: '8192', inert: true },
      'multipath-hash-policy': { type: oneOf('l3', 'l4', 'l3-inner'), default: 'l3' },
      ...kept('accept-router-advertisements-on', 'disable-link-local-address', 'allow-fast-path'),
      ...kept('stale-neighbor-detect-interval', 'stale-neighbor-timeout', 'min-neighbor-entries'),
      ...kept('soft-max-neighbor-entries'),
    },
  };
}
