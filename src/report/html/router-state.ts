import type { AddressListRow, EventHead } from '../../trace/events.ts';
import { listHistory } from '../model/list-history.ts';
import { type RuleCounters, ruleCounters } from '../model/rule-counters.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { count } from '../text/status-text.ts';
import { stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { emptyCell, matrixTables } from './matrix.ts';
import { clockTime, code, type TableRow, table } from './parts.ts';

/** Address lists over time: when an entry came, how long it still had, when it went. */
export function listsPart({ events }: ScenarioModel, index: number): Content {
  const { readings, rows, unchanged } = listHistory(events);
  if (readings.length === 0) return undefined;
  if (rows.length === 0) return html`<p class="muted">No address list ever had an entry.</p>`;
  return [
    matrixTables({
      label: 'Address lists over time',
      caption: 'Entries with the time they still had',
      corner: 'List and address',
      heads: readings.map((reading) => readingHead(reading, index)),
      rows: rows.map(({ list, address, cells }) => {
        return { head: html`${code(list)}<br>${code(address)}`, cells: cells.map(listCell) };
      }),
    }),
    unchanged > 0 && html`<p class="muted">${count(unchanged, 'more reading')} without a change.</p>`,
  ];
}

function readingHead({ step, clock }: EventHead, index: number): Markup {
  const place = step === undefined ? 'outside' : html`<a href="#${stepAnchor(index, step)}">step ${step}</a>`;
  return html`${place}<div class="scan-about">${clockTime(clock)}</div>`;
}

function listCell(entry: AddressListRow | undefined): Markup {
  if (entry === undefined) return emptyCell('absent');
  return html`<td class="list-cell"><span>${entry.timeout ?? (entry.dynamic ? 'present' : 'static')}</span></td>`;
}

/** The router's log, oldest first. */
export function logPart({ events }: ScenarioModel): Content {
  const lines = events.flatMap((event) =>
    event.type === 'log' ? event.lines.map((line) => ({ ...line, step: event.step })) : [],
  );
  if (lines.length === 0) return undefined;
  const columns = [
    { name: 'Time', kind: 'code' },
    { name: 'Step', kind: 'narrow' },
    { name: 'Topics', kind: 'code' },
    { name: 'Message', kind: 'wide' },
  ] as const;
  const rows = lines.map(({ time, topics, message, step }): TableRow => {
    return {
      cells: [code(time), step, code(topics), code(message)],
      ...(/error|critical|warning/.test(topics) ? { kind: 'alarming' } : {}),
    };
  });
  return html`<div class="filterable">${table(`${count(lines.length, 'line')} of the router’s log`, columns, rows, 'stacked')}</div>`;
}

/** The firewall's rules with their counters; those that never saw a packet stand out. */
export function rulesPart({ events }: ScenarioModel): Content {
  const all = ruleCounters(events);
  if (all.length === 0) return undefined;
  const never = all.filter(({ neverHit, rule }) => neverHit && !rule.disabled).length;
  const columns = [
    { name: '#', kind: 'narrow' },
    { name: 'Chain', kind: 'code' },
    { name: 'Action', kind: 'code' },
    { name: 'Comment and matchers', kind: 'wide' },
    { name: 'First', kind: 'number' },
    { name: 'Last', kind: 'number' },
    { name: 'Bytes', kind: 'number' },
    { name: 'Seen' },
  ] as const;
  const tables = [...Map.groupBy(all, ({ rule }) => rule.table)];
  return [
    never > 0 &&
      html`<p>${count(never, 'rule')} of ${all.length} never saw a packet: nothing here shows that ${never === 1 ? 'it works' : 'they work'}. Packets at the first and at the last reading:</p>`,
    tables.map(([name, rules]) => table(`/ip firewall ${name}`, columns, rules.map(ruleRow), 'stacked')),
  ];
}

function ruleRow({ rule, first, last, neverHit, gone }: RuleCounters): TableRow {
  const text = [
    rule.comment !== undefined && html`<div class="rule-comment">;;; ${rule.comment}</div>`,
    code(withoutColumns(rule.text)),
  ];
  const grown =
    first !== undefined &&
    first.packets > 0 &&
    last.packets > first.packets &&
    html` <span class="muted">+${last.packets - first.packets}</span>`;
  return {
    cells: [
      rule.number,
      code(rule.chain),
      code(rule.action),
      text,
      first === undefined ? 'not there' : grouped(first.packets),
      [grouped(last.packets), grown],
      grouped(last.bytes),
      ruleFlags({ rule, neverHit, gone }),
    ],
    ...(neverHit ? { kind: 'never-hit' } : {}),
  };
}

/** The rule without what has a column of its own. */
function withoutColumns(text: string): string {
  return text.replace(/(?<!\S)(?:chain|action|comment)=(?:"(?:[^"\\]|\\.)*"|\S+)\s*/g, '').trim();
}

function ruleFlags({ rule, neverHit, gone }: Pick<RuleCounters, 'rule' | 'neverHit' | 'gone'>): Content {
  const flags: readonly (readonly [boolean, string, string])[] = [
    [rule.invalid, 'failed', 'invalid'],
    [rule.disabled, 'skipped', 'disabled'],
    [gone, 'skipped', 'removed'],
    [neverHit && !rule.disabled, 'inconclusive', 'never hit'],
    [!neverHit, 'passed', 'hit'],
    [rule.dynamic, 'skipped', 'dynamic'],
  ];
  return flags
    .filter(([applies]) => applies)
    .map(([, kind, word]) => html`<span class="chip chip-${kind}">${word}</span> `);
}

/** `4 288 079`, as RouterOS prints it. */
function grouped(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
