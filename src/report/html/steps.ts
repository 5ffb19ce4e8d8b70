import type { TraceEvent } from '../../trace/events.ts';
import type { ScenarioModel, StepModel } from '../model/scenario.ts';
import { durationText } from '../text/duration-text.ts';
import { marks } from '../text/status-text.ts';
import { stepAnchor } from './anchors.ts';
import { type Before, happening } from './happenings.ts';
import { type Content, html, type Markup } from './markup.ts';
import { artifactLink, clockTime, fold, offset, statusChip } from './parts.ts';
import { troubleDetails } from './verdict.ts';

/** The steps with everything that happened in them; those that did not pass are open. */
export function stepsPart(scenario: ScenarioModel, index: number): Markup {
  const lines = describeEvents(scenario.events);
  const inside = new Set(scenario.steps.flatMap((step) => step.events));
  const outside = scenario.events.filter((event) => !inside.has(event));
  const most = mostOf(scenario);
  const steps = scenario.steps.map((step) => stepDetails(step, index, lines, most));
  return html`${scenario.steps.length === 0 ? html`<p class="muted">No step was run.</p>` : html`<div class="steps">${steps}</div>`}
${outsideDetails(outside, scenario.startedAt, lines)}`;
}

/** A page of more lines than this opens slowly. */
const mostLines = 2500;

/** How many lines each step may have. */
function mostOf({ steps, events }: ScenarioModel): number {
  return events.length <= mostLines ? events.length : Math.max(10, Math.floor(mostLines / Math.max(1, steps.length)));
}

type Lines = ReadonlyMap<TraceEvent, Markup>;

/** Every event as a line, each read against the readings before it. */
function describeEvents(events: readonly TraceEvent[]): Lines {
  const lines = new Map<TraceEvent, Markup>();
  let before: Before = {};
  for (const event of events) {
    const line = happening(event, before);
    if (line !== undefined) {
      lines.set(event, html`<span class="event-kind">${line.kind}</span><div class="event-body">${line.body}</div>`);
    }
    if (event.type === 'rules') before = { ...before, rules: event };
    if (event.type === 'address-lists') before = { ...before, lists: event };
  }
  return lines;
}

function stepDetails(step: StepModel, index: number, lines: Lines, most: number): Markup {
  const { number, title, status, durationMs, clock, events, startedAt } = step;
  const head = html`<span class="step-mark mark-${status}" aria-hidden="true">${marks[status]}</span><span class="step-number">${number}</span><span class="step-title">${title}</span>${status !== 'passed' && statusChip(status)}<span class="step-time">${clock !== undefined && html`<span title="the router’s clock">${clockTime(clock)}</span> `}<span>${durationText(durationMs)}</span></span><span class="visually-hidden">${status}</span>`;
  const content = html`<div class="step-body">${troubleDetails({ step })}${eventList(events, startedAt, lines, most)}</div>`;
  const open = status !== 'passed' && status !== 'skipped';
  return html`<div class="step" id="${stepAnchor(index, number)}">${fold(head, content, open)}</div>
`;
}

function eventList(events: readonly TraceEvent[], since: number, lines: Lines, most: number): Content {
  const shown = repeatsTogether(events.filter((event) => lines.has(event)));
  if (shown.length === 0) return html`<p class="muted">Nothing was recorded.</p>`;
  const items = shown.slice(0, most).map(({ event, times }) => {
    const again = times > 1 && html`<b class="times">${times} times in all</b>`;
    return html`<li class="event event-${event.type}"><span class="event-at">${offset(event.at - since)}</span>${lines.get(event)}${again}</li>`;
  });
  const more = shown.length - items.length;
  return html`<ol class="events">${items}</ol>${more > 0 && html`<p class="muted">… and ${more} more, on the time axis and in ${artifactLink('trace.jsonl')}</p>`}`;
}

/** An hour on the clock brings the same message sixty times; the chat has the time of each. */
function repeatsTogether(events: readonly TraceEvent[]): { event: TraceEvent; times: number }[] {
  const together: { event: TraceEvent; text: string; times: number }[] = [];
  let from = 0;
  for (const event of events) {
    if (event.type !== 'telegram') from = together.length + 1;
    const text = event.type === 'telegram' ? JSON.stringify([event.method, event.text, event.httpStatus]) : '';
    const same = together.slice(from).find((one) => one.text === text && text !== '');
    if (same === undefined) together.push({ event, text, times: 1 });
    else same.times += 1;
  }
  return together;
}

function outsideDetails(events: readonly TraceEvent[], since: number, lines: Lines): Content {
  if (!events.some((event) => lines.has(event))) return undefined;
  return html`<div class="step step-outside">${fold('Before, between and after the steps', html`<div class="step-body">${eventList(events, since, lines, mostLines)}</div>`)}</div>`;
}
