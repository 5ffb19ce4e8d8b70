import type { Act, Draft, Seen } from './draft.ts';

export interface Step extends Draft {
  readonly seen: Seen;
}

/** What is tried once more, with what was seen at first; undefined: it was something else then. */
export interface Retried extends Draft {
  readonly once: Seen | undefined;
}

/** What a first look leaves to be tried a second time, in a lab of its own. */
export function refine(drafts: readonly Draft[], seen: readonly Seen[]): readonly Retried[] {
  const steps = drafts.map((draft, at): Step => ({ ...draft, seen: seen[at] ?? {} }));
  const isOpen = (when: Draft['knock']): boolean =>
    steps.some(({ knock, seen: { outcome } }) => knock === when && outcome === 'connected');
  const opens = isOpen('after') && !isOpen('before');
  const answering = new Set(
    steps.flatMap(({ act, seen: one }) =>
      'to' in act && isAnswer(one) ? [partyOf(act, act.to), partyOf(act, act.from)] : [],
    ),
  );
  return steps.flatMap(({ seen: own, ...draft }) => {
    if (draft.knock !== undefined && !opens) return [];
    return retried(draft, own, answering);
  });
}

/** Whether the configuration has a knock that opened nothing in the lab, or what was open without it. */
export function knockFails(drafts: readonly Draft[], kept: readonly Draft[]): boolean {
  return drafts.some(({ knock }) => knock) && !kept.some(({ knock }) => knock);
}

/** Who has answered over one family need not over the other. */
const partyOf = (act: Act, name: string): string =>
  'six' in act && act.six !== undefined ? `${name} over IPv6` : name;

/** Silence says something only of who has answered somebody else, or been answered. */
function retried(draft: Draft, seen: Seen, answering: ReadonlySet<string>): Retried[] {
  const { act } = draft;
  const isKnown = 'to' in act && (act.to === 'router' || answering.has(partyOf(act, act.to)));
  if (act.do === 'ping' && !isKnown) return [];
  if (act.do !== 'scan' || seen.isControlled === true) return [{ ...draft, once: seen }];
  const control = act.tcp.find((one) => seen.states?.[one] === 'open' || seen.states?.[one] === 'closed');
  if (control !== undefined) return [{ ...draft, act: { ...act, control }, once: { ...seen, isControlled: true } }];
  const [port] = act.tcp;
  if (port === undefined || !isKnown || act.six !== undefined) return [];
  return [{ ...draft, act: { do: 'connect', from: act.from, to: act.to, port }, once: undefined }];
}

function isAnswer({ outcome, states = {} }: Seen): boolean {
  return (
    ['answered', 'connected', 'refused'].includes(outcome ?? '') ||
    Object.values(states).some((state) => state !== 'filtered')
  );
}

/** What two labs agree on. A port whose state hangs on the moment is no promise. */
export function steadySteps(
  drafts: readonly Retried[],
  again: readonly Seen[],
): { readonly steps: readonly Step[]; readonly wavering: readonly string[] } {
  const wavering: string[] = [];
  const steps = drafts.flatMap(({ once, ...draft }, at): Step[] => {
    const now = again[at] ?? {};
    const seen = agreed(once ?? now, now);
    if (seen === undefined || Object.keys(seen.states ?? {}).length < Object.keys(now.states ?? {}).length)
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
