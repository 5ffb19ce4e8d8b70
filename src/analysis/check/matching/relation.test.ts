import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsPort } from '../ports.ts';
import { type Asked, apartBy, impliesAll } from './relation.ts';

// What two rules have in common is reasoned about; here packets are asked one by one.

interface Packet {
  readonly protocol: string;
  readonly port: number;
  readonly state: string;
  /** The last number of 10.0.0.x. */
  readonly host: number;
  readonly flags: readonly string[];
  readonly type: number;
  readonly code: number;
  readonly interface: string;
}

const few = fc.integer({ min: 0, max: 9 });
const states = ['new', 'established', 'related', 'invalid', 'untracked'];
const flagNames = ['syn', 'ack', 'rst'];

const packets = fc.record<Packet>({
  protocol: fc.constantFrom('tcp', 'udp', 'icmp'),
  port: few,
  state: fc.constantFrom(...states),
  host: few,
  flags: fc.subarray(flagNames),
  type: fc.integer({ min: 0, max: 2 }),
  code: fc.integer({ min: 0, max: 3 }),
  interface: fc.constantFrom('ether1', 'ether2', 'ether3'),
});

const range = fc.tuple(few, few).map(([a, b]) => (a === b ? `${a}` : `${Math.min(a, b)}-${Math.max(a, b)}`));
const maybeNot = (values: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.boolean(), values).map(([isNot, value]) => (isNot ? `!${value}` : value));
const listOf = (values: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.uniqueArray(values, { minLength: 1, maxLength: 3 }).map((all) => all.join());

const host = (number: string): string => `10.0.0.${number}`;
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  protocol: maybeNot(fc.constantFrom('tcp', 'udp', 'icmp', '6', '17')),
  'dst-port': maybeNot(listOf(range)),
  'connection-state': maybeNot(listOf(fc.constantFrom(...states))),
  'src-address': maybeNot(
    fc.oneof(
      range.map((text) => text.split('-').map(host).join('-')),
      fc.constantFrom('10.0.0.0/30', '10.0.0.4/31', '10.0.0.8/29'),
    ),
  ),
  'tcp-flags': listOf(fc.constantFrom(...flagNames, ...flagNames.map((flag) => `!${flag}`))),
  'icmp-options': maybeNot(fc.constantFrom('0', '1', '1:0', '1:0-2', '1:3', '2:1-3')),
  'in-interface': maybeNot(fc.constantFrom('ether1', 'ether2')),
};

/** Two rules that ask for the same thing, once or, behind a jump, twice: of different things nothing is said. */
const pairs: fc.Arbitrary<readonly [Asked, Asked]> = fc.constantFrom(...Object.keys(values)).chain((name) => {
  const asked = fc.array(values[name] ?? fc.constant(''), { minLength: 1, maxLength: 2 });
  return fc.tuple(asked, asked).map(([one, other]) => [new Map([[name, one]]), new Map([[name, other]])] as const);
});

const numbers: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp' };

const holders: Readonly<Record<string, (value: string, packet: Packet) => boolean>> = {
  protocol: (value, { protocol }) => (numbers[value] ?? value) === protocol,
  'dst-port': (value, { port }) => holdsPort(value, port),
  'connection-state': (value, { state }) => value.split(',').includes(state),
  'src-address': (value, packet) => hostsOf(value).includes(packet.host),
  'icmp-options': (value, { type, code }) => {
    const [own, codes = '0-255'] = value.split(':');
    return Number(own) === type && holdsPort(codes, code);
  },
  'in-interface': (value, packet) => value === packet.interface,
};

function hostsOf(text: string): readonly number[] {
  const last = (address: string): number => Number(address.split('.')[3]);
  const [address = '', length] = text.split('/');
  const [from = '', to = from] = address.split('-');
  const size = length === undefined ? last(to) - last(from) + 1 : 2 ** (32 - Number(length));
  return Array.from({ length: size }, (_, index) => last(from) + index);
}

function matches(asked: Asked, packet: Packet): boolean {
  return [...asked].every(([name, all]) => all.every((value) => holds(name, value, packet)));
}

function holds(name: string, value: string, packet: Packet): boolean {
  if (name === 'tcp-flags')
    return value.split(',').every((flag) => packet.flags.includes(flag.replace('!', '')) !== flag.startsWith('!'));
  return holders[name]?.(value.replace('!', ''), packet) !== value.startsWith('!');
}

const runs = { numRuns: 2000 };

test('whoever meets a rule that implies another meets the other', () => {
  let implied = 0;
  fc.assert(
    fc.property(pairs, fc.array(packets, { minLength: 40, maxLength: 40 }), ([inner, outer], all) => {
      if (!impliesAll(inner, outer)) return;
      implied++;
      for (const packet of all) if (matches(inner, packet)) expect(matches(outer, packet)).toBe(true);
    }),
    runs,
  );
  expect(implied).toBeGreaterThan(runs.numRuns / 50);
});

test('nobody meets two rules that are said to lie apart', () => {
  let apart = 0;
  fc.assert(
    fc.property(pairs, fc.array(packets, { minLength: 40, maxLength: 40 }), ([one, other], all) => {
      if (apartBy(one, other) === undefined) return;
      apart++;
      expect(all.filter((packet) => matches(one, packet) && matches(other, packet))).toEqual([]);
    }),
    runs,
  );
  expect(apart).toBeGreaterThan(runs.numRuns / 50);
});
