import { commonCommands } from '../src/twin/console/common-commands.ts';
import type { MenuSpec } from '../src/twin/menu/menu-spec.ts';
import type { PropertySpec } from '../src/twin/menu/property-type.ts';
import { ethernet } from '../src/twin/menus/interfaces.ts';
import { Twin } from '../src/twin/twin.ts';
import { parseVersion } from '../src/twin/version.ts';

/** Properties of which the document names every value: what a firewall rule can say. */
const withValues: readonly string[] = ['action', 'reject-with', 'protocol'];

/** The twin's menus as Markdown, made of the same descriptions that `print`, `set` and `export` work with. */
export function twinMenusText(): string {
  const menus = describedMenus()
    .filter(({ hidden }) => hidden !== true)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return menus.map(menuText).join('\n\n');
}

function describedMenus(): MenuSpec[] {
  // Never switched on: it only describes itself. Its ethernet interfaces are what it finds when it boots.
  const twin = new Twin({ version: parseVersion('7'), managementPort: 0, runDirectory: '', trustFile: undefined });
  return [...twin.menus.menus.map(({ spec }) => spec), ethernet(twin)];
}

const places = ['takes', 'keeps, without effect', 'refuses', 'shows'] as const;

function menuText(spec: MenuSpec): string {
  const properties = Map.groupBy(Object.entries(spec.properties), ([, property]) => placeOf(property));
  const rows = places.map((place) => row(place, (properties.get(place) ?? []).map(propertyText)));
  const commands = [...commonCommands(spec), ...Object.keys(spec.actions ?? {})].toSorted();
  const lines = [...rows, row('commands', commands.map(code))].filter((line) => line !== '');
  return [`### ${code(`/${spec.path}`)}`, '', ...lines].join('\n');
}

function placeOf({ readonly, inert, refused }: PropertySpec): (typeof places)[number] {
  if (readonly === true) return 'shows';
  if (refused === true) return 'refuses';
  return inert === true ? 'keeps, without effect' : 'takes';
}

function row(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `- **${what}** ${names.join(', ')}`;
}

function propertyText([name, { required, type }]: [string, PropertySpec]): string {
  const values = withValues.includes(name) ? (type.words?.() ?? []) : [];
  const notes = [...(required === true ? ['required'] : []), ...values.map(code)];
  return notes.length === 0 ? code(name) : `${code(name)} (${notes.join(', ')})`;
}

function code(text: string): string {
  return `\`${text}\``;
}
