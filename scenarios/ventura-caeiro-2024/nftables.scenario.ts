import { givesWayTo } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { nftablesDoor } from './filter-doors.ts';
import { type ServersHost, serversScenario } from './paper.ts';
import { ladder, withstandAt } from './server-system.ts';

scenario<ServersHost>(
  'A server with nftables, under attack',
  {
    ...serversScenario,
    about:
      'The paper names nftables as the successor of iptables. One table filters IPv4 and IPv6 together, which closes the side door; the ladder is the same, and gives way to the same scans.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    await withstandAt(context, await nftablesDoor(context), { expected: givesWayTo(...ladder) });
  },
);
