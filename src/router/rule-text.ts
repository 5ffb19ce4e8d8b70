import type { Row } from '../routeros/api/sentence.ts';
import { quoteValue } from '../routeros/export-text.ts';
import type { RuleRow } from '../trace/events.ts';

/** What a row has besides what somebody configured. */
const bookkeeping = new Set(['.id', '.nextid', '.about', 'bytes', 'packets', 'invalid', 'dynamic', 'builtin']);

/** Properties that export leaves out while they have this value (RouterOS 6.49 and 7 `/export`). */
const defaults: Row = { disabled: 'false', log: 'false', 'log-prefix': '' };

/** A row of a firewall table for traces and reports. */
export function ruleRow(table: RuleRow['table'], row: Row, number: number): RuleRow {
  return {
    number,
    id: row['.id'] ?? '',
    table,
    chain: row.chain ?? '',
    action: row.action ?? 'accept',
    ...(row.comment === undefined ? {} : { comment: row.comment }),
    text: ruleText(row),
    packets: Number(row.packets ?? 0),
    bytes: Number(row.bytes ?? 0),
    disabled: row.disabled === 'true',
    invalid: row.invalid === 'true',
    dynamic: row.dynamic === 'true',
  };
}

/** The rule as `/export` writes it after `add`: properties by name, defaults left out, values quoted where needed. */
export function ruleText(row: Row): string {
  return Object.entries(row)
    .filter(([name, value]) => !bookkeeping.has(name) && defaults[name] !== value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${quoteValue(exported(value))}`)
    .join(' ');
}

/** The API says true and false where export says yes and no. */
function exported(value: string): string {
  if (value === 'true') return 'yes';
  return value === 'false' ? 'no' : value;
}
