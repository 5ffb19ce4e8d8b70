import { readFileSync } from 'node:fs';
import type { Source } from '../../core/source.ts';

/** A small office behind one provider, with a forwarded port and a knock for the administrator. */
export function exampleExport(): Source {
  const file = new URL('../../../lab/router/examples/office.rsc', import.meta.url);
  return { name: 'office.rsc', text: readFileSync(file, 'utf8') };
}
