import { expect, scenario } from '../../src/scenario/scenario.ts';
import { fetchTwoBlocks, serveTwoBlocks } from '../two-blocks.ts';

// What `knocklab mutate examples/small-office.rsc` found that nobody had asked.

scenario<'attacker' | 'client'>(
  'A small office: the edges of its rules',
  {
    about:
      'What belongs to no connection is dropped on each way, what answers the router comes in, a forwarded port is let through when there is one, and only the world sees the office behind one address. Each step is there because a mutant of the configuration survived without it.',
    topology: 'small',
    router: 'examples/small-office.rsc',
  },
  async ({ attacker, client, router, step }) => {
    /** A FIN that belongs to no connection: a closed port answers it with a reset (RFC 9293, 3.10.7.1). */
    const strayFin = async (from: typeof client, to: typeof router | typeof client): Promise<string | undefined> =>
      (await from.scan(to, [9999], { extraArgs: ['-sF'], control: false })).stateOf(9999, 'tcp');

    await step('the router gets a file from the world, whatever port it comes from', async () => {
      await serveTwoBlocks(attacker);
      await fetchTwoBlocks(router, '198.51.100.66');
    });

    await step('a stray packet to the router gets no answer, neither in the LAN nor from it', async () => {
      expect((await client.look(router, [9999])).states).toEqual({ 9999: 'closed' });
      expect(await strayFin(client, router)).toBe('open|filtered');
      expect(await strayFin(attacker, router)).toBe('open|filtered');
    });

    await step('an answer to a ping that nobody sent is a stray packet, no ping', async () => {
      const dropped = async (): Promise<number> => {
        const rules = await router.print('/ip/firewall/filter', { query: { comment: 'drop invalid', chain: 'input' } });
        return Number(rules[0]?.['packets']);
      };
      const before = await dropped();
      // Type 0 (echo reply), code 0, checksum, identifier 1, number 1.
      const reply = String.raw`printf '\0\0\377\375\0\1\0\1' | socat -u - IP4-SENDTO:198.51.100.1:1`;
      expect((await attacker.exec(['sh', '-c', reply])).exitCode).toBe(0);
      expect(await dropped()).toBe(before + 1);
    });

    await step('what is exempt from tracking is let in', async () => {
      await router.run('/ip firewall raw add chain=prerouting action=notrack protocol=tcp dst-port=22');
      const { open } = await attacker.look(router, [22, 23]);
      await router.run('/ip firewall raw remove [find]');
      expect(open).toEqual([22]);
    });

    await step('a stray packet does not get through to the LAN', async () => {
      await attacker.exec(['ip', 'route', 'replace', '192.0.2.0/24', 'via', '198.51.100.1']);
      expect((await client.ping(attacker)).received).toBe(1);
      expect(await strayFin(attacker, client)).toBe('open|filtered');
    });

    await step('a forwarded port is let through, and the server sees who comes', async () => {
      await client.serve(8080);
      await router.run(
        '/ip firewall nat add chain=dstnat action=dst-nat in-interface-list=WAN protocol=tcp dst-port=8080 to-addresses=192.0.2.10 comment=forwarded',
      );
      expect((await attacker.connect(router, 8080)).outcome).toBe('connected');
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'tcp' } });
      const forwarded = connections.filter((row) => row['reply-src-address'] === '192.0.2.10:8080');
      expect(new Set(forwarded.map((row) => row['reply-dst-address']?.split(':')[0]))).toEqual(
        new Set(['198.51.100.66']),
      );
      await router.run('/ip firewall nat remove [find comment=forwarded]');
    });

    await step('the world sees the office behind one address', async () => {
      await client.ping(attacker);
      const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'icmp' } });
      const own = connections.filter((row) => row['src-address'] === client.address);
      expect(new Set(own.map((row) => row['reply-dst-address']))).toEqual(new Set(['198.51.100.1']));
    });
  },
);
