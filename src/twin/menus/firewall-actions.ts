import type { Family } from '../kernel/matchers/matching.ts';
import { refused } from '../kernel/matchers/matching.ts';
import { rejections } from '../kernel/rule-actions.ts';
import type { TableName } from '../kernel/ruleset.ts';
import { addressRange } from '../menu/address-types.ts';
import { address6Range } from '../menu/address6-types.ts';
import { entryTimeout } from '../menu/duration-types.ts';
import { portRange } from '../menu/packet-types.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, filledWord, integer, oneOf, word } from '../menu/property-type.ts';
import type { RosVersion } from '../version.ts';

const everywhere = [
  'accept',
  'add-dst-to-address-list',
  'add-src-to-address-list',
  'jump',
  'log',
  'passthrough',
  'return',
];

/** Which table has which action (firewall-facts 1.2). */
const actions: Readonly<Record<TableName, readonly string[]>> = {
  filter: ['drop', 'fasttrack-connection', 'reject', 'tarpit'],
  nat: ['dst-nat', 'masquerade', 'netmap', 'redirect', 'same', 'src-nat'],
  mangle: [
    'change-dscp',
    'change-mss',
    'change-ttl',
    'clear-df',
    'fasttrack-connection',
    'mark-connection',
    'mark-packet',
    'mark-routing',
    'set-priority',
    'sniff-pc',
    'sniff-tzsp',
    'strip-ipv4-options',
  ],
  raw: ['drop', 'notrack'],
};

/** Of RouterOS; the kernel has nothing for them. */
const notEnforced = ['endpoint-independent-nat', 'route', 'socksify'];

/** One of the actions that are enforced; a known one that is not says so. */
export function actionsOf(family: Family, table: TableName, version: RosVersion): PropertyType {
  const own = actions[table].map((name) => (family === 'ipv6' && name === 'change-ttl' ? 'change-hop-limit' : name));
  const more = table === 'mangle' && version.major >= 7 ? ['drop'] : [];
  const known = oneOf(...[...everywhere, ...own, ...more].toSorted());
  return {
    ...known,
    parse: (given) => {
      if (notEnforced.includes(given)) throw refused(`action=${given}`);
      return known.parse(given);
    },
  };
}

const listing: Properties = {
  'address-list': { type: filledWord },
  'address-list-timeout': { type: entryTimeout },
};

const hops: PropertyType = {
  parse: (given) => (/^(set|increment|decrement):\d{1,3}$/.test(given) ? given : undefined),
};
const segmentSize: PropertyType = {
  parse: (given) => (given === 'clamp-to-pmtu' ? given : integer(0, 65_535).parse(given)),
};

const changing: Properties = {
  'new-packet-mark': { type: filledWord },
  'new-connection-mark': { type: filledWord },
  'new-routing-mark': { type: filledWord },
  'new-mss': { type: segmentSize },
  'new-dscp': { type: integer(0, 63) },
  'new-ttl': { type: hops },
  'new-hop-limit': { type: hops },
  'new-priority': { type: word, inert: true },
  'sniff-id': { type: word, inert: true },
  'sniff-target': { type: word, inert: true },
  'sniff-target-port': { type: word, inert: true },
  passthrough: { type: boolean },
};

/** What the actions of a table take. */
export function argumentsOf(family: Family, table: TableName): Properties {
  const always = { 'jump-target': { type: filledWord }, ...listing };
  switch (table) {
    case 'filter':
      return {
        ...always,
        'reject-with': { type: oneOf(...rejections(family)) },
        // Switch chips are none of the twin's.
        'hw-offload': { type: boolean, inert: true },
      };
    case 'nat': {
      const addresses = family === 'ip' ? addressRange : address6Range;
      const [to, toPorts] = [{ type: addresses }, { type: portRange }];
      const name = family === 'ip' ? 'to-addresses' : 'to-address';
      return { ...always, [name]: to, 'to-ports': toPorts, 'same-not-by-dst': { type: boolean, inert: true } };
    }
    case 'mangle':
      return { ...always, ...changing };
    default:
      return always;
  }
}
