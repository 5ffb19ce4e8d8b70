import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type SeminarHost, seminar, sequence } from './seminar.ts';

for (const [form, number, what] of [
  ['forward-filter', 11, 'filter forward'],
  ['forward-nat', 12, 'nat'],
] as const) {
  scenario<SeminarHost>(
    `A forwarded port behind the knock, in ${what}`,
    {
      ...seminar,
      about:
        'Port 8080 of the router leads to a web server behind it, for whoever has knocked. The control can stand in filter forward or in nat; the slides show both. The knock itself is counted in input either way, because it goes to the router.',
      router: `boyadzhiev-2022/${form}.rsc`,
    },
    async ({ client, attacker, server, router, clock, step, indicator, finding }) => {
      await indicator(
        number,
        `control in ${what}`,
        { paper: 'Forwarded ports can be put behind the knock by address lists.' },
        async () => {
          await server.serve(80);
          expect(await attacker.scan(router, [8080])).toShow({ filtered: [8080] });
          await client.knock(router, sequence);
          expect((await client.look(router, [8080])).open).toEqual([8080]);
          expect((await attacker.look(router, [8080])).open).toEqual([]);
          return { observed: 'filtered for everybody else, open after the knock', status: 'reproduced' };
        },
      );

      await step.long('after an hour no new connection is let in, but an old one goes on', async () => {
        await using connection = await client.hold(router, 8080);
        await clock.advance('1h');
        await clock.advance('2s');
        expect((await client.look(router, [8080])).open).toEqual([]);
        expect(await connection.carries()).toBe(true);
        finding(
          `in ${what} the list is asked once`,
          form === 'forward-nat'
            ? 'nat is asked for the first packet of a connection only: what has been translated stays so. Without a rule in filter nobody asks again.'
            : 'Established connections are accepted first; the list is asked for new ones only.',
        );
      });
    },
  );
}
