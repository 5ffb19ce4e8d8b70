import type { FirewallRule } from './firewall-rules.ts';
import { isMatcher, remembers } from './matcher-names.ts';
import type { PacketKind } from './packet-kinds.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A rule made ready to be asked many times. */
interface ReadyRule extends Pick<FirewallRule, 'properties'> {
  readonly plain: readonly Matcher[];
  /** Matchers that remember; they are asked last, and only of packets that all others let through. */
  readonly lasting: readonly Matcher[];
  readonly own: string;
}

interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
  /** As a list that the packet itself may have come to is noted. */
  readonly noted: string;
}

/** The rules in force of each chain. */
export type Chains = ReadonlyMap<string, readonly ReadyRule[]>;

export function chainsOf(rules: readonly Pick<FirewallRule, 'chain' | 'properties'>[]): Chains {
  const inForce = rules.filter(({ properties }) => properties.get('disabled') !== 'yes');
  const chains = Map.groupBy(inForce, ({ chain }) => chain);
  return new Map([...chains].map(([name, own]) => [name, own.map(readyRule)] as const));
}

function readyRule({ properties }: Pick<FirewallRule, 'properties'>): ReadyRule {
  const matchers = [...properties].filter(([name]) => isMatcher(name)).map(matcherOf);
  return {
    properties,
    plain: matchers.filter(({ name }) => !remembers(name)),
    lasting: matchers.filter(({ name }) => remembers(name)),
    own: [...properties].map((pair) => pair.join('=')).join(' '),
  };
}

function matcherOf([name, written]: readonly [string, string]): Matcher {
  const negated = written.startsWith('!');
  const value = negated ? written.slice(1) : written;
  return { name, value, negated, noted: `${name} ${value}` };
}

/** What rules do with a packet that an outsider could tell, in order; the end of it is last. Undefined: it cannot be said. */
export function walk(
  chains: Chains,
  chain: string,
  packet: PacketKind,
  vocabulary: Vocabulary,
): readonly string[] | undefined {
  const walker = new Walker(chains, packet, vocabulary);
  const end = walker.chain(chain, 0);
  if (end === 'unknown') return undefined;
  return [...told(walker.effects), end === 'end' || end === 'return' ? 'accept' : end];
}

const finals: ReadonlySet<string> = new Set([
  'accept',
  'drop',
  'reject',
  'tarpit',
  'masquerade',
  'src-nat',
  'dst-nat',
  'redirect',
  'netmap',
  'same',
]);
const deepest = 10;

/** Nobody can tell whether an address came to one list before or after it came to another, or before or after a line of the log. */
function told(effects: readonly string[]): string[] {
  const listed = effects.filter(isListing);
  return [
    ...effects.filter((effect) => !isListing(effect)),
    ...listed.toSorted((a, b) => compare(listOf(a), listOf(b))),
  ];
}

const isListing = (effect: string): boolean => /^(src|dst) on /.test(effect);
/** Of one list the order stays. */
const listOf = (effect: string): string => effect.replace(/ for \S+$/, '');
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

class Walker {
  readonly effects: string[] = [];
  readonly #chains: Chains;
  readonly #packet: PacketKind;
  readonly #vocabulary: Vocabulary;
  /** Lists that the packet itself has put an address on: `src knock1`. */
  readonly #listed = new Set<string>();
  #marks = 0;

  constructor(chains: Chains, packet: PacketKind, vocabulary: Vocabulary) {
    this.#chains = chains;
    this.#packet = packet;
    this.#vocabulary = vocabulary;
  }

  /** How it leaves the chain: an action, or `end`, `return`, `unknown`. */
  chain(name: string, depth: number): string {
    if (depth > deepest) return 'unknown';
    for (const rule of this.#chains.get(name) ?? []) {
      if (!this.#matches(rule)) continue;
      const end = this.#act(rule, depth);
      if (end !== undefined) return end;
    }
    return 'end';
  }

  /** Undefined: on to the next rule. */
  #act({ properties }: ReadyRule, depth: number): string | undefined {
    const action = properties.get('action') ?? 'accept';
    if (properties.get('log') === 'yes' || action === 'log') this.#note(`log ${properties.get('log-prefix') ?? ''}`);
    const side = /^add-(src|dst)-to-address-list$/.exec(action)?.[1];
    if (side !== undefined) return this.#enlist(side, properties);
    if (action === 'passthrough' || action === 'log') return undefined;
    if (action === 'return') return 'return';
    if (action === 'jump') {
      const end = this.chain(properties.get('jump-target') ?? '', depth + 1);
      return end === 'end' || end === 'return' ? undefined : end;
    }
    if (finals.has(action)) return finalText(action, properties);
    if (action === 'fasttrack-connection') return this.#note(action);
    return action.startsWith('mark-') ? this.#mark(action, properties) : 'unknown';
  }

  #enlist(side: string, properties: FirewallRule['properties']): undefined {
    const list = properties.get('address-list') ?? '';
    const effect = `${side} on ${list} for ${properties.get('address-list-timeout') ?? 'ever'}`;
    // Twice the same is once.
    if (!this.effects.includes(effect)) this.#note(effect);
    this.#listed.add(`${side}-address-list ${list}`);
  }

  #mark(action: string, properties: FirewallRule['properties']): string | undefined {
    const news = [...properties].filter(([name]) => name.startsWith('new-')).map((pair) => pair.join('='));
    this.#note(`${action} ${news.join(' ')}`);
    this.#marks += 1;
    return properties.get('passthrough') === 'no' ? 'accept' : undefined;
  }

  #note(effect: string): undefined {
    this.effects.push(effect);
  }

  #matches({ plain, lasting, own }: ReadyRule): boolean {
    return plain.every((matcher) => this.#asks(matcher)) && lasting.every((matcher) => this.#asksMemory(matcher, own));
  }

  #asks({ name, value, negated, noted }: Matcher): boolean {
    if (this.#listed.has(noted)) return !negated;
    const marks = name.endsWith('-mark') ? ` after ${this.#marks} marks` : '';
    return this.#packet.ask(this.#vocabulary.question(name, value, marks)) !== negated;
  }

  #asksMemory({ name, value }: Matcher, own: string): boolean {
    this.#note(`asks ${own}`);
    return this.#packet.ask(this.#vocabulary.question(name, value, ` of ${own}`));
  }
}

function finalText(action: string, properties: FirewallRule['properties']): string {
  const how = ['reject-with', 'to-addresses', 'to-ports'].flatMap((name) => properties.get(name) ?? []);
  return [action, ...how].join(' ');
}
