import { parseDuration } from '../../../routeros/duration.ts';
import type { Check, Fault } from '../finding.ts';
import type { Stage } from '../ladders.ts';
import { noTime } from '../rules/endless-lists.ts';

/** Practice 8: "Automate". */
export const automation: Check = {
  id: 'automation',
  practice: 8,
  level: 'warning',
  title: 'entries end by themselves, in times made for a program that knocks',
  finds: 'entries that never end; more than a minute between two knocks',
  source: 'MikroTik’s manual, “Address-lists”',
  find: ({ ladders }) => {
    const stages = ladders.flatMap((ladder) =>
      ladder.stages.map((stage) => ({ stage, isLast: stage === ladder.stages.at(-1) })),
    );
    return stages.flatMap(({ stage, isLast }) => endless(stage, isLast) ?? (isLast ? [] : slow(stage)));
  },
};

function endless({ rule, list, timeout = '' }: Stage, isLast: boolean): Fault[] | undefined {
  if (!noTime.has(timeout)) return undefined;
  return [
    {
      at: rule,
      problem: `entries of list ${list} never end${timeout === '' ? ': it gives no address-list-timeout' : ` (${timeout})`}`,
      why:
        timeout === 'none-static'
          ? 'They outlive even a restart: somebody has to take them out by hand.'
          : 'They stay until the router restarts: somebody has to take them out by hand.',
      fix: 'Give address-list-timeout=: some seconds between knocks, and as long as the work takes for the last list.',
      // How long a door stays open is for its owner to say; how long a knock waits for the next, MikroTik's manual says.
      ...(isLast ? {} : { edit: { name: 'address-list-timeout', value: '30s' } }),
    },
  ];
}

/** A program knocks within a second; half a minute is generous, a minute what MikroTik's wiki has. */
const longestMs = 60_000;

function slow({ rule, list, timeout = '' }: Stage): Fault[] {
  const ms = parseDuration(timeout);
  if (ms === undefined || ms <= longestMs) return [];
  return [
    {
      at: rule,
      problem: `between two knocks it waits ${timeout} (list ${list})`,
      why: 'So much time is for people who type. Who tries ports slowly has as much of it.',
      fix: 'Let a script knock (knock, netcat, or the router at the other end), and give some seconds.',
    },
  ];
}
