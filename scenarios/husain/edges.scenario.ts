import { expect, scenario } from '../../src/scenario/scenario.ts';
import { internet, leaveLadder, paperScenario, sequence, services } from './paper.ts';

// What `knocklab mutate husain/scheme3` found that nobody had asked: the other end of each time, each port that is not part
// of the sequence, and what the rules leave alone.

const authenticated = ['authenticated_clients', 'authenticated_clients_koneksi'];

scenario(
  'Scheme 3: the edges of its rules',
  {
    ...paperScenario,
    about:
      'The times, ports and ways of scheme 3 from both sides: a stage lives as long as it is said to, not only not longer; a port beside the sequence is no knock; the ban is for the services and the internet alone. Each step is there because a mutant of the configuration survived without it.',
    router: 'husain/scheme3.rsc',
  },
  async ({ attacker, client, admin, router, clock, step }) => {
    await step('whoever takes 28 seconds for each stage still gets in', async () => {
      for (const knock of sequence.slice(0, 3)) {
        await client.knock(router, [knock]);
        await clock.advance('28s');
      }
      await client.knock(router, sequence.slice(3));
      for (const list of authenticated) expect(await router.addressList(list)).toHold(client);
      await leaveLadder(router, client.address ?? '');
    });

    for (const stage of [1, 2, 3, 4]) {
      await step(`another port instead of knock ${stage} opens nothing`, async () => {
        await client.knock(router, [...sequence.slice(0, stage - 1), '9999/tcp', ...sequence.slice(stage)]);
        for (const list of authenticated) expect(await router.addressList(list)).not.toHold(client);
        await leaveLadder(router, client.address ?? '');
      });
    }

    for (const stage of [2, 3, 4]) {
      await step(`knock ${stage} once more, when the stage before it is forgotten, gives no more time`, async () => {
        await client.knock(router, sequence.slice(0, stage - 1));
        await clock.advance('20s');
        await client.knock(router, sequence.slice(stage - 1, stage));
        await clock.advance('15s');
        await client.knock(router, sequence.slice(stage - 1, stage));
        await clock.advance(stage === 4 ? '29m50s' : '20s');
        for (const list of stage === 4 ? authenticated : [`knock_ports${stage}`, `knock_ports_koneksi${stage}`])
          expect(await router.addressList(list)).not.toHold(client);
      });
    }

    await step('a ban lasts an hour', async () => {
      await attacker.knock(router, ['5000/tcp']);
      await clock.advance('59m');
      expect(await router.addressList('port_scanners')).toHold(attacker);
      await clock.advance('61s');
      expect(await router.addressList('port_scanners')).not.toHold(attacker);
    });

    await step('a ban is for the services and the internet, not for the neighbours', async () => {
      await attacker.knock(router, ['5000/tcp']);
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
      expect((await attacker.ping(internet)).received).toBe(0);
      expect((await attacker.ping(admin)).received).toBe(1);
      expect((await attacker.connect(router, 9999)).outcome).toBe('refused');
    });

    await step('between the router’s own networks nobody is translated', async () => {
      expect((await client.ping(admin)).received).toBe(1);
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'icmp' } });
      const own = connections.filter(
        (row) => row['src-address'] === client.address && row['dst-address'] === admin.address,
      );
      expect(own.map((row) => row['reply-dst-address'])).toEqual([client.address]);
    });

    await step('an authentication lasts half an hour, for services and internet', async () => {
      await attacker.knock(router, sequence);
      await clock.advance('29m');
      expect(await attacker.scan(router, services)).toShow({ open: services });
      expect((await attacker.ping(internet)).received).toBe(1);
    });

    await step('what the authenticated do beside the services is nobody’s alarm', async () => {
      const before = (await router.log(/^authenticated_clients/)).lines.length;
      await attacker.connect(router, 53);
      await attacker.ping(router);
      expect((await router.log(/^authenticated_clients/)).lines).toHaveLength(before);
    });
  },
);
