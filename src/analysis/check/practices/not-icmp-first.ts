import type { Check } from '../finding.ts';

/** Practice 9: "Do not begin with ICMP (ping)". */
export const notIcmpFirst: Check = {
  id: 'not-icmp-first',
  practice: 9,
  level: 'note',
  title: 'a sequence does not begin with ping',
  finds: 'a sequence that begins with ping',
  source: 'Boyadzhiev’s seminar (2022)',
  find: ({ ladders }) =>
    ladders.flatMap(({ stages: [first] }) => {
      if (first?.protocol !== 'icmp') return [];
      return [
        {
          at: first.rule,
          problem: 'the first knock is a ping',
          why: 'Ping is what everybody tries first, and scanners do it by themselves: the first stage is passed by accident, and every ping of the world goes on the list.',
          fix: 'Begin with a TCP or UDP port, and ask for the ping as a later knock.',
        },
      ];
    }),
};
