import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type ManualHost, manual, services, wikiSequence } from './recipes.ts';

scenario<ManualHost>(
  "MikroTik's old wiki: 9000, then 6000, with a browser",
  {
    ...manual,
    about:
      'The wiki let a browser knock: http://router:9000/, then http://router:6000/, within a minute. It works with any HTTP client. The door stays open for one minute only, which is what the second rule says and hardly anybody means: a connection that stays silent longer is cut off with the entry.',
    router: 'mikrotik-manual/wiki.rsc',
  },
  async ({ admin, attacker, router, indicator, finding }) => {
    await indicator(
      5,
      'a browser knocks',
      { paper: 'Connect to http://router:9000/ and then to http://router:6000/.' },
      async () => {
        expect(await admin.scan(router, services)).toShow({ filtered: services });
        for (const port of [9000, 6000]) await admin.http(`http://198.51.100.1:${port}/`, { timeoutMs: 500 });
        expect((await admin.look(router, services)).open).toEqual(services);
        return { observed: 'two requests of curl that nobody answers open the services', status: 'reproduced' };
      },
    );

    await indicator(6, 'one minute', { paper: 'address-list-timeout=1m' }, async () => {
      await expect(attacker.door(router, 80)).toLive({
        by: () => attacker.knock(router, wikiSequence),
        opensWithin: '1s',
        closesAfter: '1m',
        within: '1s',
        staysClosed: '2m',
      });
      finding(
        'a minute is not a login',
        'The last list has the same minute as the stage before it. There is no rule for established connections, so whoever is inside is cut off in the middle of his work.',
      );
      return { observed: 'closed a minute after the knock, whatever goes on inside', status: 'reproduced' };
    });
  },
);
