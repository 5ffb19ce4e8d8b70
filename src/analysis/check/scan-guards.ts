import { demands, type Firewall, isDrop, type Step } from './firewall.ts';
import type { Ladder } from './ladders.ts';
import { namedPorts } from './ports.ts';

/** What keeps scans from knocking: psd, a trap, or ports that spoil a sequence that has begun. */
export interface ScanGuard {
  /** What notices a scan. */
  readonly notices: Step;
  /** What a list of its senders is good for; undefined: the rule drops them itself. */
  readonly stops: Step | undefined;
}

/** Guards against scans, whether or not they stand early enough. */
export function scanGuards(firewall: Firewall, ladder: Ladder): readonly ScanGuard[] {
  const steps = firewall.allSteps();
  return steps.flatMap((step): readonly ScanGuard[] => {
    if (step.properties.has('psd') && isDrop(step)) return [{ notices: step, stops: undefined }];
    if (step.action !== 'add-src-to-address-list' || !seesScans(step, ladder)) return [];
    const list = step.properties.get('address-list') ?? '';
    const stops = steps.find((other) => shutsOut(other, list, ladder));
    return stops === undefined ? [] : [{ notices: step, stops }];
  });
}

export function isGuarded(firewall: Firewall, ladder: Ladder): boolean {
  return scanGuards(firewall, ladder).some((guard) => isEarly(guard, ladder));
}

/** Whoever was noticed must not come to the last knock. */
export function isEarly({ stops }: ScanGuard, { stages }: Ladder): boolean {
  const last = stages.at(-1)?.rule;
  if (stops === undefined || last === undefined) return true;
  if (stops.menu !== last.menu) return stops.menu.endsWith('raw');
  const [first, second] = [placeOf(stops), placeOf(last)];
  return first[0] !== second[0] || first[1] <= second[1];
}

/** The chain in which its packets begin, and the rule there by which they come. */
function placeOf({ through: [jump], chain, number }: Step): readonly [chain: string, number: number] {
  return jump === undefined ? [chain, number] : [jump.chain, jump.number];
}

/** Not what only those meet who are inside already, nor what counts logins at the guarded service. */
function seesScans(step: Step, ladder: Ladder): boolean {
  const from = demands(step, 'src-address-list');
  if (ladder.lists.some((list) => from.includes(list))) return false;
  if (ladder.stages.some(({ rule }) => rule.menu === step.menu && rule.number === step.number)) return false;
  if (step.properties.has('psd')) return true;
  const [ports] = demands(step, 'dst-port');
  if (ports === undefined || ports.startsWith('!')) return true;
  const guarded = ladder.admissions.flatMap((admission) => demands(admission, 'dst-port').flatMap(namedPorts));
  return !namedPorts(ports).every((port) => guarded.includes(port)) || namedPorts(ports).length === 0;
}

/** Drops those on the list, or keeps them from a stage. */
function shutsOut(step: Step, list: string, { stages }: Ladder): boolean {
  const from = demands(step, 'src-address-list');
  if (isDrop(step)) return from.includes(list);
  return from.includes(`!${list}`) && stages.some(({ rule }) => rule.menu === step.menu && rule.number === step.number);
}
