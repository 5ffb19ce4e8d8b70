import { expect, scenario } from '../../src/scenario/scenario.ts';
import { routerAddress, type SeminarHost, seminar, sequence } from './seminar.ts';

/** Every client of the slides that Debian has, each with the same three knocks. */
const clients: Readonly<Record<string, readonly string[]>> = {
  knock: [`knock ${routerAddress} 2022:tcp 9090:udp 4022:tcp`],
  netcat: [
    `nc -z -w 1 ${routerAddress} 2022`,
    `echo x | nc -u -w 1 -q 0 ${routerAddress} 9090`,
    `nc -z -w 1 ${routerAddress} 4022`,
  ],
  hping3: [
    `hping3 -S -c 1 -p 2022 ${routerAddress}`,
    `hping3 --udp -c 1 -p 9090 ${routerAddress}`,
    `hping3 -S -c 1 -p 4022 ${routerAddress}`,
  ],
  socat: [
    `socat -u /dev/null TCP:${routerAddress}:2022,connect-timeout=0.2`,
    `echo x | socat -u STDIN UDP:${routerAddress}:9090`,
    `socat -u /dev/null TCP:${routerAddress}:4022,connect-timeout=0.2`,
  ],
  'curl (TFTP for the datagram)': [
    `curl -s -m 0.3 http://${routerAddress}:2022/`,
    `curl -s -m 0.3 tftp://${routerAddress}:9090/x`,
    `curl -s -m 0.3 http://${routerAddress}:4022/`,
  ],
  'telnet (and the shell for the datagram)': [
    `timeout 0.3 telnet ${routerAddress} 2022`,
    `echo x > /dev/udp/${routerAddress}/9090`,
    `timeout 0.3 telnet ${routerAddress} 4022`,
  ],
};

scenario<SeminarHost>(
  'The strict sequence, knocked with every client of the slides',
  {
    ...seminar,
    about:
      'Boyadzhiev teaches port knocking as a strict sequence: three rules that each ask for the list of the one before, established and related connections first, a drop last. His slides name the clients; each that Debian has knocks here with the same three knocks, TCP 2022, UDP 9090 and TCP 4022.',
    router: 'boyadzhiev-2022/strict.rsc',
  },
  async ({ client, attacker, router, clock, step, indicator, finding }) => {
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');

    await indicator(1, 'closed to a scan', { paper: 'The ports are closed when they are scanned.' }, async () => {
      expect(await attacker.scan(router, [22, 2022, 4022])).toShow({ filtered: [22, 2022, 4022] });
      return { observed: 'port 22 and the knock ports are filtered', status: 'reproduced' };
    });

    await indicator(
      2,
      'the clients',
      { paper: 'telnet, curl, netcat, hping3, knock, socat: each of them can knock.' },
      async () => {
        const took: string[] = [];
        for (const [name, commands] of Object.entries(clients)) {
          const startedAt = performance.now();
          for (const command of commands) await client.exec(['bash', '-c', command], { timeoutMs: 5000, input: '' });
          const ms = Math.round(performance.now() - startedAt);
          expect((await client.look(router, [22])).open, name).toEqual([22]);
          took.push(`${name} ${ms} ms`);
          await forget();
        }
        finding(
          'what the clients cost',
          `The same three knocks take: ${took.join(', ')}. What waits for an answer waits in vain: the ports are silent.`,
        );
        return { observed: `${took.length} of ${took.length} clients open the door`, status: 'reproduced' };
      },
    );

    await indicator(3, 'the order', { paper: 'A strict sequence of packets.' }, async () => {
      for (const wrong of [sequence.toReversed(), [sequence[1] ?? '', sequence[0] ?? '', sequence[2] ?? '']]) {
        await attacker.knock(router, wrong);
        expect((await attacker.look(router, [22])).open).toEqual([]);
        await forget();
      }
      return { observed: 'two wrong orders open nothing', status: 'reproduced' };
    });

    await indicator(
      4,
      'about 141 trillion combinations',
      { paper: '~141 trillion combinations (3 rules)', expect: 'reproduced with a correction' },
      async () => {
        const ports = 65_535n;
        const all = ports ** 3n;
        expect(all / 2n).toBe(140_731_046_002_687n);
        expect((2n * ports) ** 3n / all).toBe(8n);
        return {
          observed: `three ports of 65,535 are ${all.toLocaleString('en')} sequences; 141 trillion is half of that, the mean number of tries. With TCP and UDP it is eight times as many`,
          status: 'reproduced with a correction',
        };
      },
    );

    await step.long('the door lives for an hour', async () => {
      await expect(client.door(router, 22)).toLive({
        by: () => client.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '1h',
        within: '1s',
        staysClosed: '5m',
      });
    });

    await step.long('a connection that was opened in time is not closed by good practice 1', async () => {
      await client.knock(router, sequence);
      await using connection = await client.hold(router, 22);
      await clock.advance('1h');
      await clock.advance('2s');
      expect((await client.look(router, [22])).open).toEqual([]);
      expect(await connection.carries()).toBe(true);
      finding(
        'good practice 1 keeps the door open for who is inside',
        'Established connections are accepted first, so the hour of the list says only until when a new connection may be opened: one that is open stays, for as long as it is used.',
      );
    });
  },
);
