import type { Family, Matcher } from './matching.ts';

// `per-connection-classifier`: the kernel's cluster match looks at sources only, so each rule brings a filter of its own
// for xt_bpf (linux/filter.h): it hashes the packet's fields, as RouterOS does, and compares the rest of a division.

type Instruction = readonly [code: number, jumpIfTrue: number, jumpIfFalse: number, operand: number];

const loadWord = 0x20;
const loadByte = 0x30;
const loadHalfFromIndex = 0x48;
const loadConstant = 0x00;
const indexConstant = 0x01;
const indexHeaderLength = 0xb1;
const indexMemory = 0x61;
const store = 0x02;
const xorIndex = 0xac;
const multiply = 0x24;
const shiftRight = 0x74;
const modulo = 0x94;
const jump = 0x05;
const jumpIfEqual = 0x15;
const end = 0x06;

/** Knuth's multiplier spreads what lies close together. RouterOS draws a seed at each boot: any even split is one of its. */
const spread = 0x9e3779b1;

interface Layout {
  readonly protocolAt: number;
  readonly sourceAt: number;
  readonly words: number;
  /** Puts the length of the IP header into the index. */
  readonly headerLength: Instruction;
}

const layouts: Readonly<Record<Family, Layout>> = {
  ip: { protocolAt: 9, sourceAt: 12, words: 1, headerLength: [indexHeaderLength, 0, 0, 0] },
  ipv6: { protocolAt: 6, sourceAt: 8, words: 4, headerLength: [indexConstant, 0, 0, 40] },
};

function address({ sourceAt, words }: Layout, side: 'src' | 'dst'): Instruction[][] {
  const at = side === 'src' ? sourceAt : sourceAt + 4 * words;
  return Array.from({ length: words }, (_, word) => [[loadWord, 0, 0, at + 4 * word]]);
}

/** Of TCP and UDP; nothing for all others. */
const port = ({ protocolAt, headerLength }: Layout, side: 'src' | 'dst'): Instruction[][] => [
  [
    [loadByte, 0, 0, protocolAt],
    [jumpIfEqual, 1, 0, 6],
    [jumpIfEqual, 0, 3, 17],
    headerLength,
    [loadHalfFromIndex, 0, 0, side === 'src' ? 0 : 2],
    [jump, 0, 0, 1],
    [loadConstant, 0, 0, 0],
  ],
];

/** `src-address-and-port`, `both-ports` */
function fields(layout: Layout, mode: string): Instruction[][] {
  const sides = (['src', 'dst'] as const).filter((side) => mode.startsWith(side) || mode.startsWith('both'));
  return sides.flatMap((side) => [
    ...(mode.includes('address') ? address(layout, side) : []),
    ...(mode.includes('port') ? port(layout, side) : []),
  ]);
}

/** The last field's sum stays where it is: xt_bpf takes 64 instructions, and IPv6's longest mode has just these. */
const mix = (field: readonly Instruction[], index: number, { length }: { readonly length: number }): Instruction[] => [
  ...field,
  ...(index === 0
    ? []
    : ([
        [indexMemory, 0, 0, 0],
        [xorIndex, 0, 0, 0],
      ] satisfies Instruction[])),
  [multiply, 0, 0, spread],
  ...(index === length - 1 ? [] : ([[store, 0, 0, 0]] satisfies Instruction[])),
];

/** `both-addresses:2/0` */
export const perConnectionClassifier: Matcher = (value, { family }) => {
  const match = /^!?([\w-]+):(\d+)\/(\d+)$/.exec(value);
  const [denominator, remainder] = [Number(match?.[2]), Number(match?.[3])];
  const isInverted = value.startsWith('!');
  const program: Instruction[] = [
    ...fields(layouts[family], match?.[1] ?? '').flatMap(mix),
    [shiftRight, 0, 0, 12],
    [modulo, 0, 0, denominator],
    [jumpIfEqual, 0, 1, remainder],
    [end, 0, 0, isInverted ? 0 : 1],
    [end, 0, 0, isInverted ? 1 : 0],
  ];
  return ['-m', 'bpf', '--bytecode', [program.length, ...program.map((step) => step.join(' '))].join(',')];
};
