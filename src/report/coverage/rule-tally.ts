import type { CoverageRow, EventOf, TraceEvent } from '../../trace/events.ts';

/** A condition of a rule, and what came of it. */
interface ConditionTally {
  /** `dst-port=22`; matchers that count are one condition. */
  readonly text: string;
  /** Packets that met it and all others: they matched. */
  readonly matched: number;
  /** Packets that met all others and not this one: without it, they would have matched. */
  readonly turnedAway: number;
}

/** What the packets of one or more scenarios made of one rule. */
export interface RuleTally {
  readonly rule: CoverageRow;
  /** It was in force at some time. */
  readonly enabled: boolean;
  /** Why no packet could ever match it. */
  readonly never?: string;
  readonly packets: number;
  readonly reached: number;
  readonly conditions: readonly ConditionTally[];
  /** Addresses that it put on its list: those that were not there, and those that were there already. */
  readonly entered: number;
  readonly refreshed: number;
}

export interface ScenarioTally {
  readonly rules: readonly RuleTally[];
  /** How often entries have ended by themselves, by family and list: `ip trap`. */
  readonly expired: ReadonlyMap<string, number>;
}

/**
 * What a scenario made of the rules of its configuration. What came by while its lab was set up is not its doing, and
 * rules that it added itself are not the configuration's.
 */
export function tallyOf(events: readonly TraceEvent[]): ScenarioTally {
  const readings = events.filter((event) => event.type === 'coverage');
  const own = (readings[0]?.rules ?? []).filter(({ line }) => line !== undefined);
  const histories = own.map((first) => readings.flatMap(({ rules }) => rules.find((row) => isSame(row, first)) ?? []));
  return { rules: histories.flatMap(ruleTally), expired: expiredIn(readings) };
}

const isSame = (a: CoverageRow, b: CoverageRow): boolean =>
  a.family === b.family && a.table === b.table && a.id === b.id;

/** From one rule's readings, in order. */
function ruleTally(rows: readonly CoverageRow[]): RuleTally[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const sum = (of: (row: CoverageRow) => number): number => grown(rows.map(of));
  const packets = sum((row) => row.packets);
  const entered = sum((row) => row.entered);
  const reasons = rows.filter(({ disabled }) => !disabled).map(({ never }) => never);
  const never = reasons.includes(undefined) ? undefined : reasons[0];
  return [
    {
      rule: rows[0] ?? last,
      enabled: rows.some(({ disabled }) => !disabled),
      ...(never === undefined ? {} : { never }),
      packets,
      reached: sum((row) => row.reached),
      conditions: last.conditions.map(({ asked }, index) => {
        const others = sum((row) => row.conditions[index]?.others ?? 0);
        const met = sum((row) => row.conditions[index]?.met ?? 0);
        return { text: asked.join(' '), matched: packets, turnedAway: Math.max(0, others - met) };
      }),
      entered,
      refreshed: Math.max(0, packets - entered),
    },
  ];
}

/** By how much a counter has grown since its first reading; one that shrinks has begun anew. */
function grown(values: readonly number[]): number {
  return values.reduce((sum, value, index) => {
    const before = values[index - 1] ?? value;
    return sum + (value < before ? value : value - before);
  }, 0);
}

function expiredIn(readings: readonly EventOf<'coverage'>[]): Map<string, number> {
  const first = new Map(readings[0]?.expired.map(({ family, list, times }) => [`${family} ${list}`, times]));
  const last = readings.at(-1)?.expired ?? [];
  return new Map(
    last.map(({ family, list, times }) => {
      const key = `${family} ${list}`;
      return [key, times - (first.get(key) ?? 0)];
    }),
  );
}

/** The same rule in several scenarios. */
export function addTallies(one: RuleTally, other: RuleTally): RuleTally {
  const { never: _, ...rest } = one;
  // What cannot match in one lab may in another.
  const never = one.never === undefined || (other.enabled && other.never === undefined) ? undefined : one.never;
  return {
    ...rest,
    enabled: one.enabled || other.enabled,
    ...(never === undefined ? {} : { never }),
    packets: one.packets + other.packets,
    reached: one.reached + other.reached,
    conditions: one.conditions.map((condition, index) => ({
      text: condition.text,
      matched: condition.matched + (other.conditions[index]?.matched ?? 0),
      turnedAway: condition.turnedAway + (other.conditions[index]?.turnedAway ?? 0),
    })),
    entered: one.entered + other.entered,
    refreshed: one.refreshed + other.refreshed,
  };
}
