import { expect, scenario } from '../../src/scenario/scenario.ts';
import { paperScenario, sequence } from './paper.ts';

const stages = ['knock_ports1', 'knock_ports2', 'knock_ports3'] as const;

scenario(
  'Scheme 3: each stage of the knock is forgotten after half a minute',
  {
    ...paperScenario,
    about:
      'A knock has to be finished in time: whoever has knocked at one port is remembered for 30 seconds, and must have knocked at the next by then. The paper gives the time and does not show that it is kept. Each stage is watched from the knock to its end; on the real clock (npm run lab:nightly) to a few hundredths of a second.',
    router: 'husain/scheme3.rsc',
  },
  async ({ client, router, clock, step }) => {
    // A clock that is turned is turned in steps; one that is waited for can be watched every few milliseconds.
    const within = clock.mode === 'real' ? '50ms' : '1s';
    for (const [index, list] of stages.entries()) {
      await step(`${list} forgets after 30 seconds`, async () => {
        if (index > 0) await client.knock(router, sequence.slice(0, index), { gap: 50 });
        await expect(router.entry(list, client)).toLive({
          by: () => client.knock(router, sequence.slice(index, index + 1), { progress: false }),
          opensWithin: '1s',
          closesAfter: '30s',
          within,
          staysClosed: '2s',
        });
      });
    }
  },
);
