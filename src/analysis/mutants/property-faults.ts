import { formatUnits, parseTime } from '../../routeros/duration.ts';
import type { FirewallRule } from './firewall-rules.ts';
import { isMatcher, mayBeNegated, needsProtocol } from './matcher-names.ts';
import type { Mutator } from './mutators.ts';
import type { Edit } from './rule-mutants.ts';

/** A fault in the properties of one rule. */
export interface PropertyFault {
  readonly mutator: Mutator;
  /** `dst-port=1500 → dst-port=1501`, `without src-address-list=knock1` */
  readonly what: string;
  readonly edits: readonly Edit[];
}

/** Every fault that leaves the rule where it is. `lists`: all that the configuration knows. */
export function propertyFaults(rule: FirewallRule, lists: readonly string[]): PropertyFault[] {
  return [...rule.properties]
    .flatMap(([name, value]): PropertyFault[] => {
      if (name === 'address-list-timeout') return timeoutFaults(rule, value);
      if (name === 'address-list') return listFault(rule, name, value, lists);
      if (!isMatcher(name)) return [];
      return [
        widened(rule, name),
        ...narrowed(rule, name, value),
        ...negated(rule, name, value),
        ...portFaults(rule, name, value),
        ...(name.endsWith('-address-list') ? listFault(rule, name, value, lists) : []),
      ];
    })
    .concat(actionFaults(rule));
}

function timeoutFaults(rule: FirewallRule, value: string): PropertyFault[] {
  const ns = parseTime(value);
  if (ns === undefined || ns === 0n) return [set(rule, 'timeout', 'address-list-timeout', '1m')];
  return [ns * 2n, ns / 2n].map((other) => set(rule, 'timeout', 'address-list-timeout', formatUnits(other)));
}

/** The list that is named next in the configuration, or one that nobody knows. */
function listFault(rule: FirewallRule, name: string, value: string, lists: readonly string[]): PropertyFault[] {
  const [negation, list] = value.startsWith('!') ? ['!', value.slice(1)] : ['', value];
  const next = lists[(lists.indexOf(list) + 1) % lists.length];
  const other = next === undefined || next === list ? `${list}-mutant` : next;
  return [set(rule, 'list', name, `${negation}${other}`)];
}

/** Without one matcher, and without those that RouterOS lets stand only beside it. */
function widened(rule: FirewallRule, name: string): PropertyFault {
  const gone = name === 'protocol' ? [name, ...[...rule.properties.keys()].filter(needsProtocol)] : [name];
  const what = `without ${gone.map((one) => `${one}=${rule.properties.get(one)}`).join(' ')}`;
  return { mutator: 'widen', what, edits: gone.map((one) => without(rule, one)) };
}

/** One element less of a list of several. */
function narrowed(rule: FirewallRule, name: string, value: string): PropertyFault[] {
  if (name === 'limit' || name === 'dst-limit' || name === 'psd' || name === 'nth' || name === 'content') return [];
  const elements = value.replace(/^!/, '').split(',');
  if (elements.length < 2) return [];
  const negation = value.startsWith('!') ? '!' : '';
  return elements.map((element) =>
    set(rule, negation === '' ? 'narrow' : 'widen', name, negation + elements.filter((one) => one !== element).join()),
  );
}

function negated(rule: FirewallRule, name: string, value: string): PropertyFault[] {
  if (!mayBeNegated(name)) return [];
  if (name === 'protocol' && [...rule.properties.keys()].some(needsProtocol)) return [];
  return [set(rule, 'negate', name, value.startsWith('!') ? value.slice(1) : `!${value}`)];
}

const portNames = ['dst-port', 'src-port', 'port', 'to-ports'];

/** The first and the last port, one higher: `22,80` → `23,80` and `22,81`. */
function portFaults(rule: FirewallRule, name: string, value: string): PropertyFault[] {
  if (!portNames.includes(name)) return [];
  const numbers = [...value.matchAll(/\d+/g)];
  const ends = [...new Set([numbers[0], numbers.at(-1)])].filter((match) => match !== undefined);
  return ends.map((match) => set(rule, 'port', name, withHigher(value, match, numbers.map(Number))));
}

function withHigher(value: string, match: RegExpExecArray, taken: readonly number[]): string {
  let port = Number(match[0]) + 1;
  while (taken.includes(port)) port++;
  return value.slice(0, match.index) + (port > 65_535 ? 65_534 : port) + value.slice(match.index + match[0].length);
}

const otherActions: ReadonlyMap<string, string> = new Map([
  ['accept', 'drop'],
  ['drop', 'accept'],
  ['reject', 'drop'],
  ['tarpit', 'drop'],
  ['return', 'accept'],
  ['fasttrack-connection', 'drop'],
  ['masquerade', 'accept'],
  ['src-nat', 'accept'],
  ['dst-nat', 'accept'],
  ['redirect', 'accept'],
  ['notrack', 'drop'],
  ['add-src-to-address-list', 'add-dst-to-address-list'],
  ['add-dst-to-address-list', 'add-src-to-address-list'],
]);

/** What says how the action is done, and means nothing to another one. */
const ofAction = ['reject-with', 'to-addresses', 'to-ports'];

function actionFaults(rule: FirewallRule): PropertyFault[] {
  const action = rule.properties.get('action') ?? 'accept';
  // Masquerading and its kin decide about addresses: a packet that is accepted there keeps its own.
  const other = rule.menu.endsWith(' nat') && action === 'accept' ? undefined : otherActions.get(action);
  if (other === undefined) return [];
  const { edits, ...fault } = set(rule, 'action', 'action', other);
  const loose = ofAction.filter((name) => rule.properties.has(name) && other !== action);
  return [{ ...fault, edits: [...edits, ...loose.map((name) => without(rule, name))] }];
}

function set(rule: FirewallRule, mutator: Mutator, name: string, value: string): PropertyFault {
  const text = `${name}=${asWritten(value)}`;
  const place = rule.places.get(name);
  const edit = place === undefined ? { start: rule.end, end: rule.end, text: ` ${text}` } : { ...place, text };
  const was = rule.properties.has(name) ? `${name}=${rule.properties.get(name)} → ` : '';
  return { mutator, what: `${was}${name}=${value}`, edits: [edit] };
}

/** With the blanks before it: a line that ends in a backslash must have another one behind it. */
function without(rule: FirewallRule, name: string): Edit {
  const { start, end } = rule.places.get(name) ?? { start: rule.end, end: rule.end };
  const before = rule.text.slice(0, start - rule.start);
  return { start: start - (/(?:\s|\\\r?\n)+$/.exec(before)?.[0].length ?? 0), end, text: '' };
}

/** Values are kept as they are written between their quotes. */
function asWritten(value: string): string {
  return /^[\w\-.,:!/]+$/.test(value) ? value : `"${value}"`;
}
