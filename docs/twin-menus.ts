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
  const menus = describedMenus('7').filter(({ hidden, kept }) => hidden !== true && kept !== true);
  return menus.map(menuText).join('\n\n');
}

/** Menus that are kept without effect, as Markdown. */
export function keptMenusText(): string {
  const [six, seven] = (['6.49', '7'] as const).map(keptPaths);
  const only = (own: readonly string[] = [], other: readonly string[] = []): string =>
    own
      .filter((path) => !other.includes(path))
      .map(slashed)
      .join(', ');
  const both = (six ?? []).filter((path) => seven?.includes(path) === true).map(slashed);
  return [both.join(', '), `Only in 6.49: ${only(six, seven)}`, `Only in 7: ${only(seven, six)}`]
    .join('.\n\n')
    .concat('.');
}

const keptPaths = (ros: string): string[] =>
  describedMenus(ros)
    .filter(({ kept }) => kept === true)
    .map(({ path }) => path);

const slashed = (path: string): string => code(`/${path}`);

function describedMenus(ros: string): MenuSpec[] {
  // Never switched on: it only describes itself. Its ethernet interfaces are what it finds when it boots.
  const version = parseVersion(ros);
  const twin = new Twin({ version, managementPort: 0, runDirectory: '', trustFile: undefined, enforced: false });
  const specs = [...twin.menus.menus.map(({ spec }) => spec), ethernet(twin)];
  return specs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const places = ['takes', 'keeps, without effect', 'refuses', 'shows'] as const;

function menuText(spec: MenuSpec): string {
  const properties = Map.groupBy(Object.entries(spec.properties), ([, property]) => placeOf(property));
  const rows = places.map((place) => row(place, (properties.get(place) ?? []).map(propertyText)));
  const commands = [...commonCommands(spec), ...Object.keys(spec.actions ?? {})].toSorted();
  const differing = Object.entries(spec.properties).flatMap(([name, { differs }]) =>
    differs === undefined ? [] : [`${code(name)}: ${differs}`],
  );
  const differs = [...(spec.differs === undefined ? [] : [spec.differs]), ...differing].map((text) => `  - ${text}`);
  const lines = [
    ...rows,
    row('commands', commands.map(code)),
    ...(differs.length === 0 ? [] : [`- **differs**`, ...differs]),
  ].filter((line) => line !== '');
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
