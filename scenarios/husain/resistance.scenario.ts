import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { paperSystem } from './guarded.ts';
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
