import { expect, scenario } from '../../src/scenario/scenario.ts';

scenario<'remote' | 'attacker' | 'staff' | 'guest'>(
  'Safe Haven: two knocks let a stranger in for three hours',
  { about: 'x', seed: 'akbar-mum', topology: 'safe-haven', router: 'akbar-mum/published.rsc' },
  async ({ remote, router, step }) => {
    await step('life', async () => {
      await expect(remote.door(router, 22)).toLive({
        by: () => remote.knock(router, ['1337/tcp', '17954/udp']),
        opensWithin: '1s',
        closesAfter: '3h',
        within: '1s',
        staysClosed: '1m',
      });
    });
    await step('wrong order', async () => {
      const knocked = await remote.knock(router, ['17954/udp', '1337/tcp']);
      expect(knocked.progress?.text).toBe('x');
    });
  },
);
