import { expect, scenario } from '../../src/scenario/scenario.ts';
import { fetchTwoBlocks, serveTwoBlocks } from '../two-blocks.ts';
import { internet, listsOf, paperScenario, sequence, services } from './paper.ts';

// What `knocklab mutate husain/hardened.rsc` found that nobody had asked. Each step begins with empty lists, so that each can
// be tried by itself.

const stages = ['knock_ports1', 'knock_ports2', 'knock_ports3'];
const authenticated = ['authenticated_clients', 'authenticated_clients_koneksi'];
const logins = ['login1', 'login2', 'login3', 'login4'];

scenario(
  'Scheme 3, hardened: the edges of its rules',
  {
    ...paperScenario,
    about:
      'The times, ports and ways of the hardened scheme from both sides: what the lists hold after each knock and each login, to the last entry; what spoils a knock and what does not; who is served beside the services. Each step is there because a mutant of the configuration survived without it.',
    router: 'husain/hardened.rsc',
  },
  async ({ attacker, client, admin, isp, router, clock, step }) => {
    const forget = () => router.run('/ip firewall address-list remove [find dynamic]');
    const loginsOf = async (host: typeof client): Promise<string[]> =>
      (await listsOf(router, host)).filter((list) => /^(?:login|guessing)/.test(list));

    await step('the uplink may ping, and that is all', async () => {
      expect((await isp.ping(router)).received).toBe(1);
      expect((await isp.look(router, services)).open).toEqual([]);
      expect((await isp.scan(router, ['53/udp'], { control: false })).stateOf(53, 'udp')).toBe('open|filtered');
    });

    await step('the administrator needs no knock', async () => {
      expect((await admin.look(router, services)).open).toEqual(services);
    });

    await step('the router gets a file from the uplink, whatever port it comes from', async () => {
      await serveTwoBlocks(isp);
      await fetchTwoBlocks(router, internet);
    });

    await step('the hotspot gets names and leases over UDP, and nothing else', async () => {
      const scan = await client.scan(router, ['53/udp', '161/udp'], { control: false });
      expect([scan.stateOf(53, 'udp'), scan.stateOf(161, 'udp')]).toEqual(['open', 'open|filtered']);
      const lease = ['busybox', 'udhcpc', '-i', 'eth0', '-fnq', '-t', '3', '-T', '1', '-s', '/bin/true'];
      expect((await client.exec(lease)).exitCode).toBe(0);
    });

    await step('only a knock at port 1000 begins a sequence', async () => {
      await forget();
      await client.ping(router);
      await client.knock(router, ['1001/tcp', '9999/tcp', '1000/udp', '1500/tcp']);
      expect(await listsOf(router, client)).toEqual([]);
      await client.knock(router, ['1000/tcp']);
      expect(await listsOf(router, client)).toEqual(['knock_ports1']);
    });

    for (const stage of [1, 2, 3]) {
      const knocked = sequence.slice(0, stage);
      const held = stages.slice(0, stage);

      await step(
        `at stage ${stage} nothing is open, and ping, services and what was knocked spoil nothing`,
        async () => {
          await forget();
          await client.knock(router, [...knocked, ...services.map((port) => `${port}/tcp`), ...knocked], {
            gap: '5ms',
          });
          expect((await client.ping(router)).received).toBe(1);
          expect(await listsOf(router, client)).toEqual(held);
          expect((await client.look(router, services)).open).toEqual([]);
        },
      );

      await step(`at stage ${stage} another port spoils the next knock, for half a minute`, async () => {
        await forget();
        await client.knock(router, [...knocked, '9999/tcp', ...sequence.slice(stage, stage + 1)], { gap: '5ms' });
        expect(await listsOf(router, client)).toEqual([...held, 'spoiled']);
        expect((await client.look(router, [1000, 1500, 3000, 4000])).states).toEqual({
          1000: 'filtered',
          1500: 'filtered',
          3000: 'filtered',
          4000: 'filtered',
        });
        expect((await client.ping(router)).received).toBe(1);
        await clock.advance('28s');
        expect(await listsOf(router, client)).toEqual([...held, 'spoiled']);
        await clock.advance('3s');
        expect(await listsOf(router, client)).toEqual([]);
      });
    }

    await step('who is spoiled begins no new sequence, and still falls into the trap', async () => {
      await forget();
      await client.knock(router, ['1000/tcp']);
      await clock.advance('20s');
      await client.knock(router, ['9999/tcp']);
      await clock.advance('15s');
      await client.knock(router, ['1000/tcp']);
      expect(await listsOf(router, client)).toEqual(['spoiled']);
      await client.knock(router, ['5000/tcp']);
      expect(await listsOf(router, client)).toEqual(['port_scanners', 'spoiled']);
    });

    await step('the trap is one at the last stage, too', async () => {
      await forget();
      await client.knock(router, [...sequence.slice(0, 3), '5000/tcp'], { gap: '5ms' });
      expect(await listsOf(router, client)).toEqual([...stages, 'port_scanners', 'spoiled']);
    });

    for (const stage of [2, 3]) {
      await step(`knocking once more at stage ${stage} gives no more time`, async () => {
        await forget();
        await client.knock(router, sequence.slice(0, stage), { gap: '5ms' });
        await clock.advance('20s');
        await client.knock(router, sequence.slice(0, stage), { gap: '5ms' });
        expect(await listsOf(router, client)).toEqual(stages.slice(0, stage));
        await clock.advance('11s');
        expect(await listsOf(router, client)).toEqual([]);
      });
    }

    await step('whoever takes 28 seconds for each stage still gets in, and nothing is spoiled', async () => {
      await forget();
      for (const knock of sequence.slice(0, 3)) {
        await client.knock(router, [knock]);
        await clock.advance('28s');
      }
      await client.knock(router, sequence.slice(3));
      expect(await listsOf(router, client)).toEqual([...authenticated, 'knock_ports3']);
    });

    await step('services and internet are given back for half an hour, the ban is for one', async () => {
      await forget();
      await attacker.knock(router, ['5000/tcp', ...sequence], { gap: '5ms' });
      await clock.advance('29m50s');
      expect(await listsOf(router, attacker)).toEqual([...authenticated, 'port_scanners']);
      expect((await attacker.ping(internet)).received).toBe(1);
      await clock.advance('11s');
      expect(await listsOf(router, attacker)).toEqual(['port_scanners']);
      expect((await attacker.ping(internet)).received).toBe(0);
      await clock.advance('29m');
      expect(await listsOf(router, attacker)).toEqual(['port_scanners']);
      await clock.advance('1m');
      expect(await listsOf(router, attacker)).toEqual([]);
      expect((await attacker.ping(internet)).received).toBe(1);
    });

    await step('a connection ends with the permission', async () => {
      await forget();
      await client.knock(router, sequence, { gap: '5ms' });
      await using connection = await client.hold(router, 8291);
      await clock.advance('29m50s');
      expect(await connection.carries()).toBe(true);
      await clock.advance('11s');
      expect(await connection.carries()).toBe(false);
    });

    await step('the authenticated reach the services and no other port', async () => {
      await forget();
      await client.knock(router, sequence, { gap: '5ms' });
      expect((await client.look(router, [...services, 53, 9999])).states).toEqual({
        ...Object.fromEntries(services.map((port) => [port, 'open'])),
        53: 'filtered',
        9999: 'filtered',
      });
    });

    await step(
      'the administrator reaches the hotspot, also who is banned; not even the authenticated reach him',
      async () => {
        await forget();
        await client.knock(router, sequence, { gap: '5ms' });
        await attacker.knock(router, ['5000/tcp']);
        expect((await admin.ping(client)).received).toBe(1);
        expect((await admin.ping(attacker)).received).toBe(1);
        expect((await client.ping(admin)).received).toBe(0);
      },
    );

    await step('between the router’s own networks nobody is translated', async () => {
      await admin.ping(client);
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'icmp' } });
      const own = connections.filter((row) => row['dst-address'] === client.address);
      expect(new Set(own.map((row) => row['reply-dst-address']))).toEqual(new Set([admin.address]));
    });

    for (const port of [22, 23]) {
      await step(`each login at port ${port} counts once, and nothing else does`, async () => {
        await forget();
        await attacker.knock(router, [`${port}/tcp`]);
        expect(await listsOf(router, attacker)).toEqual([]);
        await client.knock(router, sequence, { gap: '5ms' });
        for (let count = 0; count < 5; count++) {
          await client.look(router, [80, 8291]);
          await client.ping(router);
          expect(await loginsOf(client)).toEqual(logins.slice(0, count));
          expect((await client.connect(router, port)).outcome).toBe('connected');
        }
        expect(await loginsOf(client)).toEqual(['guessing', ...logins]);
      });
    }

    await step('logins are too many when less than a minute lies between them, not when it is more', async () => {
      await forget();
      await client.knock(router, sequence, { gap: '5ms' });
      for (let count = 0; count < 4; count++) await client.connect(router, 22);
      await clock.advance('61s');
      await client.connect(router, 22);
      expect(await loginsOf(client)).toEqual(['login1']);
      for (let count = 0; count < 4; count++) {
        await clock.advance('50s');
        await client.connect(router, 22);
      }
      expect(await loginsOf(client)).toEqual(['guessing', ...logins]);
    });

    await step('a session is no login, and stays open when nobody may log in for ten minutes', async () => {
      await forget();
      await client.knock(router, sequence, { gap: '5ms' });
      await using session = await client.hold(router, 22);
      await clock.advance('50s');
      expect(await session.carries()).toBe(true);
      await clock.advance('15s');
      expect(await loginsOf(client)).toEqual([]);
      for (let count = 0; count < 5; count++) await client.connect(router, 23);
      expect(await session.carries()).toBe(true);
      expect((await client.ping(router)).received).toBe(1);
      expect((await client.look(router, services)).open).toEqual([80, 8291]);
      await clock.advance('9m50s');
      expect((await client.look(router, services)).open).toEqual([80, 8291]);
      await clock.advance('11s');
      expect((await client.look(router, services)).open).toEqual(services);
    });
  },
);
