import { namedBit } from '../packet-queue/connection-data.ts';
import { anyOf, inverted, type MarkKind, type Matcher, plainOf } from './matching.ts';
import { plainNumber } from './rates.ts';

// What the kernel remembers of a packet's connection, and marks.

const natStates: Readonly<Record<string, string>> = { srcnat: 'SNAT', dstnat: 'DNAT' };

export const connectionState: Matcher = (value) => [
  '-m',
  'conntrack',
  ...inverted(value, (states) => ['--ctstate', states.toUpperCase()]),
];

export const connectionNatState: Matcher = (value) => [
  '-m',
  'conntrack',
  ...inverted(value, (states) => [
    '--ctstate',
    states
      .split(',')
      .map((state) => natStates[state] ?? state)
      .join(','),
  ]),
];

/** The part of the kernel's 32 bits that holds each kind of mark. */
export const markBits: Readonly<Record<MarkKind, { readonly shift: number; readonly mask: number }>> = {
  packet: { shift: 0, mask: 0x3ff },
  routing: { shift: 10, mask: 0x3fc00 },
  connection: { shift: 0, mask: 0xffff },
};

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

/** `0x3/0x3ff` */
export function markValue(kind: MarkKind, number: number): string {
  const { shift, mask } = markBits[kind];
  return `${hex(number << shift)}/${hex(mask)}`;
}

/** What of a mark in the kernel is a mark of RouterOS. */
export function markOf(kind: MarkKind, mark: number): number {
  const { shift, mask } = markBits[kind];
  return (mark & mask) >>> shift;
}

export const mark =
  (kind: MarkKind): Matcher =>
  (value, context) => [
    '-m',
    kind === 'connection' ? 'connmark' : 'mark',
    ...inverted(value, (name) => ['--mark', markValue(kind, context.mark(kind, name))]),
  ];

/** `from-to`; `from-0` is more than `from` (firewall-facts 1.7). Both directions, with IP headers. */
export const connectionBytes: Matcher = (value) => {
  const [from = '0', to = '0'] = value.split('-');
  const range = to === '0' ? `${plainNumber(from) + 1}:` : `${plainNumber(from)}:${plainNumber(to)}`;
  return ['-m', 'connbytes', '--connbytes', range, '--connbytes-dir', 'both', '--connbytes-mode', 'bytes'];
};

/** Data connections that a helper foresaw; H.323 has three of them (kernel/helper-lines). */
export const connectionType: Matcher = (value) => {
  const names = plainOf(value) === 'h323' ? ['RAS', 'Q.931', 'H.245'] : [plainOf(value)];
  if (names.length > 1)
    return anyOf(
      value,
      names.map((name) => ['-m', 'helper', '--helper', name]),
    );
  return ['-m', 'helper', ...inverted(value, (name) => ['--helper', name])];
};

/** The twin reads every second how fast each connection is, and marks those outside of the range, or within. */
export const connectionRate: Matcher = (value, context) => {
  const bit = hex(context.rateBit(plainOf(value)));
  // New ones have no speed and no mark.
  const isMarked = value.startsWith('!') === plainOf(value).startsWith('0-');
  const rate = ['-m', 'connmark', ...(isMarked ? [] : ['!']), '--mark', `${bit}/${bit}`];
  return anyOf(
    '',
    ['6', '17'].map((protocol) => ['-p', protocol, ...rate]),
  );
};

/** True when the masked source has more than so many, this one included (firewall-facts 1.7). */
export const connectionLimit: Matcher = (value) => {
  const [count = '', mask = '32'] = plainOf(value).split(',');
  const option = value.startsWith('!') ? '--connlimit-upto' : '--connlimit-above';
  return ['-m', 'connlimit', option, count, '--connlimit-mask', mask, '--connlimit-saddr'];
};

/** The first packets of a connection decide; from then on it has the label (kernel/packet-queue). */
export const layer7: Matcher = (value, context) => [
  '-m',
  'connlabel',
  ...inverted(value, (name) => ['--label', String(context.label(`layer7 ${name}`))]),
];

/** The ClientHello itself; a packet without a name matches neither form (firewall-facts 1.7). */
export const tlsHost: Matcher = (value, context) => [
  '-m',
  'mark',
  '--mark',
  `${hex(namedBit)}/${hex(namedBit)}`,
  '-m',
  'connlabel',
  ...inverted(value, (glob) => ['--label', String(context.label(`tls ${glob}`))]),
];
