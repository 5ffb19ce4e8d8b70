import { type Message, messagesOf } from '../model/messages.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { durationText } from '../text/duration-text.ts';
import { clockMs, timeOfDay } from '../timeline/clock-text.ts';
import type { PlacedMessage } from '../timeline/router-lanes.ts';
import { stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, scroll } from './parts.ts';

/** Messages of one text in a row, as a chat that repeats itself. */
interface Bubble {
  readonly first: PlacedMessage;
  readonly last: PlacedMessage;
  readonly amount: number;
}

/** What the Bot API got, as the administrator's phone shows it. */
export function messagesPart({ events }: ScenarioModel, messages: readonly PlacedMessage[], index: number): Content {
  if (messages.length === 0) return undefined;
  const bubbles = bubblesOf(messages);
  const acts = new Map(messagesOf(events).map(({ event, after }) => [event, after]));
  const chats = [...new Set(messages.map(({ event }) => event.chat))].filter((chat) => chat !== undefined);
  const repeated = bubbles.filter(({ amount }) => amount > 1).reduce((sum, { amount }) => sum + amount - 1, 0);
  const note =
    repeated > 0 &&
    html`<p>${messages.length} messages; <b>${repeated}</b> of them say again what the one before said.</p>`;
  return [
    note,
    html`<div class="phone"><div class="phone-head"><b>${messages[0]?.event.bot === '' ? 'bot' : `bot ${messages[0]?.event.bot}`}</b> <span class="muted">${chats.length > 0 && `chat ${chats.join(', ')}`}</span></div>
${scroll('Telegram messages', html`<ol class="chat">${bubbles.map((bubble) => bubbleItem(bubble, index, acts.get(bubble.first.event)))}</ol>`)}</div>`,
  ];
}

function bubblesOf(messages: readonly PlacedMessage[]): Bubble[] {
  const bubbles: Bubble[] = [];
  for (const message of messages) {
    const before = bubbles.at(-1);
    if (before !== undefined && isSame(before.last, message)) {
      bubbles[bubbles.length - 1] = { ...before, last: message, amount: before.amount + 1 };
    } else bubbles.push({ first: message, last: message, amount: 1 });
  }
  return bubbles;
}

function isSame({ event: a }: PlacedMessage, { event: b }: PlacedMessage): boolean {
  const key = ({ text, method, chat, httpStatus, declared }: typeof a): string =>
    JSON.stringify([text, method, chat, httpStatus, declared]);
  return key(a) === key(b);
}

function bubbleItem({ first, last, amount }: Bubble, index: number, after: Message['after']): Markup {
  const { text, method, httpStatus, description, declared, step } = first.event;
  const isRefused = httpStatus >= 400 || httpStatus === 0;
  const times = amount > 1 ? `${time(first)} – ${time(last)}` : time(first);
  const place = step !== undefined && html` · <a href="#${stepAnchor(index, step)}">step ${step}</a>`;
  return html`<li class="message ${isRefused ? 'message-refused' : ''}"><div class="bubble">
<div class="bubble-text">${text ?? code(method)}</div>
<div class="bubble-foot">${amount > 1 && html`<b class="again">${amount} times</b> · `}${method} · <span class="${isRefused ? 'bad' : 'good'}">HTTP ${httpStatus}</span>${description !== undefined && `: ${description}`}${!declared && html` · <span class="bad">not declared by the scenario</span>`}${place}${late(first) ?? delay(after)}<time>${times}</time></div>
</div></li>`;
}

function time({ clock, event }: PlacedMessage): string {
  return timeOfDay(Number.isNaN(clock) ? clockMs(event.clock) : clock);
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
