import type { Item } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';
import type { AddressSets } from './address-sets.ts';
import { longestTimeoutSeconds } from './address-sets.ts';
import { secondsOf } from './list-timeouts.ts';
import type { RulePlace } from './log-steps.ts';
import type { Marks } from './marks.ts';
import { impossibleMatcher, stagesOf } from './matchers/all-matchers.ts';
import type { Family, MatchContext, PsdSets } from './matchers/matching.ts';
import { enteredLine, measureName, measuresOf } from './measures.ts';
import type { ActionNames } from './rule-actions.ts';
import { kernelRule } from './rule-actions.ts';
import type { TableName, WrittenRule } from './ruleset.ts';
import { ruleName, writeRule } from './ruleset.ts';

/** How the kernel calls interfaces and lists of them. */
interface InterfaceNames {
  kernelInterface(name: string): string;
  interfaceListBit(list: string): number;
  interfaceListMembers(list: string): readonly string[];
}

export interface RuleWriterOptions {
  readonly family: Family;
  readonly version: RosVersion;
  readonly sets: AddressSets;
  readonly marks: Marks;
  readonly names: InterfaceNames;
  readonly label: (what: string) => number;
  readonly rateBit: (range: string) => number;
  readonly psdSets: (delaySeconds: number) => PsdSets;
  /** Is it counted what each condition of a rule turns away? */
  readonly measured: boolean;
}

/** A rule's text, and what it was made of. */
interface Remembered {
  readonly item: Item;
  readonly names: string;
  readonly written: readonly WrittenRule[];
}

/** Nobody has been given a name yet: for a rule that is only tried. */
const trial: Omit<MatchContext, 'family'> = {
  rule: 'rule',
  addressList: () => 'L',
  kernelInterface: (name) => name,
  interfaceListBit: () => 0,
  interfaceListMembers: () => [],
  mark: () => 0,
  label: () => 0,
  rateBit: () => 0,
  psdSets: () => ({ sources: 'a', scores: 'b', ports: 'c' }),
};

/** Makes one family's rules lines of the kernel's. Of a thousand rules, a change makes one anew. */
export class RuleWriter {
  readonly #options: RuleWriterOptions;
  readonly #chains = new Map<string, string>();
  readonly #written = new Map<string, Remembered>();
  /** Are there rules of NAT? */
  translates = false;

  constructor(options: RuleWriterOptions) {
    this.#options = options;
  }

  /** Refuses a rule that the kernel could not enforce. */
  try(table: TableName, props: Item['props']): void {
    const sets = { union: 'L', fixed: 'S', dynamic: 'D' };
    const context: MatchContext = { ...trial, family: this.#options.family };
    const names = { ...this.#actionNames(), chain: (name: string) => name, sets: () => sets, mark: () => 0 };
    kernelRule(this.#place(table), { id: '*0', props }, stagesOf(props, context), names);
  }

  /** The rule, behind the lines that measure it. */
  write(table: TableName, item: Item): readonly WrittenRule[] {
    const name = ruleName(this.#options.family, table, item.id);
    const names = `${this.#namesIn(item)} ${this.translates}`;
    const known = this.#written.get(name);
    if (known?.item === item && known.names === names) return known.written;
    const rule = kernelRule(this.#place(table), item, stagesOf(item.props, this.#context(name)), this.#actionNames());
    const written = [...this.#measures(name, item.props), writeRule(this.chain(item.props['chain'] ?? ''), rule)];
    this.#written.set(name, { item, names, written });
    return written;
  }

  #measures(rule: string, props: Item['props']): WrittenRule[] {
    if (!this.#options.measured) return [];
    const chain = this.chain(props['chain'] ?? '');
    return [...measuresOf(props).lines].map(([line, asked]) => {
      const name = measureName(rule, line);
      const stages = [...stagesOf(asked, this.#context(name))];
      if (line === enteredLine) stages.push({ args: [...(stages.pop()?.args ?? []), ...this.#isNew(props)] });
      return writeRule(chain, { name, stages, target: [], steps: [], returns: false });
    });
  }

  #isNew({ action = '', 'address-list': list = '' }: Item['props']): string[] {
    const side = action === 'add-dst-to-address-list' ? 'dst' : 'src';
    return ['-m', 'set', '!', '--match-set', this.#options.sets.of(list).union, side];
  }

  /** Why no packet of a lab can match a rule; undefined: nothing is known against it. */
  impossible(props: Item['props']): string | undefined {
    return impossibleMatcher(props, { ...trial, family: this.#options.family });
  }

  /** Any string names a chain in RouterOS; the kernel takes 28 plain characters. */
  chain(name: string): string {
    const known = this.#chains.get(name) ?? `chain${this.#chains.size}`;
    this.#chains.set(name, known);
    return known;
  }

  #place(table: TableName): RulePlace {
    const { family, version } = this.#options;
    return { family, version, table, translates: this.translates };
  }

  #context(rule: string): MatchContext {
    const { family, names, sets, marks, label, rateBit, psdSets } = this.#options;
    return {
      family,
      rule,
      kernelInterface: (name) => names.kernelInterface(name),
      addressList: (list) => sets.of(list).union,
      interfaceListBit: (list) => names.interfaceListBit(list),
      interfaceListMembers: (list) => names.interfaceListMembers(list),
      mark: (kind, name) => marks.of(kind, name),
      label,
      rateBit,
      psdSets,
    };
  }

  #actionNames(): ActionNames {
    return {
      chain: (name) => this.chain(name),
      sets: (list) => this.#options.sets.of(list),
      seconds: (duration) => Math.min(secondsOf(duration), longestTimeoutSeconds),
      mark: (kind, name) => this.#options.marks.of(kind, name),
    };
  }

  /** What the kernel calls the interfaces that a rule names, which may change without the rule. */
  #namesIn({ props }: Item): string {
    const { names } = this.#options;
    const plain = (property: string): string => (props[property] ?? '').replace(/^!/, '');
    const interfaces = ['in-interface', 'out-interface', 'in-bridge-port', 'out-bridge-port'].map(plain);
    const lists = ['in-interface-list', 'out-interface-list'].map(plain);
    const portLists = ['in-bridge-port-list', 'out-bridge-port-list'].map(plain);
    return [
      ...interfaces.map((name) => (name === '' ? '' : names.kernelInterface(name))),
      ...lists.map((list) => (list === '' ? '' : names.interfaceListBit(list))),
      ...portLists.map((list) =>
        list === '' ? '' : names.interfaceListMembers(list).map((name) => names.kernelInterface(name)),
      ),
    ].join();
  }
}
