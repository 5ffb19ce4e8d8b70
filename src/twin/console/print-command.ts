import type { DeviceCall } from '../../routeros/device.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { list, nothing, num } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import type { ConsolePlace } from './console-place.ts';
import { numberedRows } from './item-numbers.ts';
import { wholeItem } from './item-values.ts';
import { printItems, printSettings } from './print-items.ts';
import { hasNumbers, type PrintStyle } from './print-style.ts';
import { selectedRows } from './selected-rows.ts';

/** `print` */
export async function printCommand(menu: Menu, call: DeviceCall, place: ConsolePlace): Promise<Value> {
  const has = (name: string): boolean => call.args.has(name);
  if (has('follow') || has('follow-only')) return follow(menu, call, place);
  if (has('interval')) return repeat(menu, call, place);
  const rows = await askedRows(menu, call, place);
  if (has('count-only')) return counted(rows.length, call);
  if (has('as-value')) return asValue(menu, rows);
  show(menu, rows, call, place);
  return nothing;
}

/** What `from=`, `chain=`, `where`, `static` and `dynamic` leave of the rows. */
async function askedRows(menu: Menu, call: DeviceCall, place: ConsolePlace): Promise<Row[]> {
  const { args } = call;
  const { lastPrint, hidesSecrets } = place;
  const rows = await selectedRows(menu, call, { figures: !args.has('count-only'), hidesSecrets });
  const [from, chain] = [args.get('from'), args.get('chain')];
  const asked = from === undefined ? undefined : await numberedRows(menu, from, lastPrint, { figures: false });
  return rows.filter(
    (row) =>
      (asked?.some(({ id }) => id === row.id) ?? true) &&
      (chain === undefined || row.props['chain'] === toPropertyText(chain)) &&
      !(args.has('static') && row.dynamic) &&
      !(args.has('dynamic') && !row.dynamic),
  );
}

function show(menu: Menu, rows: readonly Row[], call: DeviceCall, place: ConsolePlace): void {
  const { lastPrint, screen } = place;
  const text = printed(menu, rows, call, place);
  const called = hasNumbers(menu);
  const ids = rows.filter(called).map(({ id }) => id);
  if (menu.spec.kind === 'list') lastPrint.set(menu.spec.path, ids);
  const file = call.args.get('file');
  if (file !== undefined) place.writeFile(toPropertyText(file), text, { appends: call.args.has('append') });
  else call.print(screen?.endsBlank === true ? `${text}\n` : text);
}

function printed(menu: Menu, rows: readonly Row[], { args }: DeviceCall, { version, screen }: ConsolePlace): string {
  const proplist = args.get('proplist');
  const properties = proplist === undefined ? undefined : toPropertyText(proplist).split(',');
  if (menu.spec.kind === 'settings')
    return rows.map((row) => printSettings(row, menu.spec.properties, properties)).join('');
  const style: PrintStyle = {
    version,
    brief: args.has('brief'),
    detail: args.has('detail'),
    terse: args.has('terse'),
    valueList: args.has('value-list'),
    stats: args.has('stats'),
    showIds: args.has('show-ids'),
    properties,
    width: screen?.columns,
  };
  const isLog = menu.spec.path === 'log' && !style.detail && !style.terse && !style.valueList;
  return isLog ? logLines(rows) : printItems(menu, rows, style);
}

function counted(count: number, call: DeviceCall): Value {
  if (!call.asValue) call.print(`${count}\n`);
  return num(count);
}

function asValue(menu: Menu, rows: readonly Row[]): Value {
  const items = rows.map((row) => wholeItem(menu, row));
  return menu.spec.kind === 'settings' ? (items[0] ?? nothing) : list(items);
}

/** The log prints without heads (firewall-facts 3.2). */
const logLines = (rows: readonly Row[]): string =>
  rows.map(({ props }) => `${props['time']} ${props['topics']} ${props['message']}\n`).join('');

/** What is there, or for `follow-only` nothing of it, then what is new, until somebody has had enough. */
async function follow(menu: Menu, call: DeviceCall, place: ConsolePlace): Promise<Value> {
  const seen = new Set<string>();
  const fresh = async (): Promise<Row[]> => {
    const rows = (await askedRows(menu, call, place)).filter(({ id }) => !seen.has(id));
    for (const { id } of rows) seen.add(id);
    return rows;
  };
  const known = await fresh();
  if (!call.args.has('follow-only')) show(menu, known, call, place);
  while (await place.changed(menu, call.signal)) {
    const rows = await fresh();
    if (rows.length > 0) show(menu, rows, call, place);
  }
  return nothing;
}

/** The same again and again. */
async function repeat(menu: Menu, call: DeviceCall, place: ConsolePlace): Promise<Value> {
  const interval = call.args.get('interval') ?? nothing;
  do show(menu, await askedRows(menu, call, place), call, place);
  while (await place.passes(interval, call.signal));
  return nothing;
}
