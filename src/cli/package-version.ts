import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in knocklab's own package.json. */
export function packageVersion(): string {
  const file = join(import.meta.dirname, '..', '..', 'package.json');
  const { version }: { version?: unknown } = JSON.parse(readFileSync(file, 'utf8'));
  return String(version);
}
