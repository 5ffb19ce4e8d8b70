import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type SafeHavenHost, safeHaven, sequence, services } from './safe-haven.ts';

scenario<SafeHavenHost>(
  'Safe Haven: the same rules in another order',
  {
    ...safeHaven,
    about:
      'The last slide warns: "Just make sure you don\'t change the sequence or this will not worked." Here accept and drop stand before the two knock rules. Nothing else is changed, and nobody who is not on the list already gets in any more, because a packet that has been dropped meets no further rule.',
    router: 'akbar-mum/reordered.rsc',
  },
  async ({ remote, staff, router, indicator }) => {
    await indicator(
      6,
      'the order of the rules',
      { paper: "Don't change the sequence or this will not work." },
      async () => {
        const { progress } = await remote.knock(router, sequence, { client: 'knock', gap: '50ms' });
        expect(progress?.text).toMatch(/^stopped at knock 1 of 2 \(1337\/tcp\): filter rule 2 counted nothing/);
        expect(await remote.scan(router, services)).toShow({ filtered: services });
        expect(await staff.scan(router, services)).toShow({ open: services });
        return {
          observed: 'the knocks are dropped before the rules that count them; only the fixed addresses get in',
          status: 'reproduced',
        };
      },
    );
  },
);
