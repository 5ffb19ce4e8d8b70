import type { PropertyType } from './property-type.ts';
import { oneOf } from './property-type.ts';

/** IANA's numbers of the protocols that RouterOS calls by name. The kernel gets numbers: it may have no /etc/protocols. */
const numbers: Readonly<Record<string, number>> = {
  tcp: 6,
  udp: 17,
  icmp: 1,
  igmp: 2,
  ipencap: 4,
  ipip: 94,
  gre: 47,
  'ipsec-esp': 50,
  'ipsec-ah': 51,
  ospf: 89,
  vrrp: 112,
  sctp: 132,
  'udp-lite': 136,
  dccp: 33,
  l2tp: 115,
  'ipv6-encap': 41,
  pim: 103,
};

const words = Object.keys(numbers);
const byName = oneOf(...words);

/** A name or a number from 1 to 255; the console shows the name where there is one. */
export const protocol: PropertyType = {
  parse: (given) => {
    if (!/^\d{1,3}$/.test(given)) return byName.parse(given);
    const number = Number(given);
    if (number < 1 || number > 255) return undefined;
    return words.find((name) => numbers[name] === number) ?? String(number);
  },
  words: () => words,
};

/** `tcp` → `6`, `94` → `94`. */
export const protocolNumber = (kept: string): string => String(numbers[kept] ?? kept);
