import { RouterosError, trapCategories } from '../../../routeros/routeros-error.ts';
import type { Props } from '../../menu/menu-spec.ts';

export type Family = 'ip' | 'ipv6';

/** What a matcher has to know of its rule and of the kernel's names for things. */
export interface MatchContext {
  readonly family: Family;
  /** Of the rule, short enough for a chain and not used by any other: `filter*1A`. */
  readonly rule: string;
  /** Interface names of RouterOS may be longer than the kernel's 15 characters and hold blanks. */
  kernelInterface(name: string): string;
  /** The `list:set` of an address list's static and dynamic entries. */
  addressList(list: string): string;
  /** The bit of an interface list in an interface's group. */
  interfaceListBit(list: string): number;
  interfaceListMembers(list: string): readonly string[];
  /** The number of a packet, routing or connection mark; 0 is `no-mark`. */
  mark(kind: MarkKind, name: string): number;
  /** The label that connections get whose data matches: `layer7 NAME`, `tls GLOB`. */
  label(what: string): number;
  /** The bit of a connection's mark that says that its speed is not in this range, or is: see connection-rate. */
  rateBit(range: string): number;
  /** The sets that psd keeps its scores in, for one delay. */
  psdSets(delaySeconds: number): PsdSets;
}

export type MarkKind = 'packet' | 'routing' | 'connection';

export interface PsdSets {
  /** Sources, until `delay` after their last new port. */
  readonly sources: string;
  /** Sources with their weight as a packet counter. */
  readonly scores: string;
  /** Source and port that count no more. */
  readonly ports: string;
}

/** Lines of chains by their suffix; the one without a suffix is entered. What leaves it by its end does not match. */
type GateLines = Readonly<Record<string, readonly (readonly string[])[]>>;

/** A decision that takes more than one line: `next` goes on with the rule, `chain` names a further chain of the gate. */
export type Gate = (next: readonly string[], chain: (suffix: string) => string) => GateLines;

/** One part of a rule: what iptables matches in one line, and a gate behind it. */
export interface Stage {
  readonly args: readonly string[];
  readonly gate?: Gate;
}

export type Matcher = (value: string, context: MatchContext, props: Props) => readonly string[] | Stage;

/** `!x` becomes `! <args of x>`, as iptables writes it. */
export const inverted = (value: string, args: (plain: string) => readonly string[]): string[] =>
  value.startsWith('!') ? ['!', ...args(value.slice(1))] : [...args(value)];

export const plainOf = (value: string): string => value.replace(/^!/, '');

/** No packet has a mark where no bit is looked at. */
export const never: readonly string[] = ['-m', 'mark', '--mark', '0x1/0x0'];

/** Any of several lines, or with `!` none of them. */
export function anyOf(value: string, alternatives: readonly (readonly string[])[]): Stage {
  if (value.startsWith('!'))
    return {
      args: [],
      gate: (next) => ({ '': [...alternatives.map((line) => [...line, '-j', 'RETURN']), [...next]] }),
    };
  return { args: [], gate: (next) => ({ '': alternatives.map((line) => [...line, ...next]) }) };
}

/** What the twin cannot enforce it refuses; a rule that is passed over silently would be a lie. */
export function refused(what: string): RouterosError {
  return new RouterosError(`failure: the twin does not enforce ${what}`, { category: trapCategories.general });
}
