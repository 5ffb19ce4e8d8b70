import type { EventOf, PortState, TraceEvent } from '../../trace/events.ts';
import { listChanges } from '../model/list-history.ts';
import { ruleHits } from '../model/rule-counters.ts';
import { durationText } from '../text/duration-text.ts';
import { count } from '../text/status-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { artifactLink, clockTime, code, fold } from './parts.ts';

/** One thing that happened, as a line: what kind of thing, and what it was. */
export interface Happening {
  readonly kind: string;
  readonly body: Content;
}

/** The readings before an event, to say only what changed. */
export interface Before {
  readonly rules?: EventOf<'rules'>;
  readonly lists?: EventOf<'address-lists'>;
}

/** Undefined: the event is shown elsewhere, or there is nothing to say. */
export function happening(event: TraceEvent, before: Before): Happening | undefined {
  switch (event.type) {
    case 'command':
      return { kind: 'command', body: commandBody(event) };
    case 'port-states':
      return { kind: 'scan', body: scanBody(event) };
    case 'look':
      return { kind: 'look', body: lookBody(event) };
    case 'forged':
      return { kind: 'forged', body: forgedBody(event) };
    case 'knock':
      return { kind: 'knock', body: knockBody(event) };
    case 'ping':
      return { kind: 'ping', body: pingBody(event) };
    case 'connect':
      return { kind: 'connect', body: connectBody(event) };
    case 'http':
      return { kind: 'http', body: httpBody(event) };
    case 'rules':
      return changed('rules', hitsBody(event, before.rules));
    case 'address-lists':
      return changed('lists', listsBody(event, before.lists));
    case 'log':
      return { kind: 'log', body: logLines(event) };
    case 'telegram':
      return { kind: 'telegram', body: telegramBody(event) };
    case 'clock-advanced':
      return {
        kind: 'clock',
        body: html`advanced by <strong>${event.by}</strong>: ${clockTime(event.from)} → ${clockTime(event.to)}`,
      };
    case 'capture':
      return {
        kind: 'capture',
        body: html`${event.host} ${event.interface}: ${count(event.packets, 'packet')} ${artifactLink(event.artifact)}`,
      };
    case 'export':
      return { kind: 'export', body: html`${event.when} the scenario ${artifactLink(event.artifact)}` };
    case 'indicator':
      return { kind: 'indicator', body: html`${event.number}. ${event.name}: ${event.status}` };
    case 'door':
      return { kind: 'door', body: doorBody(event) };
    case 'attack':
      return { kind: 'attack', body: html`${event.outcome}: ${event.evidence}` };
    case 'finding':
      return { kind: 'finding', body: event.name };
    default:
      return undefined;
  }
}

function changed(kind: string, body: Content): Happening | undefined {
  return body === undefined ? undefined : { kind, body };
}

/** Beyond this, the page would become slow; the trace has all of it. */
const mostOutput = 20_000;

function commandBody({ host, command, exitCode, durationMs, stdout, stderr, artifact }: EventOf<'command'>): Markup {
  const exit =
    exitCode === 0
      ? undefined
      : html` <span class="chip chip-failed">${exitCode === null ? 'did not end by itself' : `exit ${exitCode}`}</span>`;
  const head = html`<span class="host">${host}</span> <code class="shell">$ ${command}</code>${exit} <span class="muted">${durationText(durationMs)}</span>`;
  const output = [
    outputBlock('output', stdout),
    outputBlock('errors', stderr),
    artifact && html`<p>${artifactLink(artifact)}</p>`,
  ];
  return stdout === '' && stderr === ''
    ? html`${head}${artifact && [' ', artifactLink(artifact)]}`
    : fold(head, output);
}

function outputBlock(label: string, text: string): Content {
  if (text.trim() === '') return undefined;
  const rest = text.length - mostOutput;
  const note = rest > 0 && html`<p class="muted">… ${rest} more characters in trace.jsonl</p>`;
  return html`<pre class="output" tabindex="0" aria-label="${label}">${text.slice(0, mostOutput).trimEnd()}</pre>${note}`;
}

function scanBody(event: EventOf<'port-states'>): Markup {
  const { from, target, address, profile, durationMs, ports, others, control } = event;
  const rest = others.map(({ state, count: amount }) => html`<span class="muted">${amount} more ${state}</span> `);
  return html`<span class="host">${from}</span> scans ${target} ${code(address)}, profile ${profile} <span class="muted">${durationText(durationMs)}</span>
<div class="ports">${ports.slice(0, 60).map(portChip)}${ports.length > 60 && html`<span class="muted">and ${ports.length - 60} more</span> `}${rest}</div>
${control !== undefined && html`<div class="muted">control: ${control}</div>`}`;
}

function portChip({ port, protocol, state, service, reason }: PortState): Markup {
  return html`<span class="port-chip port-${stateClass(state)}" title="${service} ${reason}"><b>${port}/${protocol}</b> ${state}</span> `;
}

/** The class that colours a state; `open|filtered` looks like what it may hide. */
export function stateClass(state: PortState['state']): 'open' | 'closed' | 'filtered' | 'unsure' {
  if (state === 'open' || state === 'closed' || state === 'filtered') return state;
  return 'unsure';
}

function lookBody({ from, target, ports, durationMs }: EventOf<'look'>): Markup {
  return html`<span class="host">${from}</span> → ${target}: ${ports.map(portChip)} <span class="muted">${durationText(durationMs)}</span>`;
}

function forgedBody({ from, target, sources, sent, durationMs }: EventOf<'forged'>): Markup {
  return html`<span class="host">${from}</span> → ${target}: ${count(sent, 'packet')} as if from ${sources.map((source) => [code(source), ' '])} <span class="muted">${durationText(durationMs)}</span>`;
}

/** A door's life in looks: each at which it had changed. */
function doorBody({ door, looks }: EventOf<'door'>): Markup {
  const seen = looks.map(({ afterMs, open }, index) => [
    index > 0 && ' → ',
    html`<span class="port-chip port-${open ? 'open' : 'filtered'}">${open ? 'open' : 'closed'}</span> <span class="muted">${durationText(afterMs)}</span>`,
  ]);
  return html`<span class="host">${door}</span> ${seen}`;
}

function knockBody({ from, target, sequence, gapMs, client, durationMs, progress }: EventOf<'knock'>): Markup {
  const stages = sequence.map((stage, index) => [index > 0 && ' → ', code(stage)]);
  return html`<span class="host">${from}</span> knocks at ${target}: ${stages} <span class="muted">gap ${durationText(gapMs)}, client ${client}, ${durationText(durationMs)}</span>${progress !== undefined && html`<div class="muted">${progress}</div>`}`;
}

function pingBody({ from, target, sent, received, durationMs }: EventOf<'ping'>): Markup {
  return html`<span class="host">${from}</span> → ${target}: <b>${received} of ${sent}</b> answered <span class="muted">${durationText(durationMs)}</span>`;
}

function connectBody({ from, target, port, outcome, banner, durationMs }: EventOf<'connect'>): Markup {
  return html`<span class="host">${from}</span> → ${target} ${code(`${port}/tcp`)}: <b>${outcome}</b>${banner !== undefined && [' ', code(banner)]} <span class="muted">${durationText(durationMs)}</span>`;
}

function httpBody({ from, url, status, outcome, durationMs }: EventOf<'http'>): Markup {
  return html`<span class="host">${from}</span> ${code(url)}: <b>${status ?? ''} ${outcome}</b> <span class="muted">${durationText(durationMs)}</span>`;
}

function hitsBody(reading: EventOf<'rules'>, previous: EventOf<'rules'> | undefined): Content {
  const hits = ruleHits(previous, reading);
  if (hits.length === 0)
    return previous === undefined ? html`${count(reading.rules.length, 'rule')}, none hit yet` : undefined;
  return hits.map(({ rule, packets }) => {
    return html`<div><b>+${packets}</b> ${rule.table} rule ${rule.number} <span class="muted">${rule.comment ?? rule.action}</span></div>`;
  });
}

function listsBody(reading: EventOf<'address-lists'>, previous: EventOf<'address-lists'> | undefined): Content {
  const { appeared, disappeared } = listChanges(previous, reading);
  if (appeared.length + disappeared.length === 0) return previous === undefined ? 'no entries' : undefined;
  const came = appeared.slice(0, mostEntries).map(({ list, address, timeout }) => {
    return html`<div><b>+</b> ${code(list)} ${code(address)}${timeout !== undefined && html` <span class="muted">for ${timeout}</span>`}</div>`;
  });
  const went = disappeared
    .slice(0, mostEntries)
    .map(({ list, address }) => html`<div><b>−</b> ${code(list)} ${code(address)}</div>`);
  const left = appeared.length + disappeared.length - came.length - went.length;
  return [came, went, left > 0 && html`<div class="muted">… and ${left} more</div>`];
}

/** Of the entries that came, and of those that went. */
const mostEntries = 25;

/** A flood writes thousands; the log below has more of them. */
const mostLines = 40;

function logLines({ lines }: EventOf<'log'>): Content {
  const more = lines.length - mostLines;
  return [lines.slice(0, mostLines).map(logBody), more > 0 && html`<div class="muted">… and ${more} more</div>`];
}

function logBody({ time, topics, message }: EventOf<'log'>['lines'][number]): Markup {
  return html`<div class="log-line"><span class="muted">${time} ${topics}</span> ${code(message)}</div>`;
}

function telegramBody({ method, text, httpStatus, declared }: EventOf<'telegram'>): Markup {
  const undeclared = !declared && html` <span class="chip chip-failed">not declared</span>`;
  return html`${code(method)} <span class="${httpStatus < 400 ? 'muted' : 'bad'}">HTTP ${httpStatus}</span>${undeclared} ${text}`;
}
