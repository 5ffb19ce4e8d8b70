import { type Message, messagesOf } from '../model/messages.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { durationText } from '../text/duration-text.ts';
import { count } from '../text/status-text.ts';
import { clockMs, timeOfDay } from '../timeline/clock-text.ts';
import type { PlacedMessage } from '../timeline/router-lanes.ts';
import { stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, scroll } from './parts.ts';

/** A message that says something new, with those after it that only said again what was known. */
interface Bubble {
  readonly first: PlacedMessage;
  readonly again: readonly PlacedMessage[];
}

/** What the Bot API got, as the administrator's phone shows it. */
export function messagesPart({ events }: ScenarioModel, messages: readonly PlacedMessage[], index: number): Content {
  if (messages.length === 0) return undefined;
  const bubbles = bubblesOf(messages);
  const acts = new Map(messagesOf(events).map(({ event, after }) => [event, after]));
  const chats = [...new Set(messages.map(({ event }) => event.chat))].filter((chat) => chat !== undefined);
  const note = html`<p>${count(messages.length, 'message')}${bubbles.length < messages.length && html`, but only <b>${count(bubbles.length, 'different text')}</b>: the others say again what was said before`}.</p>`;
  return [
    note,
    html`<div class="phone"><div class="phone-head"><b>${messages[0]?.event.bot === '' ? 'bot' : `bot ${messages[0]?.event.bot}`}</b> <span class="muted">${chats.length > 0 && `chat ${chats.join(', ')}`}</span></div>
${scroll('Telegram messages', html`<ol class="chat">${bubbles.slice(0, mostBubbles).map((bubble) => bubbleItem(bubble, index, acts.get(bubble.first.event)))}</ol>`)}</div>${bubbles.length > mostBubbles && html`<p class="muted">… and ${bubbles.length - mostBubbles} more in trace.jsonl</p>`}`,
  ];
}

/** More than a reader scrolls through. */
const mostBubbles = 200;

function bubblesOf(messages: readonly PlacedMessage[]): Bubble[] {
  const bubbles: { first: PlacedMessage; again: PlacedMessage[] }[] = [];
  const seen = new Set<string>();
  for (const message of messages) {
    const { text, method, chat, httpStatus, declared } = message.event;
    const key = JSON.stringify([text, method, chat, httpStatus, declared]);
    if (seen.has(key)) bubbles.at(-1)?.again.push(message);
    else bubbles.push({ first: message, again: [] });
    seen.add(key);
  }
  return bubbles;
}

function bubbleItem({ first, again }: Bubble, index: number, after: Message['after']): Markup {
  const { text, method, httpStatus, description, declared, step } = first.event;
  const isRefused = httpStatus >= 400 || httpStatus === 0;
  const place = step !== undefined && html` · <a href="#${stepAnchor(index, step)}">step ${step}</a>`;
  return html`<li class="message ${isRefused ? 'message-refused' : ''}"><div class="bubble">
<div class="bubble-text">${text ?? code(method)}</div>
<div class="bubble-foot">${method} · <span class="${isRefused ? 'bad' : 'good'}">HTTP ${httpStatus}</span>${description !== undefined && `: ${description}`}${!declared && html` · <span class="bad">not declared by the scenario</span>`}${place}${late(first) ?? delay(after)}<time>${time(first)}</time></div>
</div>${repeats(again)}</li>`;
}

function time({ clock, event }: PlacedMessage): string {
  return timeOfDay(Number.isNaN(clock) ? clockMs(event.clock) : clock);
}

function repeats(again: readonly PlacedMessage[]): Content {
  const [first, last] = [again[0], again.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const texts = new Set(again.map(({ event }) => event.text)).size;
  const what = texts === 1 ? 'the same message' : `the same ${texts} messages`;
  return html`<p class="again">${what} again, ${again.length === 1 ? 'once' : `${again.length} times`}: ${time(first)}${again.length > 1 && ` to ${time(last)}`}</p>`;
}

function delay(after: Message['after']): Content {
  if (after === undefined) return undefined;
  const { act, delayMs } = after;
  const what = act.type === 'knock' ? `the knock by ${act.from}` : `the scan by ${act.from}`;
  return html` · <b>${durationText(delayMs)} after ${what}</b>${act.step === undefined ? '' : ` in step ${act.step}`}`;
}

/** A message that names the time of what it tells shows by itself how late it is. */
function late({ event, clock }: PlacedMessage): Content {
  const [, told] = /(\d\d:\d\d:\d\d)/.exec(event.text ?? '') ?? [];
  if (told === undefined || Number.isNaN(clock)) return undefined;
  const midnight = Math.floor(clock / 86_400_000) * 86_400_000;
  const lateMs = clock - (midnight + Date.parse(`1970-01-01T${told}Z`));
  return lateMs > 0 ? html` · <b>${durationText(lateMs)} after ${told}</b>` : undefined;
}
