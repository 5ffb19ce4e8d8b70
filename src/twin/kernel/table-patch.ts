import type { Counters, KernelChain, KernelTable, WrittenRule } from './ruleset.ts';

/** What makes one table the other, for `iptables-restore --noflush -c`. */
export interface TablePatch {
  readonly text: string;
  /** Rules that go, in the order in which the listing tells what they have counted; one that changes comes again. */
  readonly gone: readonly string[];
  readonly come: ReadonlySet<string>;
}

/** Where the rules of a chain differ: from the line `at` on. */
interface Difference {
  readonly chain: string;
  readonly at: number;
  readonly gone: readonly WrittenRule[];
  readonly come: readonly WrittenRule[];
}

/** More is loaded anew. */
const mostRules = 20;

const textOf = ({ chains, before, counted, behind }: WrittenRule): string =>
  [...chains, ...before, counted, ...behind].join('\n');

/** Rules that nobody has touched are the same object. */
const isSame = (a: WrittenRule | undefined, b: WrittenRule | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && textOf(a) === textOf(b));

/** Everything but the rules. */
const frameOf = ({ family, name, chains, hooks, around }: KernelTable): string =>
  JSON.stringify([family, name, chains.map((chain) => chain.name), hooks, around]);

/** How many lines a rule has in the chain that it stands in. */
const linesOf = (chain: string, { before, counted, behind }: WrittenRule): number =>
  [...before, counted, ...behind].filter((line) => line.startsWith(`-A ${chain} `)).length;

function differenceIn({ name, rules: before }: KernelChain, after: readonly WrittenRule[]): Difference | undefined {
  let start = 0;
  while (start < before.length && isSame(before[start], after[start])) start++;
  if (start === before.length && start === after.length) return undefined;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && isSame(before.at(-1 - end), after.at(-1 - end))) end++;
  return {
    chain: name,
    at: 1 + before.slice(0, start).reduce((sum, rule) => sum + linesOf(name, rule), 0),
    gone: before.slice(start, before.length - end),
    come: after.slice(start, after.length - end),
  };
}

/** Nothing if more than rules differ. */
function differences(before: KernelTable, after: KernelTable): readonly Difference[] | undefined {
  if (frameOf(before) !== frameOf(after)) return undefined;
  return before.chains.flatMap((chain, index) => differenceIn(chain, after.chains[index]?.rules ?? []) ?? []);
}

export function isSameTable(before: KernelTable, after: KernelTable): boolean {
  return before === after || differences(before, after)?.length === 0;
}

const isOneLine = ({ chains, before, behind }: WrittenRule): boolean =>
  chains.length + before.length + behind.length === 0;

/**
 * A few rules of one line each change by themselves: the kernel keeps what it has counted at all others. `counters`: of
 * rules that were there before. Nothing if it takes more than that.
 */
export function patchOf(
  before: KernelTable,
  after: KernelTable,
  counters: ReadonlyMap<string, Counters>,
): TablePatch | undefined {
  const found = differences(before, after);
  const rules = (found ?? []).flatMap(({ gone, come }) => [...gone, ...come]);
  if (found === undefined || rules.length > mostRules || !rules.every(isOneLine)) return undefined;
  const gone = found.flatMap((difference) => difference.gone.map(({ name }) => name));
  const counterOf = (name: string): string => {
    const { packets, bytes } = (gone.includes(name) ? undefined : counters.get(name)) ?? { packets: 0, bytes: 0 };
    return `[${packets}:${bytes}]`;
  };
  const lines = [
    `*${after.name}`,
    ...found.flatMap((each) => each.gone.map((_rule, index) => `-L ${each.chain} ${each.at + index} -v -x -n`)),
    ...found.flatMap(({ chain, at, ...each }) => [
      ...each.gone.map(() => `-D ${chain} ${at}`),
      ...each.come.map(
        ({ name, counted }, index) =>
          `${counterOf(name)} -I ${chain} ${at + index} ${counted.slice(`-A ${chain} `.length)}`,
      ),
    ]),
    'COMMIT',
    '',
  ];
  return { text: lines.join('\n'), gone, come: new Set(found.flatMap(({ come }) => come.map(({ name }) => name))) };
}

/** What `-L` tells of each rule, in turn. */
export const listedCounters = (listing: string): Counters[] =>
  [...listing.matchAll(/^ *(\d+) +(\d+) /gm)].map(([, packets, bytes]) => ({
    packets: Number(packets),
    bytes: Number(bytes),
  }));
