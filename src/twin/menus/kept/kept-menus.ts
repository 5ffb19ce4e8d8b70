import { readFileSync } from 'node:fs';
import { RouterosError, trapCategories } from '../../../routeros/routeros-error.ts';
import { nothing } from '../../../routeros/value.ts';
import type { ActionSpec, Item, MenuSpec } from '../../menu/menu-spec.ts';
import type { Properties, PropertySpec } from '../../menu/property-type.ts';
import { boolean, text, word } from '../../menu/property-type.ts';
import type { Twin } from '../../twin.ts';
import { interfaceState, uniqueName } from '../interfaces-properties.ts';
import { forgetInterface } from '../references.ts';
import { delivered } from './delivered.ts';

// Menus of RouterOS that have no effect in a lab. A line of the table is a menu: its path; `list`, `fixed` (a list that
// nobody adds to) or `settings`, and `ordered`; its properties, `?` behind those that are yes or no and `*` behind
// secrets; its further commands; and the generation that has it, when it is only one.

const table = new URL('./kept-menus.txt', import.meta.url);

interface Line {
  readonly path: string;
  readonly kind: string;
  readonly properties: string;
  readonly commands: string;
}

/** The menus of a generation, but for those that the twin has in earnest. */
export function keptMenus(twin: Twin, known: ReadonlySet<string>): MenuSpec[] {
  const generation = String(twin.version.major);
  return readFileSync(table, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [path = '', kind = '', properties = '', commands = '', only = ''] = line.split('|');
      const isThere = path !== '' && (only === '' || only === generation) && !known.has(path);
      return isThere ? [keptMenu(twin, { path, kind, properties, commands })] : [];
    });
}

function keptMenu(twin: Twin, line: Line): MenuSpec {
  const { path, kind } = line;
  const initial = delivered[path];
  const common = {
    path,
    kept: true,
    // Items that are there by their names cannot be named otherwise.
    properties: { ...(initial?.[0]?.['name'] === undefined ? {} : { name: stateWord }), ...propertiesOf(line) },
    actions: Object.fromEntries(wordsOf(line.commands).map((name) => [name, keptCommand(path, name)])),
    ...(initial === undefined ? {} : { initial }),
  };
  if (kind === 'settings') return { ...common, kind: 'settings' };
  const spec: MenuSpec = {
    ...common,
    kind: 'list',
    flags: [[{ letter: 'X', name: 'disabled' }]],
    fixed: kind === 'fixed',
    ordered: kind.endsWith('ordered'),
    columns: columnsOf(line),
    ...(hasName(line) || initial?.[0]?.['name'] !== undefined ? { key: 'name' } : {}),
    ...(initial === undefined ? {} : { exportAs: exportAs(initial.length === 1) }),
  };
  return isInterface(line) ? asInterface(twin, path, spec) : spec;
}

/** The name, and what comes first behind it. */
function columnsOf({ properties }: Line): string[] {
  const names = properties.split(' ').map((name) => name.replace(/[?*]+$/, ''));
  const shown = names.filter((name) => name !== 'name' && name !== 'comment' && name !== 'disabled').slice(0, 6);
  return names.includes('name') ? ['name', ...shown] : shown;
}

/** How an export finds what every router has: as the one that is there by default, or by its name. */
const exportAs =
  (isOnly: boolean) =>
  ({ props }: Item): string =>
    props['default'] === 'yes' && isOnly ? '[ find default=yes ]' : (props['name'] ?? '0');

const wordsOf = (list: string): string[] => list.split(' ').filter((word) => word !== '');
const hasName = ({ properties }: Line): boolean => wordsOf(properties).includes('name');

const isInterface = (line: Line): boolean =>
  /^interface [\w-]+$/.test(line.path) && line.kind.startsWith('list') && hasName(line);

function asInterface(twin: Twin, path: string, spec: MenuSpec): MenuSpec {
  return {
    ...spec,
    namedAs: ['interface'],
    exportRank: 11,
    touches: path === 'interface pppoe-client' ? ['links', 'firewall', 'dhcp-client'] : ['links', 'firewall'],
    check: uniqueName(twin),
    computed: (item) => ({ ...interfaceState(twin, path.split(' ')[1] ?? '')(item), running: 'no' }),
    afterRemove: (item) => forgetInterface(twin, item),
  };
}

/** One description of each kind serves six thousand properties. */
const plain: PropertySpec = { type: word, inert: true };
const yesNo: PropertySpec = { type: boolean, inert: true };
const secret: PropertySpec = { type: text, inert: true, sensitive: true };
const label: PropertySpec = { type: text };
const switchedOff: PropertySpec = { type: boolean, default: 'no' };
const stateWord: PropertySpec = { type: word, readonly: true };
const stateFlag: PropertySpec = { type: boolean, readonly: true };

function propertiesOf(line: Line): Properties {
  const given = wordsOf(line.properties).map((name): [string, PropertySpec] => [
    name.replace(/[?*]+$/, ''),
    propertyOf(name),
  ]);
  const state = isInterface(line)
    ? { 'default-name': stateWord, type: stateWord, running: stateFlag, slave: stateFlag, 'actual-mtu': stateWord }
    : {};
  return { ...Object.fromEntries(given), ...state, default: stateFlag };
}

function propertyOf(name: string): PropertySpec {
  if (name === 'name' || name === 'comment') return label;
  if (name.startsWith('disabled')) return switchedOff;
  if (name.endsWith('*')) return secret;
  return name.endsWith('?') ? yesNo : plain;
}

/** Asks nothing of the world and is asked by scripts; the others would have to do something. */
const harmless: ReadonlySet<string> = new Set([
  'force-update',
  'provision',
  'flush',
  'check-for-updates',
  'reset-mac-address',
]);

function keptCommand(path: string, name: string): ActionSpec {
  return {
    params: ['numbers', 'once', 'duration', 'as-value', 'name'],
    positional: ['numbers'],
    switches: ['once', 'as-value'],
    run: async () => {
      if (harmless.has(name)) return nothing;
      throw new RouterosError(`failure: the twin keeps /${path} and does nothing with it`, {
        category: trapCategories.general,
      });
    },
  };
}
