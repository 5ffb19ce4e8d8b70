import { readFile } from 'node:fs/promises';

/** The text of a knock client in `lab/clients/`. */
export async function client(name: string): Promise<string> {
  return await readFile(new URL(`../../lab/clients/${name}`, import.meta.url), 'utf8');
}
