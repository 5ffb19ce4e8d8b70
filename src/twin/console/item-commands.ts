import type { DeviceCall } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { id, keyed, list, nothing, num, str } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import { PropertyError } from '../menu/parsed.ts';
import type { RosVersion } from '../version.ts';
import type { LastPrint } from './item-numbers.ts';
import { numberedRows } from './item-numbers.ts';
import { printItems, printSettings } from './print-items.ts';

export interface Session {
  readonly version: RosVersion;
  readonly lastPrint: LastPrint;
}

/** The commands that every list or settings menu has. */
export async function runItemCommand(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  switch (call.command) {
    case 'add':
      return addItem(menu, call, session);
    case 'set':
    case 'comment':
      return setItems(menu, call, session);
    case 'reset':
      return resetItems(menu, call, session);
    case 'unset':
      return unsetProperty(menu, call, session);
    case 'enable':
    case 'disable':
      return switchItems(menu, call, session);
    case 'remove':
      return removeItems(menu, call, session);
    case 'move':
      return moveItems(menu, call, session);
    case 'get':
      return getProperty(menu, call, session);
    case 'find':
      return list((await selected(menu, call)).map((row) => id(row.id)));
    case 'print':
      return print(menu, call, session);
    default:
      throw new RouterosError('no such command', { category: trapCategories.missing });
  }
}

/** Whose figures nobody looks at: they are only changed, moved or taken away. */
const unread = { figures: false } as const;

const notProperties = new Set(['numbers', 'place-before', 'copy-from', 'value-name', 'destination']);

function givenProperties(call: DeviceCall): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of call.args) if (!notProperties.has(name)) given[name] = toPropertyText(value);
  return given;
}

/** A property's error stands where its name stands. */
async function located<T>(call: DeviceCall, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PropertyError) throw error.at(call.position.arg(error.property) ?? call.position);
    throw error;
  }
}

async function addItem(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const one = async (name: string): Promise<string | undefined> => {
    const value = call.args.get(name);
    return value === undefined ? undefined : (await numberedRows(menu, value, session.lastPrint, unread))[0]?.id;
  };
  const options = { placeBefore: await one('place-before'), copyFrom: await one('copy-from') };
  const item = await located(call, () => menu.add(givenProperties(call), options));
  return id(item.id);
}

async function setItems(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const given = givenProperties(call);
  for (const row of await numberedRows(menu, call.args.get('numbers'), session.lastPrint, unread)) {
    await located(call, () => menu.setRow(row, given, call.unset));
  }
  return nothing;
}

async function resetItems(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  for (const row of await numberedRows(menu, call.args.get('numbers'), session.lastPrint, unread)) {
    await located(call, () => menu.set(row.id, givenProperties(call), Object.keys(menu.spec.properties)));
  }
  return nothing;
}

async function unsetProperty(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const name = toPropertyText(call.args.get('value-name') ?? nothing);
  if (menu.spec.properties[name] === undefined) throw notAPropertyOf('value-name');
  for (const row of await numberedRows(menu, call.args.get('numbers'), session.lastPrint, unread))
    await menu.set(row.id, {}, [name]);
  return nothing;
}

async function switchItems(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const disabled = call.command === 'disable' ? 'yes' : 'no';
  for (const row of await numberedRows(menu, call.args.get('numbers'), session.lastPrint, unread))
    await menu.set(row.id, { disabled });
  return nothing;
}

async function removeItems(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  for (const row of await numberedRows(menu, call.args.get('numbers'), session.lastPrint, unread))
    await menu.remove(row);
  return nothing;
}

async function moveItems(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const moving = await numberedRows(menu, call.args.get('numbers'), session.lastPrint, unread);
  const destination = call.args.get('destination');
  const before =
    destination === undefined ? undefined : (await numberedRows(menu, destination, session.lastPrint, unread))[0];
  if ([...moving, ...(before === undefined ? [] : [before])].some((row) => row.dynamic)) {
    throw new RouterosError('failure: cannot move builtin', { category: trapCategories.general });
  }
  menu.move(
    moving.map((row) => row.id),
    before?.id,
  );
  return nothing;
}

const notAPropertyOf = (argument: string): RouterosError =>
  new RouterosError(`input does not match any value of ${argument}`, { category: trapCategories.argument });

/** A property as a script sees it: `:typeof` tells a number from a string. */
function propertyValue(menu: Menu, row: Row, name: string): Value {
  if (name === '.id') return id(row.id);
  if (name === 'dynamic') return { type: 'bool', value: row.dynamic };
  if (name === 'invalid') return { type: 'bool', value: row.invalid !== undefined };
  const kept = row.props[name];
  if (kept === undefined) return nothing;
  return menu.spec.properties[name]?.type.value?.(kept) ?? str(kept);
}

async function getProperty(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const [row] = await numberedRows(menu, call.args.get('numbers'), session.lastPrint);
  if (row === undefined) throw new RouterosError('no such item', { category: trapCategories.missing });
  const name = call.args.get('value-name');
  if (name === undefined) return wholeItem(menu, row);
  const property = toPropertyText(name);
  if (
    row.props[property] === undefined &&
    menu.spec.properties[property] === undefined &&
    !['dynamic', 'invalid'].includes(property)
  ) {
    throw notAPropertyOf('value-name');
  }
  return propertyValue(menu, row, property);
}

function wholeItem(menu: Menu, row: Row): Value {
  const names = ['.id', ...Object.keys(row.props)];
  return keyed(names.map((name) => [name, propertyValue(menu, row, name)] as const));
}

async function selected(menu: Menu, call: DeviceCall): Promise<Row[]> {
  const rows = await menu.rows();
  if (call.where === undefined) return rows;
  const kept: Row[] = [];
  for (const row of rows) if (await call.where((name) => propertyValue(menu, row, name))) kept.push(row);
  return kept;
}

async function print(menu: Menu, call: DeviceCall, session: Session): Promise<Value> {
  const has = (name: string): boolean => call.args.has(name);
  const rows = (await printed(menu, call, session)).filter(
    (row) => !(has('static') && row.dynamic) && !(has('dynamic') && !row.dynamic),
  );
  if (has('count-only')) return counted(rows.length, call);
  if (has('as-value')) return asValue(menu, rows);
  if (menu.spec.kind === 'settings') call.print(rows.map(printSettings).join(''));
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
  const rows = await selected(menu, call);
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
