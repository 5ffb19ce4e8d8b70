import { expect, scenario } from '../../src/scenario/scenario.ts';
import { expectListChanges, put } from '../list-changes.ts';
import { type SafeHavenHost, safeHaven, services } from './safe-haven.ts';

const logins = [
  ['Save Haven', 'login1', '1m'],
  ['login1', 'login2', '1m'],
  ['login2', 'login3', '1m'],
  ['login3', 'login4', '1m'],
  ['login4', 'guessing', '10m'],
] as const;

scenario<SafeHavenHost>(
  'Safe Haven, hardened: the edges of its rules',
  {
    ...safeHaven,
    about:
      'Each rule of the hardened form from both sides: which packets bring their sender to which list, and for how long, and which do not; what the administrator may do while he is suspected. What `knocklab mutate` found that no other scenario noticed.',
    router: 'akbar-mum/hardened.rsc',
  },
  async ({ remote, attacker, guest, router, step }) => {
    await step('each login is one rung, on SSH and telnet and nowhere else', async () => {
      await expectListChanges(
        router,
        attacker,
        logins.flatMap(([on, list, time]) => [
          { on: [on], packets: ['24/tcp', '80/tcp', '22/udp', '23/udp', '22/tcp RST', 'icmp'] },
          { on: [on], packets: ['22/tcp', '23/tcp'], puts: { [list]: time } },
        ]),
      );
    });

    await step('each packet brings its sender as far as it should, and no further', async () => {
      await expectListChanges(router, attacker, [
        { packets: ['22/tcp', '24/tcp', '1338/tcp', '9999/tcp', '1337/udp', '17954/udp', '54/udp', 'icmp'] },
        { packets: ['1337/tcp'], puts: { 'knock-knock': '15s' } },
        { on: ['spoiled'], packets: ['22/tcp', '9999/tcp', '9999/udp', '17954/udp', 'icmp'] },
        { on: ['guessing'], packets: ['22/tcp', '9999/tcp', '17954/udp'] },
        { on: ['knock-knock'], packets: ['22/tcp', '23/tcp', '80/tcp', '8291/tcp', '53/udp', '67/udp', 'icmp'] },
        { on: ['knock-knock'], packets: ['21/tcp', '24/tcp', '8292/tcp', '17954/tcp'], puts: { spoiled: '15s' } },
        { on: ['knock-knock'], packets: ['54/udp', '1337/udp', '17955/udp', '68/udp'], puts: { spoiled: '15s' } },
        { on: ['knock-knock', 'spoiled'], packets: ['17954/udp'] },
        { on: ['knock-knock', 'Save Haven'], packets: ['17954/udp'], puts: { 'Save Haven': '3h' } },
        { on: ['knock-knock', 'guessing'], packets: ['17954/udp'], puts: { 'Save Haven': '3h' } },
        { on: ['knock-knock'], packets: ['1337/tcp'], puts: { 'knock-knock': '15s' } },
        { on: ['knock-knock'], packets: ['17954/udp'], puts: { 'Save Haven': '3h' } },
      ]);
    });

    await step('no list but the haven lets in, and none but the guessers’ shuts out', async () => {
      await put(router, attacker, 'knock-knock', 'login1', 'login2', 'login3', 'login4');
      expect((await attacker.look(router, services)).open).toEqual([]);
      await put(router, remote, 'Save Haven', 'spoiled', 'login1', 'login2', 'login3');
      expect((await remote.look(router, services)).open).toEqual(services);
      await put(router, remote, 'Save Haven', 'guessing');
      expect((await remote.look(router, services)).open).toEqual([80, 8291]);
      expect((await remote.ping(router)).received).toBe(1);
    });

    await step('a session goes on when its owner has come too often', async () => {
      await put(router, remote, 'Save Haven');
      await using session = await remote.hold(router, 22);
      await put(router, remote, 'Save Haven', 'guessing');
      expect(await session.carries()).toBe(true);
      expect((await remote.connect(router, 22, { timeoutMs: 300 })).outcome).toBe('timeout');
    });

    await step(
      'the second knock of who is suspected is swallowed; in the haven it is answered as any other',
      async () => {
        await put(router, attacker, 'Save Haven', 'spoiled');
        const scan = await attacker.scan(router, ['17954/udp', '17955/udp']);
        expect([17_954, 17_955].map((port) => scan.stateOf(port, 'udp'))).toEqual(['open|filtered', 'closed']);
        await put(router, attacker, 'Save Haven');
        expect((await attacker.scan(router, ['17954/udp'])).stateOf(17_954, 'udp')).toBe('closed');
      },
    );

    await step('over IPv6 the router answers a ping from outside, and serves its LAN', async () => {
      expect((await attacker.exec(['ping', '-6', '-c', '1', '-W', '1', '2001:db8:33::1'])).exitCode).toBe(0);
      expect((await attacker.look('2001:db8:33::1', services)).open).toEqual([]);
      await guest.exec(['sysctl', '-w', 'net.ipv6.conf.eth0.disable_ipv6=0']);
      await guest.exec(['ip', '-6', 'address', 'add', 'fe80::77/64', 'dev', 'eth0', 'nodad']);
      const shown = await router.exec(['ip', '-6', '-brief', 'address', 'show', 'dev', 'ether2', 'scope', 'link']);
      const address = /fe80:[0-9a-f:]+/.exec(shown.stdout)?.[0];
      const ssh = `TCP6:[${address}%eth0]:22,bind=[fe80::77%eth0],connect-timeout=2`;
      expect((await guest.exec(['socat', '-u', '/dev/null', ssh])).exitCode).toBe(0);
    });

    await step('the LAN reaches the internet, and nobody there the LAN', async () => {
      await guest.serve(445);
      await attacker.serve(8080);
      expect((await guest.ping(attacker)).received).toBe(1);
      expect((await guest.look(attacker, [8080])).open).toEqual([8080]);
      expect((await attacker.look(guest, [445])).open).toEqual([]);
    });
  },
);
