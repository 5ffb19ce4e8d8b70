import type { DeviceCall } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import { id, list } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import { addItem, moveItems, removeItems, resetItems, setItems, switchItems, unsetProperties } from './change-items.ts';
import type { ConsolePlace } from './console-place.ts';
import { getProperty } from './get-item.ts';
import { printCommand } from './print-command.ts';
import { selectedRows } from './selected-rows.ts';

/** The commands that every list or settings menu has. */
export async function runItemCommand(menu: Menu, call: DeviceCall, place: ConsolePlace): Promise<Value> {
  switch (call.command) {
    case 'add':
      return addItem(menu, call, place.lastPrint);
    case 'set':
    case 'comment':
      return setItems(menu, call, place.lastPrint);
    case 'reset':
      return resetItems(menu, call, place.lastPrint);
    case 'unset':
      return unsetProperties(menu, call, place.lastPrint);
    case 'enable':
    case 'disable':
      return switchItems(menu, call, place.lastPrint);
    case 'remove':
      return removeItems(menu, call, place.lastPrint);
    case 'move':
      return moveItems(menu, call, place.lastPrint);
    case 'get':
      return getProperty(menu, call, place);
    case 'edit':
      throw new RouterosError('failure: the twin has no editor; set the property', {
        category: trapCategories.general,
      });
    case 'find':
      return list(
        (await selectedRows(menu, call, { figures: false, hidesSecrets: place.hidesSecrets })).map((row) => id(row.id)),
      );
    case 'print':
      return printCommand(menu, call, place);
    default:
      throw new RouterosError('no such command', { category: trapCategories.missing });
  }
}
