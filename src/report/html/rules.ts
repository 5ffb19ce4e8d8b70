import type { EventOf, RuleRow, TraceEvent } from '../../trace/events.ts';
import { missingOf } from '../coverage/coverage-text.ts';
import { tallyOf } from '../coverage/rule-tally.ts';
import { type RuleCounters, ruleCounters, ruleHits } from '../model/rule-counters.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { count } from '../text/status-text.ts';
import { type PlacedLine, ruleFinder } from '../timeline/log-lines.ts';
import { ruleAnchor } from '../timeline/rule-lanes.ts';
import { printedRule } from '../timeline/rule-properties.ts';
import { scenarioAnchor, stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';

/** What exercised a rule, as far as it is known. */
interface Exercise {
  /** Packets by step; those of no step are under 0. */
  readonly steps: ReadonlyMap<number, number>;
  /** Lines that it wrote to the log: packets that it matched. */
  readonly lines: readonly PlacedLine[];
  /** With `--coverage`: what no packet has shown of it. */
  readonly missing: readonly string[];
}

/** The firewall as RouterOS prints it, coloured by hits; a rule that nothing ever hit stands out. */
export function rulesPart({ events }: ScenarioModel, index: number, lines: readonly PlacedLine[]): Content {
  const all = ruleCounters(events);
  if (all.length === 0) return undefined;
  const never = all.filter(({ neverHit, rule }) => neverHit && !rule.disabled).length;
  const steps = hitsByStep(events);
  const logged = linesByRule(all, lines);
  const missing = missingByRule(events);
  const most = Math.max(1, ...all.map(({ last }) => last.packets));
  return [
    html`<p>${all.length - never} of ${count(all.length, 'rule')} saw a packet.${never > 0 && html` <b class="never">${count(never, 'rule')} never did</b>: nothing here shows that ${never === 1 ? 'it works' : 'they work'}.`} The bar at the left is as dark as a rule was hit often.</p>`,
    [...Map.groupBy(all, ({ rule }) => rule.table)].map(
      ([table, rules]) => html`<div class="print" role="group" aria-label="/ip firewall ${table}">
<div class="prompt">[admin@MikroTik] &gt; <b>/ip firewall ${table} print stats-detail</b></div>
<div class="muted">Flags: X - disabled, I - invalid, D - dynamic</div>
${rules.map((one) => {
  const key = keyOf(one.rule);
  const exercise = {
    steps: steps.get(key) ?? new Map(),
    lines: logged.get(key) ?? [],
    missing: missing.get(key) ?? [],
  };
  return ruleBlock(one, exercise, index, most);
})}</div>`,
    ),
  ];
}

function keyOf({ table, id }: Pick<RuleRow, 'table' | 'id'>): string {
  return `${table} ${id}`;
}

function missingByRule(events: readonly TraceEvent[]): ReadonlyMap<string, readonly string[]> {
  const own = tallyOf(events).rules.filter(({ rule }) => rule.family === 'ip');
  return new Map(own.map((tally) => [keyOf(tally.rule), tally.enabled ? missingOf(tally) : []]));
}

/** The lines of the log by the rule that wrote them. */
function linesByRule(all: readonly RuleCounters[], lines: readonly PlacedLine[]): ReadonlyMap<string, PlacedLine[]> {
  const rulesOf = ruleFinder(all.map(({ rule }) => rule));
  const found = new Map<string, PlacedLine[]>();
  for (const line of lines)
    for (const rule of rulesOf(line.message)) {
      const own = found.get(keyOf(rule));
      if (own === undefined) found.set(keyOf(rule), [line]);
      else own.push(line);
    }
  return found;
}

function hitsByStep(events: readonly TraceEvent[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const found = new Map<string, Map<number, number>>();
  let previous: EventOf<'rules'> | undefined;
  for (const event of events) {
    if (event.type !== 'rules') continue;
    for (const { rule, packets } of previous === undefined ? [] : ruleHits(previous, event)) {
      const own = found.get(keyOf(rule)) ?? new Map<number, number>();
      own.set(event.step ?? 0, (own.get(event.step ?? 0) ?? 0) + packets);
      found.set(keyOf(rule), own);
    }
    previous = event;
  }
  return found;
}

function ruleBlock(
  { rule, last, neverHit, gone }: RuleCounters,
  exercise: Exercise,
  index: number,
  most: number,
): Markup {
  const flags = [rule.disabled && 'X', rule.invalid && 'I', rule.dynamic && 'D'].filter(Boolean).join('');
  const heat = last.packets === 0 ? 0 : 1 + Math.min(4, Math.floor((4 * Math.log1p(last.packets)) / Math.log1p(most)));
  const comment =
    rule.comment !== undefined && rule.comment !== '' && html`<span class="rule-comment">;;; ${rule.comment}</span>\n`;
  const kind = neverHit && !rule.disabled ? 'rule-never' : `rule-heat-${heat}`;
  return html`<div class="rule ${kind}" id="${ruleAnchor(scenarioAnchor(index), rule)}"><pre>${String(rule.number).padStart(2)} ${flags.padEnd(2)} ${comment}${printedRule(rule)} <span class="rule-counters">bytes=${last.bytes} packets=${last.packets}</span></pre>
<div class="rule-foot">${neverHit && !rule.disabled && html`<b class="never">never hit</b> `}${gone && html`<span class="chip chip-skipped">removed</span> `}${stepsText(exercise, index)}${exercise.missing.map((sentence) => html`<div class="muted">${sentence}</div>`)}${matched(exercise)}</div></div>
`;
}

function stepsText({ steps }: Exercise, index: number): Content {
  const known = [...steps].filter(([step]) => step > 0);
  if (known.length === 0) return undefined;
  const links = known.map(([step, packets]) => {
    return html`<a href="#${stepAnchor(index, step)}" title="${count(packets, 'packet')}">${step}</a> `;
  });
  return html`exercised by ${known.length === 1 ? 'step' : 'steps'} ${links}`;
}

const mostLines = 12;

function matched({ lines }: Exercise): Content {
  if (lines.length === 0) return undefined;
  const more = lines.length - mostLines;
  return html`<details data-paper="closed"><summary>${count(lines.length, 'line')} of the log with its prefix</summary><pre class="output" tabindex="0">${lines
    .slice(0, mostLines)
    .map(({ time, message }) => `${time} ${message}\n`)}${more > 0 && `… and ${more} more`}</pre></details>`;
}
