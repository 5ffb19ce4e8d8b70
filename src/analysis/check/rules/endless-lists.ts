import type { Check, Fault, Subject } from '../finding.ts';
import { demands, isDrop, type Step } from '../firewall.ts';

/** Lists that only grow. */
export const endlessLists: Check = {
  id: 'endless-lists',
  level: 'warning',
  title: 'entries end by themselves',
  finds:
    'a rule that writes into a list without `address-list-timeout`, or with `none-dynamic` or `none-static` (those of knocks: automation)',
  source:
    'MikroTik’s manual, “Address-lists”: without a timeout entries stay until the next start, with none-static for ever',
  find: ({ firewall, ladders }: Subject) => {
    const knocks = new Set(ladders.flatMap(({ stages }) => stages.map(({ rule }) => `${rule.menu} ${rule.number}`)));
    const steps = firewall.walks().flat();
    const rules = new Map(steps.map((step) => [`${step.menu} ${step.number}`, step]));
    return [...rules].flatMap(([key, step]) => {
      if (!step.action.startsWith('add-') || knocks.has(key)) return [];
      const timeout = step.properties.get('address-list-timeout') ?? '';
      return noTime.has(timeout) ? [faultOf(step, timeout, steps)] : [];
    });
  },
};

export const noTime: ReadonlySet<string> = new Set(['', '0s', '0', '00:00:00', 'none-dynamic', 'none-static']);

function faultOf(step: Step, timeout: string, steps: readonly Step[]): Fault {
  const list = step.properties.get('address-list') ?? '';
  const isBan = steps.some(
    (one) => isDrop(one) && ['src-address-list', 'dst-address-list'].some((name) => demands(one, name).includes(list)),
  );
  const until = timeout === 'none-static' ? 'for ever, and into the configuration' : 'until the next start';
  return {
    at: step,
    ...(isBan ? {} : { level: 'note' as const }),
    problem: `${isBan ? 'bans' : 'writes'} ${isBan ? 'its sender' : 'addresses'} into ${list} ${until}${timeout === '' ? ': it gives no address-list-timeout' : ` (${timeout})`}`,
    why: isBan
      ? 'One forged packet shuts out whoever it names, and addresses change hands: the list fills with people who did nothing, and never empties.'
      : 'The list only grows, until memory ends.',
    fix: 'Give address-list-timeout=: some minutes stop a scan, a day stops who comes back.',
  };
}
