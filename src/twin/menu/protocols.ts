import type { PropertyType } from './property-type.ts';
import { oneOf } from './property-type.ts';

/** IANA's numbers of the protocols that RouterOS calls by name. The kernel gets numbers: it may have no /etc/protocols. */
const numbers: Readonly<Record<string, number>> = {
  tcp: 6,
  udp: 17,
  icmp: 1,
  icmpv6: 58,
  igmp: 2,
  ggp: 3,
  ipencap: 4,
  st: 5,
  egp: 8,
  pup: 12,
  hmp: 20,
  'xns-idp': 22,
  rdp: 27,
  'iso-tp4': 29,
  dccp: 33,
  xtp: 36,
  ddp: 37,
  'idpr-cmtp': 38,
  'ipv6-encap': 41,
  'ipv6-route': 43,
  'ipv6-frag': 44,
  rsvp: 46,
  gre: 47,
  'ipsec-esp': 50,
  'ipsec-ah': 51,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  rspf: 73,
  vmtp: 81,
  ospf: 89,
  ipip: 94,
  etherip: 97,
  encap: 98,
  pim: 103,
  vrrp: 112,
  l2tp: 115,
  sctp: 132,
  'udp-lite': 136,
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
