import { givesWayTo } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { knockdDoor } from './daemon-doors.ts';
import { type ServersHost, serversScenario } from './paper.ts';
import { withstandAt } from './server-system.ts';

scenario<ServersHost>(
  'A server with knockd, under attack',
  {
    ...serversScenario,
    about:
      'The paper discusses knockd beside the RouterOS firewall. It sets back whoever errs, so that scans do not get in; it also sets back an administrator whose knocks arrive twice.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    await withstandAt(context, await knockdDoor(context), {
      expected: givesWayTo('every-order', 'doubled-knock', 'outliving-connection', 'ipv6-side-door'),
    });
  },
);
