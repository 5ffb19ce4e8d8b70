import type { Attack } from './attack.ts';
import { scans } from './scans.ts';

/** Every attack, in the order of a real one: look, guess, listen, forge, wait, flood, go round. */
export const attacks: readonly Attack[] = [...scans];
