import { type Message, messagesOf } from '../model/messages.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { durationText } from '../text/duration-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { clockTime, code, scroll } from './parts.ts';

/** What the Bot API got, as the chat would show it. */
export function messagesPart({ events }: ScenarioModel): Content {
  const messages = messagesOf(events);
  if (messages.length === 0) return undefined;
  return scroll('Telegram messages', html`<ol class="chat">${messages.map(messageItem)}</ol>`);
}

function messageItem({ event, after }: Message): Markup {
  const { text, method, chat, bot, httpStatus, description, declared, clock, step } = event;
  const refused = httpStatus >= 400;
  return html`<li class="message ${refused ? 'message-refused' : ''}"><div class="bubble">
<div class="bubble-head"><span class="bubble-bot">bot ${bot}</span>${chat !== undefined && html` <span class="muted">to chat ${chat}</span>`}${clock !== undefined && html`<time>${clockTime(clock)}</time>`}</div>
<div class="bubble-text">${text ?? code(method)}</div>
<div class="bubble-foot">${method} · <span class="${refused ? 'bad' : 'good'}">HTTP ${httpStatus}</span>${description !== undefined && `: ${description}`}${!declared && html` · <span class="bad">not declared by the scenario</span>`}${step !== undefined && ` · step ${step}`}${after !== undefined && html` · <b>${delayText(after)}</b>`}</div>
</div></li>`;
}

function delayText({ act, delayMs }: NonNullable<Message['after']>): string {
  const what = act.type === 'knock' ? `the knock by ${act.from}` : `the scan by ${act.from}`;
  return `${durationText(delayMs)} after ${what}${act.step === undefined ? '' : ` in step ${act.step}`}`;
}
