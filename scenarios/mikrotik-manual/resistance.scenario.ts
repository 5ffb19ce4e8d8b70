import { givesWayTo, withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { type ManualHost, manual, manualSystem, wikiSystem } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's recipe under attack",
  {
    ...manual,
    about:
      'Every attack of the catalogue on the page "Port knocking" as it is printed, with its trap on port 666. The trap is what one forged packet needs to shut the administrator out for sixteen hours.',
    router: 'mikrotik-manual/port-knocking.rsc',
  },
  async (context) => {
    await withstand(context, manualSystem(context, 'port-knocking'), {
      expected: givesWayTo(
        'knock-port-scan',
        'every-order',
        'banning-the-administrator',
        'login-brute-force',
        'forward-chain',
      ),
    });
  },
);

scenario<ManualHost>(
  "The old wiki's recipe under attack",
  {
    ...manual,
    about: 'Every attack of the catalogue on the two knocks of the old wiki, 9000 and 6000, without a trap.',
    router: 'mikrotik-manual/wiki.rsc',
  },
  async (context) => {
    await withstand(context, wikiSystem(context), {
      expected: givesWayTo(
        'sequential-scan',
        'knock-port-scan',
        'fin-scan',
        'null-scan',
        'xmas-scan',
        'ack-scan',
        'fragmented-scan',
        'reverse-scan',
        'udp-scan',
        'decoy-scan',
        'login-brute-force',
        'forward-chain',
      ),
    });
  },
);
