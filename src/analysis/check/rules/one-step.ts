import type { Check, Fault } from '../finding.ts';
import { demands, type Step } from '../firewall.ts';
import { apartBy, askedBy } from '../matching/relation.ts';

/** Stages in an order in which one packet climbs several. */
export const oneStep: Check = {
  id: 'one-step',
  level: 'warning',
  title: 'one packet is one step',
  finds:
    'a stage behind the one before it that the same packet meets as well: equal or overlapping ports in ascending stages',
  source:
    'MikroTik’s manual, “Bruteforce prevention” (stages stand in reverse); the list target of the published kernel sources: the next rule already sees the entry',
  find: ({ firewall }) => {
    const faults = firewall.walks().flatMap((steps) =>
      steps.flatMap((step, at) => {
        const before = steps.slice(0, at).findLast((one) => leadsOn(one, step, steps));
        return before === undefined ? [] : [faultOf(before, step)];
      }),
    );
    return faults;
  },
};

const recorded = ({ action, properties }: Step): string | undefined =>
  action === 'add-src-to-address-list' ? properties.get('address-list') : undefined;

/** The first writes its sender into the list that the second asks for, and lets the packet go on. */
function leadsOn(first: Step, second: Step, steps: readonly Step[]): boolean {
  const [list, next] = [recorded(first), recorded(second)];
  if (list === undefined || next === undefined || list === next) return false;
  if (!demands(second, 'src-address-list').includes(list)) return false;
  // Behind a jump it is asked for where the jump stands, before the first has written it.
  const [jump] = second.through;
  const asksInside = second.properties.get('src-address-list') === list;
  const jumpAt = steps.findIndex(({ number, through }) => through.length === 0 && number === jump?.number);
  if (!asksInside && jump !== undefined && jumpAt < steps.indexOf(first)) return false;
  if (apartBy(askedBy(first), askedBy(second)) !== undefined) return false;
  return !isEnded(first, second, steps);
}

/** Something between them ends the packet for good. */
function isEnded(first: Step, second: Step, steps: readonly Step[]): boolean {
  const between = steps.slice(steps.indexOf(first) + 1, steps.indexOf(second));
  const asked = askedBy(second);
  return between.some(({ action, ...rest }) => {
    const isLast = ['drop', 'reject', 'accept', 'return', 'tarpit'].includes(action);
    return isLast && apartBy(askedBy({ action, ...rest }), asked) === undefined;
  });
}

function faultOf(first: Step, second: Step): Fault {
  const [list, next] = [recorded(first) ?? '', recorded(second) ?? ''];
  return {
    at: second,
    problem: `one packet climbs two stages: rule ${first.number} writes its sender into ${list}, and this rule, behind it, into ${next}`,
    why: 'Lists change while a packet is on its way through the rules: who sends the first packet has sent the second.',
    fix: `Put the stages in reverse order: this rule before rule ${first.number}.`,
  };
}
