import type { EventOf, RuleRow, TraceEvent } from '../../trace/events.ts';
import { ruleHits } from '../model/rule-counters.ts';
import { count } from '../text/status-text.ts';
import type { Axis } from './axis.ts';
import { type PlacedLine, ruleFinder } from './log-lines.ts';
import type { Item, Lane } from './view.ts';

/** The place of a rule in the page. */
export function ruleAnchor(scenarioAnchor: string, { table, id }: Pick<RuleRow, 'table' | 'id'>): string {
  return `${scenarioAnchor}-rule-${table}-${id.replace(/[^0-9A-Za-z]/g, '')}`;
}

interface Hit {
  readonly rule: RuleRow;
  readonly packets: number;
  readonly from: number;
  readonly event: EventOf<'rules'>;
}

/** A lane for each rule that was hit: how many packets between two readings, and each packet that the rule logged. */
export function ruleLanes(
  events: readonly TraceEvent[],
  lines: readonly PlacedLine[],
  axis: Axis,
  anchor: string,
): Lane[] {
  const hits = hitsOf(events, axis);
  const rulesOf = ruleFinder(events.findLast((event) => event.type === 'rules')?.rules ?? []);
  const logged = lines.flatMap((line) => rulesOf(line.message).map((rule) => ({ line, key: keyOf(rule) })));
  const byRule = Map.groupBy(hits, ({ rule }) => keyOf(rule));
  const linesByRule = Map.groupBy(logged, ({ key }) => key);
  return [...byRule]
    .flatMap(([key, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const r = ruleAnchor(anchor, first.rule);
      const marks = (linesByRule.get(key) ?? []).map(({ line }): Item => {
        const step = line.step === undefined ? {} : { s: line.step };
        return { u: line.u, k: 'hit', t: 'a packet that it logged', d: line.message, ...step };
      });
      const items = [...own.map((hit) => hitItem(hit, axis)), ...marks];
      return [{ rule: first.rule, lane: { id: `rule-${key}`, title: laneTitle(first.rule), r, items } }];
    })
    .sort((a, b) => a.rule.table.localeCompare(b.rule.table) || a.rule.number - b.rule.number)
    .map(({ lane }) => lane);
}

function keyOf({ table, id }: RuleRow): string {
  return `${table} ${id}`;
}

function laneTitle({ table, number, action, comment }: RuleRow): string {
  return `${table} ${number} ${comment === undefined || comment === '' ? action : comment}`;
}

function hitsOf(events: readonly TraceEvent[], axis: Axis): Hit[] {
  let previous: EventOf<'rules'> | undefined;
  const hits: Hit[] = [];
  for (const event of events) {
    if (event.type !== 'rules') continue;
    // Before the first step nobody was there to hit a rule on purpose.
    if (previous !== undefined) {
      const from = stepBegin(events, event, axis) ?? axis.ofRun(previous.at);
      for (const hit of ruleHits(previous, event)) hits.push({ ...hit, from, event });
    }
    previous = event;
  }
  return hits;
}

function stepBegin(events: readonly TraceEvent[], { step }: EventOf<'rules'>, axis: Axis): number | undefined {
  const start = events.find((event) => event.type === 'step-started' && event.step === step && step !== undefined);
  return start === undefined ? undefined : axis.ofRun(start.at);
}

function hitItem({ rule, packets, from, event }: Hit, axis: Axis): Item {
  const step = event.step === undefined ? {} : { s: event.step };
  const t = `${count(packets, 'packet')} hit rule ${rule.number}`;
  return { u: from, v: axis.ofRun(event.at), k: 'hits', n: packets, t, ...step };
}
