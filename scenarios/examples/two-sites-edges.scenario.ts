import { expect, scenario } from '../../src/scenario/scenario.ts';
import { fetchTwoBlocks, serveTwoBlocks } from '../two-blocks.ts';

// What `knocklab mutate examples/two-sites.rsc` found that nobody had asked. Each step begins without visitors.

scenario<'alice' | 'bob' | 'attacker' | 'ispA'>(
  'Two sites: the edges of their rules',
  {
    about:
      'What is a knock at the door of the south and what is none, how long it opens, which way it opens and what is refused with a word. Each step is there because a mutant of the configuration survived without it.',
    topology: 'two-sites',
    router: 'examples/two-sites.rsc',
  },
  async ({ alice, bob, attacker, ispA, router, clock, step }) => {
    const forget = () => router.run('/ip firewall address-list remove [find dynamic]');
    /** To whom the router takes the answers: who asked, or the router itself. */
    const translated = async (to: typeof alice): Promise<Set<string | undefined>> => {
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'icmp' } });
      const own = connections.filter((row) => row['src-address'] === alice.address);
      return new Set(own.filter((row) => row['dst-address'] === to.address).map((row) => row['reply-dst-address']));
    };

    await step('the router gets a file from an uplink, whatever port it comes from', async () => {
      await serveTwoBlocks(ispA);
      await fetchTwoBlocks(router, '198.51.100.2');
    });

    await step('only port 7000 over TCP is a knock', async () => {
      await forget();
      await alice.ping(router);
      await alice.knock(router, ['6999/tcp', '7001/tcp', '7000/udp']);
      expect((await router.addressList('visitor')).entries).toEqual([]);
      await alice.knock(router, ['7000/tcp']);
      expect(await router.addressList('visitor')).toHold(alice);
    });

    await step('the door stays open for a minute', async () => {
      await forget();
      await alice.knock(router, ['7000/tcp']);
      await clock.advance('58s');
      expect((await alice.ping(bob)).received).toBe(1);
      await clock.advance('3s');
      expect((await alice.ping(bob)).received).toBe(0);
    });

    await step('a visitor hears it when a port of the south is closed', async () => {
      await forget();
      await alice.knock(router, ['7000/tcp']);
      expect((await alice.scan(bob, ['9/udp'], { control: false })).stateOf(9, 'udp')).toBe('closed');
    });

    await step('the sites are told that they may not, the uplinks are told nothing', async () => {
      await forget();
      await bob.serve(445);
      expect((await alice.connect(bob, 445)).outcome).toBe('unreachable');
      expect((await attacker.connect(bob, 445)).outcome).toBe('timeout');
      await alice.knock(router, ['7000/tcp']);
      expect((await alice.connect(bob, 445)).outcome).toBe('connected');
    });

    await step('nobody on an uplink gets in by the address of a visitor', async () => {
      await forget();
      await alice.knock(router, ['7000/tcp']);
      const source = alice.address ?? '';
      await attacker.forge(bob, [{ source, transport: { protocol: 'tcp', sourcePort: 4711, port: 445 } }]);
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'tcp' } });
      expect(connections.map((row) => row['src-address'])).not.toContain(`${source}:4711`);
      await alice.forge(bob, [{ source, transport: { protocol: 'tcp', sourcePort: 4712, port: 445 } }]);
      const now = await router.print('/ip/firewall/connection', { query: { protocol: 'tcp' } });
      expect(now.map((row) => row['src-address'])).toContain(`${source}:4712`);
    });

    await step('a visitor of the south is not sent back into the north', async () => {
      await forget();
      await alice.exec(['ip', 'route', 'replace', '192.0.2.99/32', 'via', '192.0.2.1']);
      await alice.knock(router, ['7000/tcp']);
      expect((await alice.connect('192.0.2.99', 445)).outcome).toBe('unreachable');
    });

    await step('between the sites nobody is translated, towards the world everybody', async () => {
      await forget();
      await alice.knock(router, ['7000/tcp']);
      await alice.ping(bob);
      await alice.ping(ispA);
      expect([await translated(bob), await translated(ispA)]).toEqual([
        new Set([alice.address]),
        new Set(['198.51.100.1']),
      ]);
    });
  },
);
