import { expect, scenario } from '../../src/scenario/scenario.ts';
import { fetchTwoBlocks, serveTwoBlocks } from '../two-blocks.ts';

// What `knocklab mutate examples/office.rsc` found that nobody had asked. Each step begins with empty lists.

const sequence = ['58211/tcp', '23145/tcp', '40877/tcp'];
/** What each knock leaves, and what all three do. */
const lists = [['knocked-once'], ['knocked-once', 'knocked-twice'], ['admin', 'knocked-once', 'knocked-twice']];
const world = '198.51.100.80';

scenario<'isp' | 'stranger' | 'visitor' | 'remote' | 'client' | 'server'>(
  'An office: the edges of its rules',
  {
    about:
      'The knock to the last entry of its lists; stray, untracked and related packets; ways through the router that nobody needs. Each step is there because a mutant of the configuration survived without it.',
    topology: 'office',
    router: 'examples/office.rsc',
  },
  async ({ isp, stranger, visitor, remote, client, server, router, clock, step }) => {
    const forget = () => router.run('/ip firewall address-list remove [find dynamic]');
    const listsOf = async ({ address = '' }: typeof remote): Promise<string[]> => {
      const entries = await router.print('/ip/firewall/address-list', { query: { address } });
      return entries.map(({ list = '' }) => list).toSorted();
    };
    /** Whom the answers of connections go to: who began them, or the router in his place. */
    const answered = async (field: string, address: string): Promise<Set<string | undefined>> => {
      const rows = await router.print('/ip/firewall/connection');
      const those = rows.filter((row) => row[field] === address);
      return new Set(those.map((row) => row['reply-dst-address']?.split(':')[0]));
    };
    /** A FIN that belongs to no connection: a closed port answers it with a reset (RFC 9293, 3.10.7.1). */
    const strayFin = async (from: typeof client, to: typeof router | string): Promise<string | undefined> =>
      (await from.scan(to, [9999], { extraArgs: ['-sF'], control: false })).stateOf(9999, 'tcp');

    for (const knocks of [0, 1, 2]) {
      await step(`after ${knocks} knocks only the next one is a knock`, async () => {
        await forget();
        const wrong = ['58210/tcp', '9999/tcp', '22/tcp', '58211/udp', '23145/udp', '40877/udp'];
        const others = sequence.slice(knocks + 1);
        await remote.knock(router, [...sequence.slice(0, knocks), ...wrong, ...others, 'icmp'], { gap: '5ms' });
        expect(await listsOf(remote)).toEqual(lists[knocks - 1] ?? []);
        await remote.knock(router, sequence.slice(knocks, knocks + 1));
        expect(await listsOf(remote)).toEqual(lists[knocks]);
      });
    }

    await step('fourteen seconds between the knocks are not too many', async () => {
      await forget();
      for (const knock of sequence.slice(0, 2)) {
        await remote.knock(router, [knock]);
        await clock.advance('14s');
      }
      await remote.knock(router, sequence.slice(2));
      expect(await listsOf(remote)).toEqual(['admin', 'knocked-twice']);
    });

    for (const knocks of [1, 2]) {
      await step(`after ${knocks} knocks sixteen seconds are too many`, async () => {
        await forget();
        await remote.knock(router, sequence.slice(0, knocks), { gap: '5ms' });
        await clock.advance('16s');
        expect(await listsOf(remote)).toEqual([]);
      });
    }

    await step('the administrator reaches SSH and Winbox, and nothing else, for an hour', async () => {
      await forget();
      await remote.knock(router, sequence, { gap: '5ms' });
      await clock.advance('59m');
      expect((await remote.look(router, [22, 23, 53, 80, 8291])).states).toEqual({
        22: 'open',
        23: 'filtered',
        53: 'filtered',
        80: 'filtered',
        8291: 'open',
      });
    });

    await step('only the world knocks: a network on no list is none of it', async () => {
      await forget();
      await router.run('/interface list member remove [find list=LAN]');
      const held: string[][] = [];
      for (const list of ['knocked-twice', 'knocked-once', 'another']) {
        await router.run(`/ip firewall address-list add list=${list} address=${client.address} timeout=1m`);
        await client.knock(router, sequence, { gap: '5ms' });
        held.push(await listsOf(client));
        await forget();
      }
      await router.run('/interface list member add interface=bridge list=LAN');
      expect(held).toEqual([['knocked-twice'], ['knocked-once'], ['another']]);
    });

    await step('the router gets a file from the world, whatever port it comes from', async () => {
      await serveTwoBlocks(isp);
      await fetchTwoBlocks(router, '203.0.113.1');
    });

    await step('the local network hears it when a port of the world is closed', async () => {
      expect((await client.scan(world, ['9/udp'], { control: false })).stateOf(9, 'udp')).toBe('closed');
    });

    await step('a stray packet gets no answer on any way', async () => {
      expect((await client.look(router, [9999])).states).toEqual({ 9999: 'closed' });
      expect((await client.look(world, [9999])).states).toEqual({ 9999: 'closed' });
      expect(await strayFin(client, router)).toBe('open|filtered');
      expect(await strayFin(client, world)).toBe('open|filtered');
      expect(await strayFin(stranger, router)).toBe('open|filtered');
    });

    await step('a stray packet does not leave for the world', async () => {
      /** Resets that the stranger has sent: his answer to whatever comes to a closed port. */
      const resets = async (): Promise<number> =>
        Number((await stranger.exec(['awk', '/^Tcp: [0-9]/ { print $15 }', '/proc/net/snmp'])).stdout);
      const before = await resets();
      await client.scan('203.0.113.60', [9999], { extraArgs: ['-sF'], control: false });
      expect(await resets()).toBe(before);
      await client.look('203.0.113.60', [9999]);
      expect(await resets()).toBe(before + 1);
    });

    await step('an answer to a ping that nobody sent is a stray packet, no ping', async () => {
      const dropped = async (): Promise<number> => {
        const query = { comment: 'stray packets', chain: 'input' };
        return Number((await router.print('/ip/firewall/filter', { query }))[0]?.['packets']);
      };
      const before = await dropped();
      // Type 0 (echo reply), code 0, checksum, identifier 1, number 1.
      const reply = String.raw`printf '\0\0\377\375\0\1\0\1' | socat -u - IP4-SENDTO:203.0.113.2:1`;
      expect((await stranger.exec(['sh', '-c', reply])).exitCode).toBe(0);
      expect(await dropped()).toBe(before + 1);
    });

    await step('what is exempt from tracking is let in and through', async () => {
      await server.serve(8022);
      await router.run('/ip firewall raw add chain=prerouting action=notrack protocol=tcp port=22,8022');
      const seen = [await visitor.look(router, [22]), await stranger.look(server, [8022])];
      await router.run('/ip firewall raw remove [find]');
      expect(seen.map(({ open }) => open)).toEqual([[22], [8022]]);
    });

    await step('nobody in the world gets on to the world, nobody in the local network back into it', async () => {
      await stranger.exec(['ip', 'route', 'replace', `${world}/32`, 'via', '203.0.113.2']);
      await client.exec(['ip', 'route', 'replace', '192.168.88.10/32', 'via', '192.168.88.1']);
      expect((await client.ping(world)).received).toBe(1);
      expect((await stranger.ping(world)).received).toBe(0);
      expect((await client.ping(server)).received).toBe(0);
      await client.exec(['ip', 'route', 'del', '192.168.88.10/32']);
      expect((await client.ping(server)).received).toBe(1);
    });

    await step('the web server sees who visits it, the world sees the office', async () => {
      await server.serve(443);
      expect((await visitor.connect(router, 443)).outcome).toBe('connected');
      expect((await client.connect(world, 443)).outcome).toBe('refused');
      await client.ping(world);
      expect(await answered('dst-address', world)).toEqual(new Set(['203.0.113.2']));
      expect(await answered('reply-src-address', '192.168.88.10:443')).toEqual(new Set([visitor.address]));
    });

    await step('a port that is forwarded in the local network leads nowhere', async () => {
      await server.serve(8443);
      const forward = 'chain=dstnat action=dst-nat protocol=tcp dst-port=8443 to-addresses=192.168.88.10 comment=both';
      await router.run(`/ip firewall nat add ${forward}`);
      await visitor.connect(router, 8443);
      await client.connect(world, 8443, { timeoutMs: 500 });
      const rows = await router.print('/ip/firewall/connection', { query: { protocol: 'tcp' } });
      await router.run('/ip firewall nat remove [find comment=both]');
      // What is dropped leaves no connection.
      const through = rows.filter((row) => row['reply-src-address'] === '192.168.88.10:8443');
      expect(through.map((row) => row['src-address']?.split(':')[0])).toEqual([visitor.address]);
    });
  },
);
