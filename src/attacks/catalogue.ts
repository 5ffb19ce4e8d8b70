import { takeovers } from './address-takeover.ts';
import { alerts } from './alerts.ts';
import type { Attack } from './attack.ts';
import { knocks } from './knocks.ts';
import { loads } from './load.ts';
import { logins } from './login.ts';
import { neighbours } from './neighbours.ts';
import { replays } from './replay.ts';
import { scans } from './scans.ts';
import { searches } from './search.ts';
import { sideDoors } from './side-doors.ts';
import { spoofing } from './spoofing.ts';
import { times } from './time.ts';

/** Every attack, in the order of a real one: look, guess, listen, forge, wait, flood, go round. */
export const attacks: readonly Attack[] = [
  ...scans,
  ...knocks,
  ...searches,
  ...replays,
  ...neighbours,
  ...spoofing,
  ...takeovers,
  ...times,
  ...loads,
  ...logins,
  ...sideDoors,
  ...alerts,
];
