import type { RuleRow } from '../../trace/events.ts';

/** The properties of a rule as export writes them: `dst-port` of `chain=input dst-port=5000 comment="a b"`. */
export function ruleProperties({ text }: Pick<RuleRow, 'text'>): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/(?<!\S)([a-z0-9-]+)=("(?:[^"\\]|\\.)*"|\S*)/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, unquoted(value)]));
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

/** What a reader calls a rule: `filter rule 12 (Drop Port Scanners)`. */
export function ruleName({ table, number, comment }: Pick<RuleRow, 'table' | 'number' | 'comment'>): string {
  return `${table} rule ${number}${comment === undefined || comment === '' ? '' : ` (${comment})`}`;
}

/** Actions that keep a packet from where it wants to go. */
export function stops({ action }: Pick<RuleRow, 'action'>): boolean {
  return action === 'drop' || action === 'reject' || action === 'tarpit';
}

/** Ports that the rules name, one by one or in short ranges: those are the ones that matter. */
export function portsInRules(rules: readonly RuleRow[]): ReadonlySet<number> {
  const ports = rules.flatMap((rule) => (ruleProperties(rule)['dst-port'] ?? '').split(',').flatMap(portsOf));
  return new Set(ports);
}

function portsOf(text: string): number[] {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined) return [];
  const from = Number(first);
  const to = Number(last ?? first);
  return to - from > 10 ? [] : Array.from({ length: to - from + 1 }, (_none, index) => from + index);
}

/** `chain` and `action` first, as RouterOS prints them; the comment has a line of its own. */
export function printedRule({ text }: Pick<RuleRow, 'text'>): string {
  const pairs = [...text.matchAll(/(?<!\S)([a-z0-9-]+)=("(?:[^"\\]|\\.)*"|\S*)/g)].map(([pair, name]) => ({
    pair,
    name,
  }));
  const first = ['chain', 'action'].flatMap((name) => pairs.find((one) => one.name === name)?.pair ?? []);
  const rest = pairs
    .filter(({ name }) => name !== 'chain' && name !== 'action' && name !== 'comment')
    .map(({ pair }) => pair);
  return [...first, ...rest].join(' ');
}
