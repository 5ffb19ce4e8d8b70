import type { DeviceCall } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { id, nothing } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import { notAValueOf, PropertyError } from '../menu/parsed.ts';
import type { LastPrint } from './item-numbers.ts';
import { noSuchItem, numberedRows } from './item-numbers.ts';

/** Whose figures nobody looks at: they are only changed, moved or taken away. */
const unread = { figures: false } as const;
/** `remove [find …]` is one command: what its `find` has read a moment ago need not be read again. */
const justFound = { ...unread, recentMs: 20 } as const;

const notProperties = new Set(['numbers', 'place-before', 'copy-from', 'value-name', 'destination']);

const failure = (text: string): RouterosError =>
  new RouterosError(`failure: ${text}`, { category: trapCategories.general });

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

const called = (menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Row[]> =>
  numberedRows(menu, call.args.get('numbers'), lastPrint, justFound);

/** `add`; its value is the new item's id. */
export async function addItem(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  const options = {
    placeBefore: await placeBefore(menu, call, lastPrint),
    copyFrom: await copyFrom(menu, call, lastPrint),
  };
  const item = await located(call, () => menu.add(givenProperties(call), options));
  return id(item.id);
}

async function placeBefore(menu: Menu, { args }: DeviceCall, lastPrint: LastPrint): Promise<string | undefined> {
  const place = args.get('place-before');
  if (place === undefined) return undefined;
  const [row] = await numberedRows(menu, place, lastPrint, unread).catch(() => []);
  if (row === undefined) throw failure("item referred by 'place-before' does not exist");
  if (row.dynamic) throw failure('cannot move builtin');
  return row.id;
}

async function copyFrom(menu: Menu, { args }: DeviceCall, lastPrint: LastPrint): Promise<string | undefined> {
  const original = args.get('copy-from');
  if (original === undefined) return undefined;
  const [row] = await numberedRows(menu, original, lastPrint, unread);
  if (row === undefined) throw noSuchItem();
  return row.id;
}

/** `set` and `comment` */
export async function setItems(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  const given = givenProperties(call);
  for (const name of call.unset) requireUnsettable(menu, call, name);
  for (const row of await called(menu, call, lastPrint))
    await located(call, () => changeRow(menu, row, given, call.unset));
  return nothing;
}

/** What has to be there cannot be taken away. */
function requireUnsettable(menu: Menu, call: DeviceCall, name: string): void {
  if (menu.spec.properties[name]?.required !== true) return;
  throw new PropertyError(name, 'expected end of command').at(call.position.arg(name) ?? call.position);
}

async function changeRow(
  menu: Menu,
  row: Row,
  given: Readonly<Record<string, string>>,
  unset: readonly string[] = [],
): Promise<void> {
  if (row.dynamic && menu.spec.setDynamic === undefined) throw failure('can not change dynamic');
  await menu.setRow(row, given, unset);
}

/** `reset`: all properties as they are delivered, but for those that are given. */
export async function resetItems(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  const given = givenProperties(call);
  for (const row of await called(menu, call, lastPrint)) {
    if (row.dynamic) throw failure('can not change dynamic');
    const delivered = menu.delivered(menu.find(row.id)) ?? {};
    const kept = requiredOf(menu, row);
    const settable = Object.entries({ ...kept, ...delivered, ...given }).filter(
      ([name]) => menu.spec.properties[name]?.readonly !== true,
    );
    const unset = Object.keys(menu.spec.properties).filter((name) => !settable.some(([kept]) => kept === name));
    await located(call, () => menu.set(row.id, Object.fromEntries(settable), unset));
  }
  return nothing;
}

/** An item without its name or chain would be none. */
const requiredOf = (menu: Menu, { props }: Row): Record<string, string> =>
  Object.fromEntries(
    Object.entries(props).filter(([name]) => name === menu.spec.key || menu.spec.properties[name]?.required === true),
  );

/** `unset numbers value-name` */
export async function unsetProperties(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  const names = toPropertyText(call.args.get('value-name') ?? nothing).split(',');
  for (const name of names) {
    const property = menu.spec.properties[name];
    if (property === undefined || property.readonly === true || property.required === true)
      throw notAValueOf('value-name', name === '');
  }
  for (const row of await called(menu, call, lastPrint)) await changeRow(menu, row, {}, names);
  return nothing;
}

/** `enable`, `disable` */
export async function switchItems(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  const disabled = call.command === 'disable' ? 'yes' : 'no';
  for (const row of await called(menu, call, lastPrint)) await changeRow(menu, row, { disabled });
  return nothing;
}

export async function removeItems(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  await menu.removeAll(await called(menu, call, lastPrint));
  return nothing;
}

/** `move numbers destination`: to where that one stands; without a destination, to the end. */
export async function moveItems(menu: Menu, call: DeviceCall, lastPrint: LastPrint): Promise<Value> {
  const moving = await called(menu, call, lastPrint);
  const destination = call.args.get('destination');
  const before = destination === undefined ? undefined : (await numberedRows(menu, destination, lastPrint, unread))[0];
  if ([...moving, ...(before === undefined ? [] : [before])].some((row) => row.dynamic))
    throw failure('cannot move builtin');
  menu.move(
    moving.map((row) => row.id),
    before?.id,
  );
  return nothing;
}
