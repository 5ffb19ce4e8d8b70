import { addressRange } from '../../../routeros/address.ts';

/** How the values of a matcher relate to each other, `!` aside. */
export interface Kind {
  /** Whatever has the first value has the second, too. */
  isWithin(inner: string, outer: string): boolean;
  /** Nothing has both. */
  areApart(a: string, b: string): boolean;
}

const same = (a: string, b: string): boolean => a === b;

/** Names of which a packet has one: interfaces, protocols. */
const oneOfMany: Kind = { isWithin: same, areApart: (a, b) => a !== b };

/** What is compared as it is written; two values may hold together, as two lists may have the same member. */
const asWritten: Kind = { isWithin: same, areApart: () => false };

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

function ranges(readOne: (text: string) => Range | undefined): Kind {
  const read = (text: string): readonly Range[] | undefined => {
    const all = text.split(',').map(readOne);
    return all.every((range) => range !== undefined) ? all : undefined;
  };
  return {
    isWithin(inner, outer) {
      const [within, around] = [read(inner), read(outer)];
      if (within === undefined || around === undefined) return inner === outer;
      return within.every((one) => around.some(({ first, last }) => first <= one.first && one.last <= last));
    },
    areApart(a, b) {
      const [one, other] = [read(a), read(b)];
      if (one === undefined || other === undefined) return false;
      return one.every((x) => other.every((y) => x.last < y.first || y.last < x.first));
    },
  };
}

/** `22`, `1000-2000` */
function numberRange(text: string): Range | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text.trim());
  return match === null ? undefined : { first: BigInt(match[1] ?? 0), last: BigInt(match[2] ?? match[1] ?? 0) };
}

/** `10.0.0.0/8`, `10.0.0.1-10.0.0.9`; families lie apart. */
function addresses(text: string): Range | undefined {
  try {
    const [from = '', to = from] = text.split('-');
    const [{ first, bits }, { last }] = [addressRange(from), addressRange(to)];
    const family = bits === 128 ? 1n << 128n : 0n;
    return { first: first + family, last: last + family };
  } catch {
    return undefined;
  }
}

/** In one of which every packet is (MikroTik's manual, "Common Firewall Matchers and Actions"). */
const states = ['new', 'established', 'related', 'invalid', 'untracked'];

/** Lists of words of which a packet has one. */
const words: Kind = {
  isWithin: (inner, outer) => inner.split(',').every((word) => outer.split(',').includes(word)),
  areApart: (a, b) => !a.split(',').some((word) => b.split(',').includes(word)),
};

/** `syn,!ack`: each flag for itself. */
const flags: Kind = {
  isWithin: (inner, outer) => outer.split(',').every((flag) => inner.split(',').includes(flag)),
  areApart: (a, b) =>
    a.split(',').some((flag) => b.split(',').includes(flag.startsWith('!') ? flag.slice(1) : `!${flag}`)),
};

/** `8`, `8:0`, `3:0-15` */
const icmp: Kind = {
  isWithin(inner, outer) {
    const [[type, codes], [around, allowed]] = [icmpOf(inner), icmpOf(outer)];
    return type === around && codes.first >= allowed.first && codes.last <= allowed.last;
  },
  areApart(a, b) {
    const [[type, codes], [other, others]] = [icmpOf(a), icmpOf(b)];
    return type !== other || codes.last < others.first || others.last < codes.first;
  },
};

function icmpOf(text: string): readonly [type: string, codes: Range] {
  const [type = '', codes] = text.split(':');
  return [type, numberRange(codes ?? '0-255') ?? { first: 0n, last: 255n }];
}

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    protocol: oneOfMany,
    'dst-port': ranges(numberRange),
    'src-port': ranges(numberRange),
    'packet-size': ranges(numberRange),
    'src-address': ranges(addresses),
    'dst-address': ranges(addresses),
    'connection-state': words,
    'tcp-flags': flags,
    'icmp-options': icmp,
    'in-interface': oneOfMany,
    'out-interface': oneOfMany,
    'src-mac-address': oneOfMany,
  }),
);

export const kindOf = (name: string): Kind => kinds.get(name) ?? asWritten;

const protocols: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  'ipv6-icmp': 'icmpv6',
};

/** The value in one way of writing it, and whether it has a `!` before it. */
export function normal(name: string, value: string): { readonly isNot: boolean; readonly text: string } {
  // Flags have their `!` each for itself.
  if (name === 'tcp-flags') return { isNot: false, text: value };
  const isNot = value.startsWith('!');
  const text = isNot ? value.slice(1) : value;
  if (name === 'protocol') return { isNot, text: protocols[text] ?? text.toLowerCase() };
  if (name === 'src-mac-address') return { isNot, text: text.toLowerCase() };
  if (name !== 'connection-state' || !isNot) return { isNot, text };
  return { isNot: false, text: states.filter((state) => !text.split(',').includes(state)).join() };
}
