import type { FirewallRule } from './firewall-rules.ts';
import type { Question } from './packet-kinds.ts';

const states = ['new', 'established', 'related', 'invalid', 'untracked'];
const ports = ['dst-port', 'src-port'];
const names = ['protocol', 'in-interface', 'out-interface', 'src-mac-address'];

/** `all-ethernet` is many interfaces, and protocol 6 is tcp: then nothing is known of what excludes what. */
const isNoName = (value: string): boolean => /^(all-|\d)/.test(value) && !value.includes(':');

/** Stands for every value that no rule names. */
const unnamed = 'any other';

/** What the rules of two firewalls tell apart: for each field whose values exclude each other, all of them. */
export class Vocabulary {
  readonly #domains: ReadonlyMap<string, readonly string[]>;
  readonly #questions = new Map<string, Question>();

  constructor(rules: readonly Pick<FirewallRule, 'properties'>[]) {
    const domains = new Map<string, readonly string[]>([['connection-state', states]]);
    for (const field of [...names, ...ports]) {
      const values = rules.flatMap(({ properties }) => properties.get(field)?.replace(/^!/, '').split(',') ?? []);
      if (ports.includes(field) && values.every((value) => /^\d+(-\d+)?$/.test(value)))
        domains.set(field, portRanges(values));
      if (names.includes(field) && !values.some(isNoName)) domains.set(field, [...new Set(values), unnamed]);
    }
    this.#domains = domains;
  }

  has(field: string): boolean {
    return this.#domains.has(field);
  }

  /** `distinct` tells questions apart that are written alike and mean something else. */
  question(name: string, value: string, distinct = ''): Question {
    const key = `${name}=${value}${distinct}`;
    const known = this.#questions.get(key) ?? this.#make(name, value, key);
    this.#questions.set(key, known);
    return known;
  }

  #make(name: string, value: string, key: string): Question {
    const domain = this.#domains.get(name);
    if (domain === undefined) return { field: key, values: new Set(['yes']), domain: ['yes', 'no'] };
    const elements = value.split(',');
    if (!ports.includes(name)) return { field: name, values: new Set(elements), domain };
    const within = domain.filter((range) => elements.some((element) => holds(rangeOf(element), rangeOf(range))));
    return { field: name, values: new Set(within), domain };
  }
}

/** Every range of ports that all of the elements hold or miss as a whole. */
function portRanges(elements: readonly string[]): string[] {
  const bounds = new Set([0, 65_536]);
  for (const element of elements) {
    const [first, last] = rangeOf(element);
    bounds.add(first).add(last + 1);
  }
  const sorted = [...bounds].filter((bound) => bound >= 0).toSorted((a, b) => a - b);
  return sorted.slice(0, -1).map((first, index) => `${first}-${(sorted[index + 1] ?? 65_536) - 1}`);
}

function rangeOf(text: string): [number, number] {
  const [first = '0', last = first] = text.split('-');
  return [Number(first), Number(last)];
}

function holds([from, to]: [number, number], [first, last]: [number, number]): boolean {
  return from <= first && last <= to;
}
