import type { Case } from './case.ts';
import { counterCases } from './cases/counters.ts';
import { languageOperators } from './cases/language-operators.ts';
import { languagePrograms } from './cases/language-programs.ts';
import { languageValues } from './cases/language-values.ts';
import { listCases } from './cases/lists.ts';
import { logCases } from './cases/logs.ts';
import { menusItems } from './cases/menus-items.ts';
import { menusRules } from './cases/menus-rules.ts';
import { packetMatchers } from './cases/packets-matchers.ts';
import { packetRules } from './cases/packets-rules.ts';
import { serviceCases } from './cases/services.ts';

/** The router contract: everything that a router is asked, area by area. */
export const cases: readonly Case[] = [
  ...languageValues,
  ...languageOperators,
  ...languagePrograms,
  ...menusItems,
  ...menusRules,
  ...listCases,
  ...counterCases,
  ...logCases,
  ...serviceCases,
  ...packetRules,
  ...packetMatchers,
];
