import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type SafeHavenHost, safeHaven, sequence, services } from './safe-haven.ts';

scenario<SafeHavenHost>(
  'Safe Haven: two knocks let a stranger in for three hours',
  {
    ...safeHaven,
    about:
      'Akbar showed the MikroTik User Meeting how four rules hide a router: eleven addresses of the LAN may come in, everybody else has to knock, first at TCP port 1337, within 15 seconds at UDP port 17954, and is let in for three hours. Each claim of the slides is tried here with the tools they name, and then what they do not speak of: how long the door really stays open, and what a wrong, late or repeated knock does.',
    router: 'akbar-mum/published.rsc',
    capture: ['remote'],
  },
  async ({ remote, attacker, staff, guest, router, clock, step, indicator, finding }) => {
    await indicator(
      1,
      'who is let in without a knock',
      { paper: 'Only 192.168.33.10 to .20 get access from the LAN.' },
      async () => {
        expect(await staff.scan(router, services)).toShow({ open: services });
        expect(await guest.scan(router, services)).toShow({ filtered: services });
        expect((await guest.ping(router)).received).toBe(0);
        return {
          observed: '192.168.33.12 sees every service; 192.168.33.77 sees none, not even ping',
          status: 'reproduced',
        };
      },
    );

    await indicator(
      2,
      'protected ports look closed',
      { paper: 'Unless the attacker sends the correct knock sequence, the protected ports will appear closed.' },
      async () => {
        expect(await attacker.scan(router, 'default', { extraArgs: ['-Pn', '-T5', '--max-retries', '0'] })).toShow({
          filtered: services,
        });
        return { observed: 'a scan of the thousand common ports finds all of them filtered', status: 'reproduced' };
      },
    );

    await indicator(
      3,
      'the knock',
      { paper: '`knock 192.168.33.254 1337:tcp 17954:udp` lets the host in.' },
      async () => {
        const knocked = await guest.knock(router, sequence, { client: 'knock', gap: '50ms' });
        expect(knocked.progress?.text).toBe('every knock counted; Save Haven holds the knocker');
        expect(await guest.scan(router, services)).toShow({ open: services });
        return { observed: `Debian's knock client: ${knocked.progress?.text}`, status: 'reproduced' };
      },
    );

    await indicator(
      4,
      'from the internet',
      { paper: 'A remote host has to knock first, then connects with Winbox, telnet or SSH.' },
      async () => {
        expect(await remote.scan(router, services)).toShow({ filtered: services });
        await remote.knock(router, sequence, { client: 'knock', gap: '50ms' });
        expect((await remote.connect(router, 22, { readBanner: true })).banner).toMatch(/^SSH-2\.0-ROSSSH/);
        expect((await remote.connect(router, 8291)).outcome).toBe('connected');
        return {
          observed: 'filtered before; SSH answers with its banner and Winbox connects after the knock',
          status: 'reproduced',
        };
      },
    );

    await indicator(
      5,
      'counters of the screenshot',
      { paper: 'Knock 1: 64 B, 1 packet. Knock 2: 29 B, 1 packet.', expect: 'reproduced with a correction' },
      async () => {
        const before = await router.rules();
        await attacker.knock(router, sequence, { client: 'knock' });
        const after = await router.rules();
        const bytes: number[] = [0, 1].map((index) => (after[index]?.bytes ?? 0) - (before[index]?.bytes ?? 0));
        const packets = [0, 1].map((index) => (after[index]?.packets ?? 0) - (before[index]?.packets ?? 0));
        expect(packets).toEqual([1, 1]);
        expect(bytes).toEqual([60, 29]);
        await router.run('/ip firewall address-list remove [find address=203.0.113.66]');
        return {
          observed: `one packet each; ${bytes[1]} B is exactly the datagram of the slides' knock client, one byte of data; the SYN has ${bytes[0]} B here and 64 B there, where another system sent more TCP options`,
          status: 'reproduced with a correction',
        };
      },
    );

    await step('the wrong order opens nothing, and the counters show where it stopped', async () => {
      const { progress } = await attacker.knock(router, sequence.toReversed());
      expect(progress?.reached).toBe(0);
      expect(progress?.text).toMatch(/^stopped at knock 1 of 2 \(17954\/udp\): filter rule 1 counted nothing/);
      expect(await attacker.scan(router, services)).toShow({ filtered: services });
    });

    await step('16 seconds between the knocks are too slow, 14 are not', async () => {
      await clock.advance('16s');
      await attacker.knock(router, ['1337/tcp']);
      await clock.advance('16s');
      const late = await attacker.knock(router, ['17954/udp']);
      expect(late.progress?.reached).toBe(0);
      await attacker.knock(router, ['1337/tcp']);
      await clock.advance('14s');
      const inTime = await attacker.knock(router, ['17954/udp']);
      expect(inTime.progress?.reached).toBe(1);
      await router.run('/ip firewall address-list remove [find address=203.0.113.66]');
    });

    await step.long('the door opens at once, stays open for three hours, and closes', async () => {
      await expect(attacker.door(router, 22)).toLive({
        by: () => attacker.knock(router, sequence),
        opensWithin: '1s',
        closesAfter: '3h',
        within: '1s',
        staysClosed: '10m',
      });
    });

    await step.long('a second knock before the end gives the whole time again', async () => {
      await attacker.knock(router, sequence);
      await clock.advance('2h');
      await attacker.knock(router, sequence);
      await expect(attacker.door(router, 22)).toStayOpen('2h50m');
      finding(
        'the second knock alone prolongs',
        'Rule 1 asks for an entry in "knock-knock" only: who keeps knocking is never asked to leave. That is the administrator’s convenience, and an intruder’s, too.',
      );
    });
  },
);
