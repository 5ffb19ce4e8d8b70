import type { ScenarioModel } from '../model/scenario.ts';
import type { Story } from '../model/story.ts';
import { durationText } from '../text/duration-text.ts';
import { count } from '../text/status-text.ts';
import { actTitle, hostOf } from '../timeline/act-text.ts';
import { timeOfDay } from '../timeline/clock-text.ts';
import { ruleAnchor } from '../timeline/rule-lanes.ts';
import { ruleProperties } from '../timeline/rule-properties.ts';
import { partAnchor, scenarioAnchor, stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code } from './parts.ts';

/** The answers to the first four questions, side by side: what was attacked, what stopped it, who heard, what is wrong. */
export function storyCards(scenario: ScenarioModel, index: number, story: Story): Content {
  const cards = [
    attackCard(story, index),
    stoppedCard(story, index),
    alertCard(story, index),
    attacksCard(scenario, index),
    findingsCard(scenario),
  ].filter((card) => card !== undefined);
  return cards.length < 2 ? undefined : html`<div class="story">${cards}</div>`;
}

function card(title: string, body: Content, kind = ''): Markup {
  return html`<section class="card ${kind}"><h3>${title}</h3>${body}</section>
`;
}

function step(index: number, number: number | undefined): Content {
  return number === undefined
    ? undefined
    : html` <a class="where" href="#${stepAnchor(index, number)}">step ${number}</a>`;
}

const time = (clock: number): Content => (Number.isNaN(clock) ? undefined : html`<b>${timeOfDay(clock)}</b> `);

function attackCard({ attack }: Story, index: number): Markup | undefined {
  if (attack === undefined) return undefined;
  const { act, address, open, clock, shutOut } = attack;
  const saw =
    open > 0 &&
    html`<p>It saw <b>${count(open, 'open port')}</b>${shutOut !== undefined && html`; afterwards ${shutOut.ports.join(', ')} were <b>${shutOut.state}</b> for it${step(index, shutOut.act.step)}`}.</p>`;
  return card(
    hostOf(act) === 'attacker' ? 'What was attacked' : 'What was tried',
    html`<p>${time(clock)}<span class="host">${hostOf(act)}</span> ${address !== undefined && [code(address), ' ']}${assault(act)}${step(index, act.step)}</p>${saw}`,
  );
}

/** What it saw is told in the next sentence. */
function assault(act: NonNullable<Story['attack']>['act']): Content {
  if (act.type === 'knock') return actTitle(act);
  return html`scans ${act.target} ${code(act.address)} with nmap (${act.profile.length > 60 ? `${act.profile.slice(0, 59)}…` : act.profile})`;
}

function stoppedCard({ stopping, caught }: Story, index: number): Markup | undefined {
  const rules = stopping.slice(0, 3).map(({ rule, packets }) => {
    return html`<li><a href="#${ruleAnchor(scenarioAnchor(index), rule)}">${rule.table} rule ${rule.number}</a> ${rule.comment ?? rule.text} <b>${stopWords[rule.action] ?? rule.action} ${count(packets, 'packet')}</b></li>`;
  });
  if (rules.length === 0) return undefined;
  const put =
    caught !== undefined &&
    html`<p>${time(caught.clock)}${code(caught.life.address)} is put on ${code(caught.life.list)}${caught.rule !== undefined && html` by <a href="#${ruleAnchor(scenarioAnchor(index), caught.rule)}">${caught.rule.table} rule ${caught.rule.number}</a> ${caught.rule.comment}${trapPort(caught.rule)}`}.</p>`;
  return card('Which rules stopped it', html`${put}<ul>${rules}</ul>`);
}

const stopWords: Readonly<Record<string, string>> = { drop: 'dropped', reject: 'rejected', tarpit: 'trapped' };

function trapPort(rule: Parameters<typeof ruleProperties>[0]): Content {
  const { 'dst-port': port, protocol = 'tcp' } = ruleProperties(rule);
  return port !== undefined && html` (${port}/${protocol})`;
}

function alertCard({ alert, stopping, messages, tells }: Story, index: number): Markup | undefined {
  if (alert === undefined)
    return stopping.length === 0 || !tells
      ? undefined
      : card(
          'When the alert came',
          html`<p>Nobody was told: ${messages === 0 ? 'no message was sent.' : html`none of the <a href="#${partAnchor(index, 'messages')}">${count(messages, 'message')}</a> that was delivered tells of it.`}</p>`,
        );
  const { event, clock, delayMs, same, all, refused } = alert;
  const again = [
    same > 1 && html`The same text came <b>${same} times</b>. `,
    refused > 0 && html`<b>${refused}</b> of ${all + refused} messages were refused.`,
  ];
  return card(
    'When the alert came',
    html`<p><b>${timeOfDay(clock)}</b>${delayMs !== undefined && html`, <b>${delayText(delayMs)} later</b>`}, by Telegram${step(index, event.step)}:</p><blockquote>${event.text}</blockquote><p>${again} <a class="where" href="#${partAnchor(index, 'messages')}">the chat</a></p>`,
  );
}

/** The router's clock is read in whole seconds. */
function delayText(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 1000)} s` : durationText(ms);
}

/** Of a scenario that tries the whole catalogue: what got through. */
function attacksCard({ attacks }: ScenarioModel, index: number): Markup | undefined {
  const tried = attacks.filter(({ outcome }) => outcome !== 'not applicable');
  if (tried.length === 0) return undefined;
  const through = tried.filter(({ outcome }) => outcome === 'gives way');
  const items = through.map(({ title, inherent, step: number }) => {
    return html`<li>${title}${inherent !== undefined && html` <span class="muted">(no packet filter could have held)</span>`}${step(index, number)}</li>`;
  });
  return card(
    'What it holds against',
    html`<p>Holds against <b>${tried.length - through.length} of ${count(tried.length, 'attack')}</b>${through.length > 0 && '; gives way to:'}</p>${items.length > 0 && html`<ul>${items}</ul>`}`,
  );
}

function findingsCard({ findings, indicators, start }: ScenarioModel): Markup | undefined {
  const wrong = indicators.filter(({ status }) => status !== 'reproduced');
  if (findings.length + wrong.length === 0) return undefined;
  const title = start?.seed === undefined ? 'What we found' : 'Where the paper is wrong or silent';
  const items = [
    ...wrong.map(
      ({ number, name, status }) => html`<li><a href="#indicators">Indicator ${number}, ${name}</a>: ${status}</li>`,
    ),
    ...findings.map(({ name }) => html`<li><a href="#findings">${name}</a></li>`),
  ];
  return card(title, html`<ul>${items}</ul>`, 'card-wrong');
}
