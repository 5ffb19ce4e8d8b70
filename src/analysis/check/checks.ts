import type { Check } from './finding.ts';
import { automation } from './practices/automation.ts';
import { establishedFirst } from './practices/established-first.ts';
import { forwardedPorts } from './practices/forwarded-ports.ts';
import { namedKnockers } from './practices/named-knockers.ts';
import { notIcmpFirst } from './practices/not-icmp-first.ts';
import { otherLayers } from './practices/other-layers.ts';
import { ownChains } from './practices/own-chains.ts';
import { ownCombination } from './practices/own-combination.ts';
import { rawLimits } from './practices/raw-limits.ts';
import { scanProtection } from './practices/scan-protection.ts';

/** Everything that `knocklab check` looks for, in the order in which it reports. */
export const checks: readonly Check[] = [
  establishedFirst,
  ownCombination,
  ownChains,
  namedKnockers,
  forwardedPorts,
  rawLimits,
  scanProtection,
  automation,
  notIcmpFirst,
  otherLayers,
];
