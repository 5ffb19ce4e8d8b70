import { givesWayTo } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { fwknopDoor } from './daemon-doors.ts';
import { type ServersHost, serversScenario } from './paper.ts';
import { withstandAt } from './server-system.ts';

scenario<ServersHost>(
  'A server with fwknop, under attack',
  {
    ...serversScenario,
    about:
      'Single-packet authorisation is what came after port knocking: one datagram that is encrypted, authenticated and good for one time. What was heard is worth nothing to the listener, which no sequence that stays the same can say.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    await withstandAt(context, await fwknopDoor(context), {
      oneTime: true,
      expected: givesWayTo('outliving-connection', 'ipv6-side-door'),
    });
  },
);
