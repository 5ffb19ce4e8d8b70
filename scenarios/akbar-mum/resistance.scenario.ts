import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { type SafeHavenHost, safeHaven, safeHavenSystem } from './safe-haven.ts';

scenario<SafeHavenHost>(
  'Safe Haven under attack, as published',
  {
    ...safeHaven,
    about:
      'Every attack of the catalogue on the four rules of the slides, the router as new before each. "Port knocking has its weakness also", the last slide says, and names sniffing; the table shows what else there is.',
    router: 'akbar-mum/published.rsc',
  },
  async (context) => {
    await withstand(context, safeHavenSystem(context, 'published'), {
      expected: givesWayTo('udp-scan', 'ipv6-side-door', 'forward-chain', 'login-brute-force'),
    });
  },
);
