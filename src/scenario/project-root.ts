import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of knocklab itself. */
export const packageRoot = resolve(import.meta.dirname, '..', '..');

/** The project whose scenarios run: the current folder when it has some, otherwise knocklab's own. */
export function projectRoot(folder: string): string {
  return existsSync(join(folder, 'scenarios')) ? folder : packageRoot;
}

/** Where a project's files of one kind may lie: its own folder first, knocklab's own behind it. */
export function projectFolders(root: string, ...names: readonly string[]): string[] {
  return [...new Set([root, packageRoot])].map((folder) => join(folder, ...names));
}
