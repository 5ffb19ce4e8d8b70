import type { Case } from './case.ts';
import { counterCases } from './cases/counters.ts';
import { languageOperators } from './cases/language-operators.ts';
import { languagePrograms } from './cases/language-programs.ts';
import { languageValues } from './cases/language-values.ts';
import { listEntries } from './cases/lists-entries.ts';
import { matchedLists } from './cases/lists-matched.ts';
import { listRules } from './cases/lists-rules.ts';
import { firewallLogs } from './cases/logs-firewall.ts';
import { scriptLogs } from './cases/logs-scripts.ts';
import { menusItems } from './cases/menus-items.ts';
import { menusQueries } from './cases/menus-queries.ts';
import { menusRules } from './cases/menus-rules.ts';
import { packetActions } from './cases/packets-actions.ts';
import { packetChains } from './cases/packets-chains.ts';
import { packetConnections } from './cases/packets-connections.ts';
import { packetCounting } from './cases/packets-counting.ts';
import { packetHeaders } from './cases/packets-headers.ts';
import { packetInterfaces } from './cases/packets-interfaces.ts';
import { packetNat } from './cases/packets-nat.ts';
import { servicePorts } from './cases/services-ports.ts';
import { serviceSsh } from './cases/services-ssh.ts';
import { serviceWeb } from './cases/services-web.ts';

/** The router contract: everything that a router is asked, area by area. */
export const cases: readonly Case[] = [
  ...languageValues,
  ...languageOperators,
  ...languagePrograms,
  ...menusItems,
  ...menusQueries,
  ...menusRules,
  ...listEntries,
  ...listRules,
  ...matchedLists,
  ...counterCases,
  ...scriptLogs,
  ...firewallLogs,
  ...servicePorts,
  ...serviceWeb,
  ...serviceSsh,
  ...packetActions,
  ...packetChains,
  ...packetConnections,
  ...packetNat,
  ...packetHeaders,
  ...packetCounting,
  ...packetInterfaces,
];
