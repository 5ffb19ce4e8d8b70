import type { Draft, Seen } from './draft.ts';

export interface Step extends Draft {
  readonly seen: Seen;
}

/** What a first look leaves to be tried a second time, in a lab of its own. */
export function refine(drafts: readonly Draft[], seen: readonly Seen[]): readonly Draft[] {
  const steps = drafts.map((draft, at): Step => ({ ...draft, seen: seen[at] ?? {} }));
  const opens = steps.some(
    ({ isKnock, act, seen: { outcome } }) => isKnock && act.do === 'connect' && outcome === 'connected',
  );
  const answering = new Set(steps.flatMap(({ act, seen: one }) => ('to' in act && isAnswer(one) ? [act.to, act.from] : [])));
  return steps.flatMap(({ seen: own, ...draft }) => {
    if (draft.isKnock === true && !opens) return [];
    return retried(draft, own, answering);
  });
}

/** Whether the configuration has a knock that did not open anything in the lab. */
export function knockFails(drafts: readonly Draft[], kept: readonly Draft[]): boolean {
  return drafts.some(({ isKnock }) => isKnock) && !kept.some(({ isKnock }) => isKnock);
}

/** Silence says something only of who has answered somebody else, or been answered. */
function retried(draft: Draft, seen: Seen, answering: ReadonlySet<string>): Draft[] {
  const { act } = draft;
  if (act.do === 'ping' && act.to !== 'router' && !answering.has(act.to)) return [];
  if (act.do !== 'scan' || seen.isControlled === true) return [draft];
  const [port] = act.tcp;
  if (port === undefined || !(act.to === 'router' || answering.has(act.to))) return [];
  return [{ ...draft, act: { do: 'connect', from: act.from, to: act.to, port } }];
}

function isAnswer({ outcome, states = {} }: Seen): boolean {
  return (
    ['answered', 'connected', 'refused'].includes(outcome ?? '') ||
    Object.values(states).some((state) => state !== 'filtered')
  );
}

/** What two labs agree on. A port whose state hangs on the moment is no promise. */
export function steadySteps(
  drafts: readonly Draft[],
  once: readonly Seen[],
  again: readonly Seen[],
): { readonly steps: readonly Step[]; readonly wavering: readonly string[] } {
  const wavering: string[] = [];
  const steps = drafts.flatMap((draft, at): Step[] => {
    const [a = {}, b = {}] = [once[at], again[at]];
    const seen = agreed(a, b);
    if (seen === undefined || Object.keys(seen.states ?? {}).length < Object.keys(b.states ?? {}).length)
      wavering.push(draft.title);
    return seen === undefined ? [] : [{ ...draft, seen }];
  });
  return { steps, wavering };
}

function agreed(a: Seen, b: Seen): Seen | undefined {
  if (a.outcome !== b.outcome) return undefined;
  if (b.states === undefined) return b;
  const same = Object.entries(b.states).filter(([port, state]) => a.states?.[Number(port)] === state);
  if (same.length === 0 || a.isControlled === false || b.isControlled === false) return undefined;
  return { ...b, states: Object.fromEntries(same) };
}
