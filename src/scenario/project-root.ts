import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of knocklab itself. */
export const packageRoot = resolve(import.meta.dirname, '..', '..');

/** The project whose scenarios run: the current folder when it has some, otherwise knocklab's own. */
export function projectRoot(folder: string): string {
  return existsSync(join(folder, 'scenarios')) ? folder : packageRoot;
}
