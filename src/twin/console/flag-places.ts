import type { Flag, FlagPlaces, Row } from '../menu/menu-spec.ts';
import type { PrintStyle } from './print-style.ts';
import { usualWidth } from './print-style.ts';

function isSet(row: Row, { name }: Flag): boolean {
  if (name === 'dynamic') return row.dynamic;
  return name === 'invalid' ? row.invalid !== undefined : row.props[name] === 'yes';
}

/** The letters of a row, each in its place; a blank where none is set: ` D`. */
export function flagLetters(places: FlagPlaces, row: Row): string {
  return places.map((place) => place.find((flag) => isSet(row, flag))?.letter ?? ' ').join('');
}

/** v7 shows in columns only the flags that some row has, and only their places; otherwise all are shown. */
export function usedPlaces(places: FlagPlaces, rows: readonly Row[]): FlagPlaces {
  return places
    .map((place) => place.filter((flag) => rows.some((row) => isSet(row, flag))))
    .filter((place) => place.length > 0);
}

/**
 * v6: `Flags: X - disabled, I - invalid, D - dynamic `; v7 sets places apart: `X - disabled, I - invalid; D - dynamic `,
 * in columns in upper case and without the blank (firewall-facts 1.5, 2.3; language-facts 7).
 */
export function flagLegend(
  places: FlagPlaces,
  { version: { major }, width = usualWidth }: Pick<PrintStyle, 'version' | 'width'>,
  { inColumns }: { readonly inColumns: boolean },
): string {
  if (places.length === 0) return '';
  const upperCase = major > 6 && inColumns;
  const texts = places.map((place) =>
    place.map(({ letter, name }) => `${letter} - ${upperCase ? name.toUpperCase() : name}`).join(', '),
  );
  if (major === 6) return `${wrapped('Flags:', texts.join(', ').split(', '), ',', width)} \n`;
  return `${wrapped('Flags:', texts, ';', width)}${inColumns ? '' : ' '}\n`;
}

/** Parts stay whole. */
function wrapped(head: string, parts: readonly string[], separator: string, width: number): string {
  return parts.reduce((text, part, index) => {
    const joined = `${text}${index === 0 ? '' : separator}`;
    const column = joined.length - (joined.lastIndexOf('\n') + 1);
    return `${joined}${column + part.length + 2 > width ? '\n' : ' '}${part}`;
  }, head);
}
