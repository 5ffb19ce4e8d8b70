import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { paperSystem, withoutKnock } from './guarded.ts';
import { paperScenario } from './paper.ts';

/** What scheme 3 does not hold against. */
const gaps = [
  'sequential-scan',
  'knock-port-scan',
  'fin-scan',
  'null-scan',
  'xmas-scan',
  'ack-scan',
  'fragmented-scan',
  'slow-scan',
  'udp-scan',
  'decoy-scan',
  'every-order',
  'login-brute-force',
  'other-services',
  'forward-chain',
  'alert-once',
  'second-attack',
  'alerts-delayed',
  'alert-answer-lost',
];

/** What no scheme without a knock holds against: everybody is let in who has not been caught. */
const openToAll = [
  'targeted-scan',
  'default-scan',
  'sequential-scan',
  'knock-port-scan',
  'ack-scan',
  'fragmented-scan',
  'udp-scan',
  'decoy-scan',
  'many-source-scan',
  'login-brute-force',
  'other-services',
  'forward-chain',
];

scenario(
  'Scheme 3 under attack, as published',
  {
    ...paperScenario,
    about:
      'Every attack of the catalogue on scheme 3. The services are open until somebody touches port 5000, which is a finding of its own; here everybody has touched it, so that the protection of the paper stands, and what is tried is whether it holds.',
    router: 'husain/scheme3.rsc',
  },
  async (context) => {
    await withstand(context, paperSystem(context, 'scheme3'), {
      expected: givesWayTo(...gaps),
    });
  },
);

scenario(
  'Scheme 1 under attack, as published',
  {
    ...paperScenario,
    about:
      'Every attack of the catalogue on scheme 1, which asks nobody for a knock. The paper means it as the bad example; the table says how bad.',
    router: 'husain/scheme1.rsc',
  },
  async (context) => {
    await withstand(context, withoutKnock(context, 'scheme1'), {
      expected: givesWayTo(...openToAll, 'fin-scan', 'null-scan', 'xmas-scan', 'reverse-scan', 'slow-scan'),
    });
  },
);

scenario(
  'Scheme 2 under attack, as published',
  {
    ...paperScenario,
    about:
      'Every attack of the catalogue on scheme 2: a trap and an alert, no knock. Whoever does not touch port 5000 is let in, and what is tried is how many attackers that leaves.',
    router: 'husain/scheme2.rsc',
  },
  async (context) => {
    await withstand(context, withoutKnock(context, 'scheme2'), {
      expected: givesWayTo(
        ...openToAll,
        'banning-the-administrator',
        'list-exhaustion',
        'alert-once',
        'second-attack',
        'alerts-delayed',
        'alert-answer-lost',
      ),
    });
  },
);
