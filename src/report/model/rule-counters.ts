import type { EventOf, RuleRow, TraceEvent } from '../../trace/events.ts';

/** One rule with its counters at the first and at the last reading of a scenario. */
export interface RuleCounters {
  readonly rule: RuleRow;
  /** Undefined: the rule was not there at the first reading. */
  readonly first?: Pick<RuleRow, 'packets' | 'bytes'>;
  readonly last: Pick<RuleRow, 'packets' | 'bytes'>;
  /** No reading shows a packet. */
  readonly neverHit: boolean;
  /** The last reading no longer has the rule. */
  readonly gone: boolean;
}

/** Every rule that any reading shows, in the order of the last reading that has it. */
export function ruleCounters(events: readonly TraceEvent[]): RuleCounters[] {
  const readings = events.filter((event) => event.type === 'rules');
  const rules = new Map<string, RuleRow>();
  for (const { rules: rows } of readings) for (const row of rows) rules.set(keyOf(row), row);
  return [...rules.values()].map((rule) => countersOf(rule, readings)).sort(byTableAndNumber);
}

/** `.id`s are unique within a menu only. */
function keyOf({ table, id }: RuleRow): string {
  return `${table} ${id}`;
}

function countersOf(rule: RuleRow, readings: readonly EventOf<'rules'>[]): RuleCounters {
  const find = (reading: EventOf<'rules'> | undefined) => reading?.rules.find((row) => keyOf(row) === keyOf(rule));
  const first = find(readings[0]);
  const last = find(readings.at(-1));
  return {
    rule,
    ...(first === undefined ? {} : { first }),
    last: last ?? rule,
    neverHit: readings.every((reading) => (find(reading)?.packets ?? 0) === 0),
    gone: last === undefined,
  };
}

const tables: readonly RuleRow['table'][] = ['raw', 'mangle', 'nat', 'filter'];

function byTableAndNumber(a: RuleCounters, b: RuleCounters): number {
  return tables.indexOf(b.rule.table) - tables.indexOf(a.rule.table) || a.rule.number - b.rule.number;
}

/** Rules whose counters rose between two readings, by how many packets. */
export function ruleHits(
  previous: EventOf<'rules'> | undefined,
  reading: EventOf<'rules'>,
): { readonly rule: RuleRow; readonly packets: number }[] {
  const before = new Map(previous?.rules.map((row) => [keyOf(row), row.packets]));
  return reading.rules
    .map((rule) => ({ rule, packets: rule.packets - (before.get(keyOf(rule)) ?? 0) }))
    .filter(({ packets }) => packets > 0);
}
