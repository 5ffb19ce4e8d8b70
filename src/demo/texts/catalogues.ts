import { bg } from './bg.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { id } from './id.ts';

/** By the language's code. */
export const catalogues: Readonly<Record<string, Catalogue>> = { en, id, bg };
