import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { routerSystem, type ServersHost, serveBehind, serversScenario } from './paper.ts';
import { ladder } from './server-system.ts';

scenario<ServersHost>(
  'The RouterOS knock under attack, as published',
  {
    ...serversScenario,
    about:
      'Every attack of the catalogue on the firewall knock of RouterOS as the paper describes it. It says that port knocking "greatly enhances the computer security of network access to services, even with poor implementations"; the table shows how much, and what a poor implementation does not hold against.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    await serveBehind(context);
    await withstand(context, routerSystem(context, 'published'), {
      expected: givesWayTo(
        ...ladder,
        'fin-scan',
        'null-scan',
        'xmas-scan',
        'ack-scan',
        'ipv6-side-door',
        'forward-chain',
      ),
    });
  },
);
