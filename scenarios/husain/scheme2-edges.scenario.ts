import { expect, scenario } from '../../src/scenario/scenario.ts';
import { internet, listsOf, paperScenario, services } from './paper.ts';

// What `knocklab mutate husain/scheme2.rsc husain/scheme2` found that nobody had asked. Each step begins with empty lists.

scenario(
  'Scheme 2: the edges of its rules',
  {
    ...paperScenario,
    about:
      'What the trap of scheme 2 is about and what it leaves alone: port 5000 over TCP and no other, services and internet and nothing else, an hour and not a minute less. Each step is there because a mutant of the configuration survived without it.',
    router: 'husain/scheme2.rsc',
  },
  async ({ attacker, client, admin, router, clock, step }) => {
    const forget = () => router.run('/ip firewall address-list remove [find dynamic]');

    await step('only port 5000 is a trap, and only over TCP', async () => {
      await forget();
      await attacker.ping(router);
      await attacker.knock(router, ['4999/tcp', '5001/tcp', '5000/udp', '22/tcp']);
      expect(await listsOf(router, attacker)).toEqual([]);
      await attacker.knock(router, ['5000/tcp']);
      expect(await listsOf(router, attacker)).toEqual(['port_scanners']);
    });

    await step('a ban is for the services and the internet, not for the neighbours', async () => {
      await forget();
      await attacker.knock(router, ['5000/tcp']);
      expect((await attacker.look(router, [...services, 24, 9999])).states).toEqual({
        ...Object.fromEntries(services.map((port) => [port, 'filtered'])),
        24: 'closed',
        9999: 'closed',
      });
      expect((await attacker.ping(internet)).received).toBe(0);
      expect((await attacker.ping(router)).received).toBe(1);
      expect((await attacker.ping(admin)).received).toBe(1);
    });

    await step('who is banned is logged at the trap and at the services, and nowhere else', async () => {
      await forget();
      const logged = async (): Promise<number> => (await router.log(/^Port Scanning Blocked:/)).lines.length;
      await attacker.knock(router, ['5000/tcp']);
      const before = await logged();
      await attacker.knock(router, ['24/tcp', '5000/tcp', '161/udp']);
      await attacker.ping(router);
      expect(await logged()).toBe(before);
      await attacker.knock(router, ['22/tcp']);
      expect(await logged()).toBe(before + 1);
    });

    await step('between the router’s own networks nobody is translated', async () => {
      expect((await client.ping(admin)).received).toBe(1);
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'icmp' } });
      const own = connections.filter((row) => row['src-address'] === client.address);
      expect(new Set(own.map((row) => row['reply-dst-address']))).toEqual(new Set([client.address]));
    });

    await step('a ban lasts an hour', async () => {
      await forget();
      await attacker.knock(router, ['5000/tcp']);
      await clock.advance('59m');
      expect(await listsOf(router, attacker)).toEqual(['port_scanners']);
      await clock.advance('61s');
      expect(await listsOf(router, attacker)).toEqual([]);
    });
  },
);
