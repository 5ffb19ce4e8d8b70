import type { Case } from './case.ts';
import { languageOperators } from './cases/language-operators.ts';
import { languagePrograms } from './cases/language-programs.ts';
import { languageValues } from './cases/language-values.ts';
import { menusItems } from './cases/menus-items.ts';
import { menusRules } from './cases/menus-rules.ts';

/** The router contract: everything that a router is asked, area by area. */
export const cases: readonly Case[] = [
  ...languageValues,
  ...languageOperators,
  ...languagePrograms,
  ...menusItems,
  ...menusRules,
];
