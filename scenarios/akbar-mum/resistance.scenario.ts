import { withstand } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';

scenario<'remote' | 'attacker' | 'staff' | 'guest'>(
  'Safe Haven under attack, as published',
  { about: 'Every attack.', seed: 'akbar-mum', topology: 'safe-haven', router: 'akbar-mum/published.rsc' },
  async (context) => {
    const { attacker, remote } = context;
    await withstand(context, {
      name: 'akbar-mum/published',
      guarded: [22, 23, 8291],
      attacker,
      administrator: remote,
      sequence: ['1337/tcp', '17954/udp'],
      stageTimeout: '15s',
      openTimeout: '3h',
      lists: { stages: ['knock-knock'], allowed: ['Save Haven'] },
    }, { only: ['login-brute-force'] });
  },
);
