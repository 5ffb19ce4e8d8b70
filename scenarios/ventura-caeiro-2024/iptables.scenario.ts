import { givesWayTo } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { ipsetDoor, recentDoor } from './filter-doors.ts';
import { type ServersHost, serversScenario } from './paper.ts';
import { ladder, withstandAt } from './server-system.ts';

scenario<ServersHost>(
  'A server with iptables and its match "recent", under attack',
  {
    ...serversScenario,
    about:
      'The paper names iptables as one of the firewalls that do port knocking alone. The ladder of its match "recent" is climbed by any scan that asks silent ports again, and IPv6 has a filter of its own that nobody thought of.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    await withstandAt(context, await recentDoor(context), { expected: givesWayTo(...ladder, 'ipv6-side-door') });
  },
);

scenario<ServersHost>(
  'A server with iptables and ipset, under attack',
  {
    ...serversScenario,
    about:
      'The same ladder with a set for each stage, whose entries end by themselves. It gives way where "recent" does, and forgets nobody when many knock.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    await withstandAt(context, await ipsetDoor(context), { expected: givesWayTo(...ladder, 'ipv6-side-door') });
  },
);
