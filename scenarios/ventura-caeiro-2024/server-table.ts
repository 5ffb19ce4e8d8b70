import type { Deed, Observed } from './server-deeds.ts';
import type { ServerDoor } from './server-door.ts';

interface Measured {
  readonly opening: ReadonlyMap<string, number>;
  readonly closing: ReadonlyMap<string, number>;
  readonly observed: ReadonlyMap<Deed, readonly Observed[]>;
}

/** One sentence a door. */
export function comparisonTable(doors: readonly ServerDoor[], { opening, closing, observed }: Measured): string {
  return doors
    .map(({ name }) => {
      const wrong = [...observed].flatMap(([deed, rows]) => (isWrong(deed, rows, name) ? [deed.name] : []));
      const closes = closing.has(name) ? `two seconds last ${closing.get(name)} ms` : 'an hour is an hour of its clock';
      const weak = wrong.length === 0 ? 'did right in every trial' : `did wrong at ${wrong.join(', ')}`;
      return `${name}: opens ${opening.get(name)} ms after the client's start; ${closes}; ${weak}.`;
    })
    .join(' ');
}

/** It opened where it should not have, or stayed shut where it should have opened. */
function isWrong({ rightful = false }: Deed, rows: readonly Observed[], name: string): boolean {
  const opened = rows.find(({ door }) => door === name)?.opened;
  return opened !== undefined && opened !== rightful;
}
