import { expect, scenario } from '../../src/scenario/scenario.ts';
import { pings, routerAddress, type SeminarHost, seminar, word } from './seminar.ts';

scenario<SeminarHost>(
  'Data in a TCP and in a UDP segment',
  {
    ...seminar,
    about:
      'The knock can be what a segment carries instead of where it goes. A datagram with the word "mikrotik" opens the door. With TCP it is harder than the slide says: without a connection there is no segment that could carry anything, unless the SYN itself does.',
    router: 'boyadzhiev-2022/data.rsc',
  },
  async ({ client, router, indicator, finding }) => {
    const forget = (): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');
    const opens = async (): Promise<boolean> => (await client.look(router, [22])).open.length > 0;

    await indicator(
      5,
      'data in a datagram',
      { paper: 'Data can be given in the UDP segment and found by content.' },
      async () => {
        await client.knock(router, ['9090/udp:data=mikrotiK', '9091/udp:data=mikrotik', '9090/udp']);
        expect(await opens()).toBe(false);
        await client.knock(router, ['9090/udp:data=the word is mikrotik, anywhere']);
        expect(await opens()).toBe(true);
        await forget();
        return {
          observed: 'the word opens, in any place of the datagram; another case, another port or no word do not',
          status: 'reproduced',
        };
      },
    );

    await indicator(
      6,
      'data in a TCP segment',
      { paper: 'Data can be given in the TCP segment and found by content.', expect: 'reproduced with a correction' },
      async () => {
        const send = ['socat', '-u', 'STDIN', `TCP:${routerAddress}:9090,connect-timeout=0.3`];
        expect((await client.exec(send, { input: 'mikrotik' })).exitCode).not.toBe(0);
        expect(await opens()).toBe(false);
        const syn = `printf mikrotik > /tmp/word && hping3 -S -c 1 -p 9090 -d 8 -E /tmp/word ${routerAddress}`;
        await client.exec(['bash', '-c', syn], { timeoutMs: 5000 });
        expect(await opens()).toBe(true);
        await forget();
        finding(
          'a TCP segment needs a connection',
          'The last rule drops the SYN, so no segment with data ever comes. hping3 can put the word into the SYN itself; everything else needs a port that is let through first, as the slide on HTTP says and this one does not.',
        );
        return {
          observed: 'a client that has to connect first sends nothing; hping3 with the word in its SYN opens',
          status: 'reproduced with a correction',
        };
      },
    );
  },
);

scenario<SeminarHost>(
  'An HTTP GET as the knock',
  {
    ...seminar,
    about:
      'http://192.168.169.1/mikrotik opens port 22 for whoever asks for it. "Requires extra logic", the slide says with an asterisk: the connection to port 80 has to be let through for everybody, and the rule that reads the request has to stand before the one for established connections.',
    router: 'boyadzhiev-2022/http.rsc',
  },
  async ({ client, attacker, router, indicator, finding }) => {
    await indicator(7, 'HTTP GET', { paper: 'It is possible with an HTTP GET, with extra logic.' }, async () => {
      await attacker.http(`http://${routerAddress}/winbox`);
      expect((await attacker.look(router, [22])).open).toEqual([]);
      const { status } = await client.http(`http://${routerAddress}/mikrotik`);
      expect((await client.look(router, [22])).open).toEqual([22]);
      finding(
        'what is hidden behind the knock is the smaller part',
        'Port 80 answers everybody, with the page and the login of the router. The knock hides SSH behind a service that has had more holes than SSH.',
      );
      return {
        observed: `the router answers the request with ${status}, and port 22 is open to its sender`,
        status: 'reproduced',
      };
    });
  },
);

scenario<SeminarHost>(
  'Ping as the knock, by its size',
  {
    ...seminar,
    about:
      'A ping with 692 bytes of data is a packet of 720 bytes: 20 for the IP header, 8 for the ICMP header. RouterOS counts all of them, ping does not. The rule stands in a chain of its own.',
    router: 'boyadzhiev-2022/icmp-size.rsc',
  },
  async ({ client, router, indicator }) => {
    await indicator(
      8,
      '692 + 28 = 720',
      { paper: 'A ping with a payload of 692 bytes has a packet of 720.' },
      async () => {
        for (const data of ['691', '693', '720']) {
          await client.exec(['ping', '-n', '-c', '1', '-W', '0.2', '-s', data, routerAddress]);
          expect((await client.look(router, [22])).open, data).toEqual([]);
        }
        await client.exec(['ping', '-n', '-c', '1', '-W', '0.2', '-s', '692', routerAddress]);
        expect((await client.look(router, [22])).open).toEqual([22]);
        return { observed: '`ping -s 692` opens; 691, 693 and 720 do not', status: 'reproduced' };
      },
    );
  },
);

scenario<SeminarHost>(
  'Ping as the knock, by what fills it',
  {
    ...seminar,
    about: `\`ping -p ${word}\` fills the packet with the word "mikrotik"; layer7-protocol finds it. The slide's rule accepts such pings; to open a door it has to put their sender on a list.`,
    router: 'boyadzhiev-2022/icmp-pattern.rsc',
  },
  async ({ client, attacker, router, indicator }) => {
    await indicator(9, 'a pattern in the payload', { paper: `ping 192.168.169.1 -p ${word}` }, async () => {
      await attacker.ping(router, { pattern: '6d6963726f736f66', timeoutMs: 200 });
      expect((await attacker.look(router, [22])).open).toEqual([]);
      await client.ping(router, { pattern: word, timeoutMs: 200 });
      expect((await client.look(router, [22])).open).toEqual([22]);
      await attacker.knock(router, [pings.size]);
      expect((await attacker.look(router, [22])).open).toEqual([]);
      return { observed: 'the word opens, another does not', status: 'reproduced' };
    });
  },
);
