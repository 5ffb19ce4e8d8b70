import type { Observed } from './server-deeds.ts';
import type { ServerDoor } from './server-door.ts';

interface Measured {
  readonly opening: ReadonlyMap<string, number>;
  readonly closing: ReadonlyMap<string, number>;
  /** By what was tried. */
  readonly observed: ReadonlyMap<string, readonly Observed[]>;
}

/** One sentence a door. */
export function comparisonTable(doors: readonly ServerDoor[], { opening, closing, observed }: Measured): string {
  const deeds = [...observed];
  return doors
    .map(({ name }) => {
      const opened = deeds.flatMap(([title, rows], index) =>
        rows.some(({ door, opened }) => door === name && opened === true) ? [`${index + 1} (${title})`] : [],
      );
      const closes = closing.has(name) ? `two seconds last ${closing.get(name)} ms` : 'an hour is an hour of its clock';
      return `${name}: opens ${opening.get(name)} ms after the client's start; ${closes}; opened to ${opened.length} of ${deeds.length} trials.`;
    })
    .join(' ');
}
