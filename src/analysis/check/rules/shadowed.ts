import type { Check, Fault } from '../finding.ts';
import { isDrop, type Rule, type Step } from '../firewall.ts';
import { type Asked, askedBy, impliesAll } from '../matching/relation.ts';
import { shadowedTogether } from './shadowed-together.ts';

/** Rules whose every packet an earlier rule has ended. */
export const shadowed: Check = {
  id: 'shadowed',
  level: 'warning',
  title: 'every rule can be reached',
  finds:
    'a rule whose every packet an earlier rule of the same way has accepted, dropped or sent back, or several of them together',
  source: 'MikroTik’s manual, “Filter”: rules are tried from the top, and the first that accepts or drops is the last',
  find: ({ firewall }) => {
    const ways = Map.groupBy(firewall.walks().flatMap(shadowsOf), ({ step }) => `${step.menu} ${step.number}`);
    const found = [...ways.values()].flatMap((steps) => {
      // A chain that several jumps lead to is met several times; one that gets there is enough.
      const [first] = steps;
      if (first?.by === undefined || steps.some(({ by }) => by === undefined)) return [];
      return [{ step: first.step, by: first.by }];
    });
    const menus = Map.groupBy(firewall.walks().flat(), ({ menu }) => menu);
    const together = [...menus.keys()].flatMap((menu) => {
      const alone = found.flatMap(({ step }) => (step.menu === menu ? [step.number] : []));
      return shadowedTogether(firewall, new Set(alone), menu);
    });
    return [...found.map(({ step, by }) => faultOf(step, by)), ...together];
  },
};

interface Shadow {
  readonly step: Step;
  /** Undefined: packets may come to it. */
  readonly by: Step | undefined;
}

function shadowsOf(steps: readonly Step[]): readonly Shadow[] {
  const asked = new Map(steps.map((step) => [step, askedBy(step)]));
  return steps.flatMap((step, at): readonly Shadow[] => {
    const before = steps.slice(0, at);
    const by = before.find((earlier) => ends(earlier, step, asked, before));
    // What stands behind a jump that nobody takes is told with the jump.
    const jump = step.through.at(-1);
    const isTold = by !== undefined && jump !== undefined && isSame(by, steps, jump, asked);
    return isTold ? [] : [{ step, by }];
  });
}

function isSame(by: Step, steps: readonly Step[], jump: Rule, asked: ReadonlyMap<Step, Asked>): boolean {
  const at = steps.findIndex(({ number }) => number === jump.number);
  const step = steps[at];
  return step !== undefined && steps.indexOf(by) < at && covers(by, step, asked);
}

function ends(earlier: Step, step: Step, asked: ReadonlyMap<Step, Asked>, before: readonly Step[]): boolean {
  if (earlier.action === 'return' ? !isWithinCall(earlier, step) : !isLast(earlier)) return false;
  if (!covers(earlier, step, asked) || comesBack(earlier, before)) return false;
  const start = Math.min(beginOf(earlier, before), beginOf(step, before));
  return !changes(earlier, asked, before.slice(start));
}

/** Where a packet on its way to this rule is asked for the first time. */
function beginOf({ number, through: [jump] }: Step, steps: readonly Step[]): number {
  const first = steps.findIndex((step) => step.through.length === 0 && step.number === (jump?.number ?? number));
  return first < 0 ? steps.length : first;
}

function covers(earlier: Step, step: Step, asked: ReadonlyMap<Step, Asked>): boolean {
  const [outer, inner] = [asked.get(earlier), asked.get(step)];
  return outer !== undefined && inner !== undefined && impliesAll(inner, outer);
}

const lastOfNat: ReadonlySet<string> = new Set([
  'accept',
  'masquerade',
  'src-nat',
  'dst-nat',
  'redirect',
  'netmap',
  'same',
]);

/** No rule of the table comes after it. */
function isLast({ menu, action, properties }: Step): boolean {
  if (menu.endsWith(' nat')) return lastOfNat.has(action);
  // A tarpit is for TCP; nobody knows what becomes of the rest.
  if (isDrop({ action })) return action !== 'tarpit' || properties.get('protocol') === 'tcp';
  return action === 'accept' || (menu.endsWith(' mangle') && properties.get('passthrough') === 'no');
}

/** `return` ends the chain that it stands in, for this jump. */
function isWithinCall({ through }: Step, step: Step): boolean {
  return through.length > 0 && through.every(({ number }, at) => step.through[at]?.number === number);
}

/** A `return` before it may lead packets around it. */
function comesBack(earlier: Step, before: readonly Step[]): boolean {
  const chains = [...earlier.through.slice(1).map(({ chain }) => chain), earlier.chain];
  if (earlier.through.length === 0) return false;
  return before
    .slice(0, before.indexOf(earlier))
    .some((step) => step.action === 'return' && chains.includes(step.chain));
}

const marks: readonly string[] = ['connection-mark', 'packet-mark', 'routing-mark'];

/** What it asks for may change on the way from there: a list that is written, a mark. */
function changes(earlier: Step, asked: ReadonlyMap<Step, Asked>, between: readonly Step[]): boolean {
  const own = asked.get(earlier) ?? new Map<string, readonly string[]>();
  if (earlier.menu.endsWith(' mangle') && marks.some((name) => own.has(name))) return true;
  const lists = ['src-address-list', 'dst-address-list'].flatMap((name) => own.get(name) ?? []);
  const names = lists.map((list) => list.replace('!', ''));
  return between.some(
    ({ action, properties }) => action.startsWith('add-') && names.includes(properties.get('address-list') ?? ''),
  );
}

function faultOf(step: Step, by: Step): Fault {
  const isRedundant = step.action === by.action && step.properties.get('log') !== 'yes' && !step.menu.endsWith(' nat');
  const problem = `can never match: rule ${by.number} (${by.action}) takes every packet that it asks for`;
  const witness = { kind: 'shadowed', step, by } as const;
  if (isRedundant)
    return {
      at: step,
      level: 'note',
      problem,
      why: 'It does nothing that is not done before, and the next who reads it takes it for protection.',
      fix: `Disable or remove it: rule ${by.number} does the same.`,
      edit: { name: 'disabled', value: 'yes' },
      witness,
    };
  return {
    at: step,
    ...(step.action === 'return' ? { level: 'note' } : {}),
    problem,
    why: isDrop(step)
      ? `What it is to stop is let through by rule ${by.number}.`
      : `What it is for is ended by rule ${by.number}: it has no effect at all.`,
    fix: `Move it before rule ${by.number}, or let rule ${by.number} ask for less.`,
    witness,
  };
}
