import { expect, scenario } from '../../src/scenario/scenario.ts';

const services = [22, 23, 80, 8291];
const outside = '2001:db8:a::1';
const inside = '2001:db8:b::1';

scenario<'attacker' | 'client'>(
  'Both families: closed to the outside over IPv4 and IPv6',
  {
    about:
      'A firewall has two halves. What stands under /ip firewall says nothing about IPv6; whoever writes the one and forgets the other leaves a door open.',
    topology: 'small',
    router: 'exercises/both-families.rsc',
  },
  async ({ attacker, client, router, step }) => {
    await step('the LAN reaches the services over both families', async () => {
      expect(await client.scan(router, services)).toShow({ open: services });
      expect((await client.look(inside, services)).open).toEqual(services);
    });

    await step('the outside may ping over both families', async () => {
      expect((await attacker.ping(router)).received).toBe(1);
      expect((await attacker.ping(outside)).received).toBe(1);
    });

    await step('the outside sees no service over IPv4', async () => {
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
    });

    await step('the outside sees no service over IPv6', async () => {
      // That the router answers there at all has been seen by the ping.
      expect((await attacker.look(outside, services)).open).toEqual([]);
    });
  },
);
