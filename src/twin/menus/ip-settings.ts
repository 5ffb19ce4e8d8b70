import { duration } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, integer, oneOf, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { kept } from './interfaces-properties.ts';

/** Shown as it was given: `0x1818`. */
const mask: PropertyType = {
  parse: (given) => (integer(0, 0xffff_ffff).parse(given) === undefined ? undefined : given),
};

/** `/ip settings` */
export function ipSettings(twin: Twin): MenuSpec {
  const isOld = twin.version.major === 6;
  let fasttracked = { packets: 0, bytes: 0 };
  return {
    path: 'ip settings',
    kind: 'settings',
    touches: ['links', 'firewall'],
    properties: {
      'ip-forward': { type: boolean, default: 'yes' },
      'send-redirects': { type: boolean, default: 'yes' },
      'accept-source-route': { type: boolean, default: 'no' },
      'accept-redirects': { type: boolean, default: 'no' },
      'secure-redirects': { type: boolean, default: 'yes' },
      'rp-filter': { type: oneOf('no', 'strict', 'loose'), default: 'no' },
      'tcp-syncookies': { type: boolean, default: 'no' },
      'icmp-rate-limit': { type: integer(0, 4_294_967_295), default: '10' },
      'icmp-rate-mask': { type: mask, default: '0x1818' },
      'max-neighbor-entries': { type: integer(0, 4_294_967_295), default: '8192', inert: true },
      'arp-timeout': { type: duration, default: '30s', inert: true },
      'allow-fast-path': { type: boolean, default: 'yes' },
      ...(isOld
        ? { 'route-cache': { type: boolean, default: 'yes' } }
        : {
            'tcp-timestamps': { type: oneOf('disabled', 'random-offset', 'enabled'), default: 'random-offset' },
            'ipv4-multipath-hash-policy': { type: oneOf('l3', 'l4', 'l3-inner'), default: 'l3' },
            ...kept('icmp-errors-use-inbound-interface-address', 'ipv4-high-fragment-thresh', 'ipv4-fragment-time'),
          }),
      'ipv4-fast-path-active': { type: word, readonly: true },
      'ipv4-fast-path-packets': { type: word, readonly: true },
      'ipv4-fast-path-bytes': { type: word, readonly: true },
      'ipv4-fasttrack-active': { type: word, readonly: true },
      'ipv4-fasttrack-packets': { type: word, readonly: true },
      'ipv4-fasttrack-bytes': { type: word, readonly: true },
    },
    refresh: async () => {
      fasttracked = await twin.firewall.fasttracked('ip');
    },
    computed: () => ({
      'ipv4-fast-path-active': 'no',
      'ipv4-fast-path-packets': '0',
      'ipv4-fast-path-bytes': '0',
      'ipv4-fasttrack-active': twin.firewall.fasttrack.isOn('ip') && twin.firewall.fasttrack.isAllowed ? 'yes' : 'no',
      'ipv4-fasttrack-packets': String(fasttracked.packets),
      'ipv4-fasttrack-bytes': String(fasttracked.bytes),
    }),
  };
}
