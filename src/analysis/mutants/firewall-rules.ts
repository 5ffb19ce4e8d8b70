import type { Source } from '../../core/source.ts';
import type { Command, Expression, Span } from '../../routeros/ast.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { LineIndex } from '../../routeros/line-index.ts';
import { parseScript } from '../../routeros/parser.ts';

/** A rule as it stands in a configuration. */
export interface FirewallRule {
  /** `/ip firewall filter` */
  readonly menu: string;
  readonly chain: string;
  /** From 0, among the rules of its menu: the number that RouterOS prints. */
  readonly number: number;
  /** Of its first character, from 1. */
  readonly line: number;
  /** Offsets of `add …` in the text, and the text between them. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Values as they are written, without quotes. */
  readonly properties: ReadonlyMap<string, string>;
  /** Offsets of each `name=value`. */
  readonly places: ReadonlyMap<string, Span>;
}

const tables = ['filter', 'nat', 'mangle', 'raw'];
const ruleMenus: readonly string[] = ['ip', 'ipv6'].flatMap((family) =>
  tables.map((table) => `/${family} firewall ${table}`),
);

/** The rules that a configuration adds to the firewall's tables, in its own order. */
export function firewallRules(source: Source, dialect: Dialect = '7'): FirewallRule[] {
  const { body } = parseScript(source, { dialect });
  const lines = new LineIndex(source);
  const counts = new Map<string, number>();
  const rules: FirewallRule[] = [];
  let menu = '';
  for (const command of body.statements) {
    if (command.kind !== 'command') continue;
    const words = command.words.flatMap(({ text }) => text.split('/')).filter((word) => word !== '');
    if (words.at(-1) !== 'add') {
      if (command.prefix === '/') menu = `/${words.join(' ')}`;
      continue;
    }
    const path = words.length > 1 ? `/${words.slice(0, -1).join(' ')}` : menu;
    if (!ruleMenus.includes(path)) continue;
    const number = counts.get(path) ?? 0;
    counts.set(path, number + 1);
    rules.push(ruleOf(command, path, number, source.text, lines.at(command.start).line));
  }
  return rules;
}

function ruleOf(command: Command, menu: string, number: number, text: string, line: number): FirewallRule {
  const properties = new Map<string, string>();
  const places = new Map<string, Span>();
  for (const argument of command.args) {
    if (argument.kind !== 'named') continue;
    properties.set(argument.name, valueText(argument.value, text));
    places.set(argument.name, { start: argument.start, end: argument.end });
  }
  const { start, end } = command;
  const written = text.slice(start, end);
  return { menu, chain: properties.get('chain') ?? '', number, line, start, end, text: written, properties, places };
}

/** As it is written, joined over line ends, without its quotes. */
function valueText(value: Expression | undefined, text: string): string {
  if (value === undefined) return '';
  const written = text.slice(value.start, value.end).replaceAll(/\\\r?\n\s*/g, '');
  return /^".*"$/s.test(written) ? written.slice(1, -1) : written;
}
