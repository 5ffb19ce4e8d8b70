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
import { alerts } from './rules/alerts.ts';
import { contradictory } from './rules/contradictory.ts';
import { endlessLists } from './rules/endless-lists.ts';
import { exposed } from './rules/exposed.ts';
import { fasttrack } from './rules/fasttrack.ts';
import { finalDrop } from './rules/final-drop.ts';
import { invalidPackets } from './rules/invalid-packets.ts';
import { ipv6Forgotten } from './rules/ipv6-forgotten.ts';
import { lateDrop } from './rules/late-drop.ts';
import { neverFilled } from './rules/never-filled.ts';
import { oneStep } from './rules/one-step.ts';
import { secrets } from './rules/secrets.ts';
import { shadowed } from './rules/shadowed.ts';
import { takenByNat } from './rules/taken-by-nat.ts';
import { trapPorts } from './rules/trap-ports.ts';
import { unreachedChains } from './rules/unreached-chains.ts';

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
  shadowed,
  contradictory,
  takenByNat,
  neverFilled,
  unreachedChains,
  lateDrop,
  finalDrop,
  exposed,
  ipv6Forgotten,
  invalidPackets,
  fasttrack,
  oneStep,
  trapPorts,
  endlessLists,
  alerts,
  secrets,
];
