import type { Props } from '../menu/menu-spec.ts';
import { matcherNames } from './matchers/all-matchers.ts';

// What is counted of a rule besides the packets that match it, for `knocklab run --coverage`: lines in front of it that let every packet
// go on. They ask with the rule's own matchers, so the kernel itself says which of them turned a packet away.

/** Something that a rule asks of a packet, by the properties that say it. */
export interface Condition {
  readonly matchers: readonly string[];
  /** The line that counts packets that meet all others; undefined: `all` has them. */
  readonly without?: string;
}

/** The lines of one rule. */
export interface Measures {
  /** What each line asks, by the end of its name. */
  readonly lines: ReadonlyMap<string, Props>;
  readonly conditions: readonly Condition[];
  /** The line that counts the packets that reach the rule; undefined: every packet that does matches. */
  readonly reached?: string;
  /** The line that counts packets that meet all conditions which the line of a condition can ask; undefined: the rule's own. */
  readonly all?: string;
  /** The line that counts packets that put an address on a list on which it is not; undefined: there is no exact one. */
  readonly entered?: string;
}

/** Being asked changes what they answer next time, so nobody asks them but the rule. */
const stateful: ReadonlySet<string> = new Set(['connection-limit', 'dst-limit', 'limit', 'nth', 'psd', 'random']);

/** RouterOS takes them only with a protocol (firewall-facts 1.5): the protocol is a part of what they ask. */
const withProtocol = ['dst-port', 'src-port', 'port', 'tcp-flags', 'tcp-mss', 'icmp-options'];

const has = (props: Props, name: string): boolean => (props[name] ?? '') !== '';

/** The lines that tell of each condition of a rule whether it alone has turned packets away, and what is new on its list. */
export function measuresOf(props: Props): Measures {
  const measures = conditionsOf(props);
  const fills = /^add-(src|dst)-to-address-list$/.test(props['action'] ?? '');
  // Whether a matcher that counts will let a packet pass is not known before the rule.
  if (!fills || matcherNames.some((name) => stateful.has(name) && has(props, name))) return measures;
  return { ...measures, lines: new Map([...measures.lines, [enteredLine, props]]), entered: enteredLine };
}

/** This line asks besides that the address is not on the list yet. */
export const enteredLine = 'e';

function conditionsOf(props: Props): Measures {
  const tied = withProtocol.some((name) => has(props, name));
  const asked = matcherNames.filter((name) => has(props, name) && !(tied && name === 'protocol'));
  const plain = asked.filter((name) => !stateful.has(name));
  const counting = asked.filter((name) => stateful.has(name));
  if (asked.length === 0) return { lines: new Map(), conditions: [] };
  const lines = new Map<string, Props>([['r', {}]]);
  const conditions: Condition[] = plain.map((name, index) => {
    const others = without(props, [name, ...counting]);
    const isAny = !matcherNames.some((other) => has(others, other));
    if (!isAny) lines.set(String(index), others);
    return { matchers: [name], without: isAny ? 'r' : String(index) };
  });
  if (counting.length === 0) return { lines, conditions, reached: 'r' };
  conditions.push({ matchers: counting });
  const all = plain.length === 0 && !tied ? 'r' : 'a';
  if (all === 'a') lines.set('a', without(props, counting));
  return { lines, conditions, reached: 'r', all };
}

const without = (props: Props, names: readonly string[]): Props =>
  Object.fromEntries(Object.entries(props).filter(([name]) => !names.includes(name)));

/** A line's name in the kernel: no rule's id has a question mark. */
export const measureName = (rule: string, line: string): string => `${rule}?${line}`;
