import type { DeviceCall } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { id, list, nothing, num } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';
import { addItem, moveItems, removeItems, resetItems, setItems, switchItems, unsetProperties } from './change-items.ts';
import { getProperty } from './get-item.ts';
import type { LastPrint } from './item-numbers.ts';
import { numberedRows } from './item-numbers.ts';
import { wholeItem } from './item-values.ts';
import { printItems, printSettings } from './print-items.ts';
import { selectedRows } from './selected-rows.ts';

export interface Session {
  readonly version: RosVersion;
  readonly lastPrint: LastPrint;
}

/** The commands that every list or settings menu has. */
export async function runItemCommand(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  switch (call.command) {
    case 'add':
      return addItem(menu, call, session.lastPrint);
    case 'set':
    case 'comment':
      return setItems(menu, call, session.lastPrint);
    case 'reset':
      return resetItems(menu, call, session.lastPrint);
    case 'unset':
      return unsetProperties(menu, call, session.lastPrint);
    case 'enable':
    case 'disable':
      return switchItems(menu, call, session.lastPrint);
    case 'remove':
      return removeItems(menu, call, session.lastPrint);
    case 'move':
      return moveItems(menu, call, session.lastPrint);
    case 'get':
      return getProperty(menu, call, session.lastPrint);
    case 'edit':
      throw new RouterosError('failure: the twin has no editor; set the property', {
        category: trapCategories.general,
      });
    case 'find':
      return list((await selectedRows(menu, call, unread)).map((row) => id(row.id)));
    case 'print':
      return print(menu, call, session);
    default:
      throw new RouterosError('no such command', { category: trapCategories.missing });
  }
}

/** Whose figures nobody looks at. */
const unread = { figures: false } as const;

async function print(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const has = (name: string): boolean => call.args.has(name);
  const rows = (await printed(menu, call, session)).filter(
    (row) => !(has('static') && row.dynamic) && !(has('dynamic') && !row.dynamic),
  );
  if (has('count-only')) return counted(rows.length, call);
  if (has('as-value')) return asValue(menu, rows);
  if (menu.spec.kind === 'settings') call.print(rows.map((row) => printSettings(row, menu.spec.properties)).join(''));
  else {
    const style = {
      version: session.version,
      detail: has('detail'),
      terse: has('terse'),
      stats: has('stats'),
      showIds: has('show-ids'),
      properties: call.args.has('proplist')
        ? toPropertyText(call.args.get('proplist') ?? nothing).split(',')
        : undefined,
    };
    call.print(menu.spec.path === 'log' ? logLines(rows) : printItems(menu, rows, style));
    session.lastPrint.set(
      menu.spec.path,
      rows.map((row) => row.id),
    );
  }
  return nothing;
}

/** What `from=`, `chain=` and `where` leave of the rows. */
async function printed(menu: Menu, call: DeviceCall, session: Session): Promise<Row[]> {
  const rows = await selectedRows(menu, call, { figures: !call.args.has('count-only') });
  const [from, chain] = [call.args.get('from'), call.args.get('chain')];
  const asked = from === undefined ? undefined : await numberedRows(menu, from, session.lastPrint, unread);
  return rows.filter(
    (row) =>
      (asked?.some(({ id }) => id === row.id) ?? true) &&
      (chain === undefined || row.props['chain'] === toPropertyText(chain)),
  );
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
