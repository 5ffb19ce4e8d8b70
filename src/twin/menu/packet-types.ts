import { byteLength } from '../../routeros/byte-text.ts';
import type { PropertyType } from './property-type.ts';
import { commaList, invertible, oneOf } from './property-type.ts';

const isUpTo = (max: number, digits: string | undefined): boolean =>
  digits === undefined || (/^\d{1,5}$/.test(digits) && Number(digits) <= max);

/** `80` or `80-90`, upwards, no larger than `max`. */
function range(max: number): PropertyType {
  return {
    parse: (given) => {
      const [from = '', to = from, ...rest] = given.split('-');
      const fits = isUpTo(max, from) && isUpTo(max, to) && Number(from) <= Number(to) && rest.length === 0;
      return fits ? given : undefined;
    },
  };
}

/** `packet-size`: of the whole packet with its IP header. */
export const packetSize = range(65_535);

/** `to-ports`: one port or one range, no list. */
export const portRange = range(65_535);

/** A type, and a code or a range of codes behind a colon: `8:0`, `8:0-255`. */
export const icmpOptions: PropertyType = {
  parse: (given) => {
    const [type, codes, ...rest] = given.split(':');
    const fits = isUpTo(255, type) && (codes === undefined || range(255).parse(codes) !== undefined);
    return fits && rest.length === 0 ? given : undefined;
  },
};

/** `greater-than:1` */
export const ttl: PropertyType = {
  parse: (given) => {
    const hops = /^(?:equal|not-equal|less-than|greater-than):(\d{1,3})$/.exec(given)?.[1];
    return hops !== undefined && isUpTo(255, hops) ? given : undefined;
  },
};

/** `syn,!ack`: each flag for itself, all of them together. */
export const tcpFlags: PropertyType = commaList(
  invertible(oneOf('fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr')),
);

/** The kernel's string match holds 128 bytes (firewall-facts 1.7). */
export const content: PropertyType = {
  parse: (given) => (given !== '' && byteLength(given) <= 128 ? given : undefined),
  quoted: true,
};

const headerNames = commaList(oneOf('hop', 'dst', 'route', 'frag', 'ah', 'esp', 'none', 'proto'));

/** IPv6's extension headers: just these, or these among others (`:contains`). */
export const headers: PropertyType = {
  parse: (given) => {
    const [names = '', how = 'exact', ...rest] = given.split(':');
    const kept = headerNames.parse(names);
    if (kept === undefined || !['exact', 'contains'].includes(how) || rest.length > 0) return undefined;
    return how === 'exact' ? kept : `${kept}:contains`;
  },
};
