import { expect, scenario } from '../../src/scenario/scenario.ts';
import { attackSeries, seriesText } from './attack-series.ts';
import { dropAlert, internet, leaveLadder, ordinaryScan, paperScenario, sequence, services } from './paper.ts';

scenario(
  'The eight indicators of Table 5',
  {
    ...paperScenario,
    about:
      'Table 5 of the paper lists eight indicators, each "went well". Each is tried here on the configuration as published, with the paper\'s claim ' +
      'beside what was observed.',
    router: 'husain/scheme3.rsc',
  },
  async (context) => {
    const { attacker, client, router, telegram, clock, indicator, finding } = context;
    const open = async (): Promise<boolean> => {
      const scan = await attacker.scan(router, services);
      return services.every((port) => scan.stateOf(port) === 'open');
    };

    await indicator(
      3,
      'Scanner vulnerability gaps',
      { paper: 'The port appears open and then is closed by the firewall.' },
      async () => {
        expect(await attacker.scan(router, services)).toShow({ open: services });
        expect(await ordinaryScan({ attacker, router })).toShow({ open: [22, 23, 80] });
        expect(await attacker.scan(router, services)).toShow({ filtered: services });
        return { observed: 'open before and during the first default scan, filtered after it', status: 'reproduced' };
      },
    );

    await indicator(2, 'Activity log', { paper: 'Record Log Prefix goes into the system log.' }, async () => {
      expect(await router.log()).toHaveLogged(/^PortScanner Terdeteksi input:/);
      expect(await router.log()).toHaveLogged(/^Port Scanning Blocked: input:/);
      return { observed: 'the prefixes of trap and drop stand in the log, with source and port', status: 'reproduced' };
    });

    await indicator(
      1,
      'Nmap attack',
      {
        paper: 'Known by administrators via Telegram Notifications and via Logs.',
        expect: 'reproduced with a correction',
      },
      async () => {
        await clock.advance('1m');
        expect(telegram).toHaveReceived(/Action Drop Occurred/, { times: 1 });
        expect(await client.scan(router, services)).toShow({ open: services });
        expect(await router.addressList('port_scanners')).not.toHold(client);
        expect((await router.log(/^PortScanner Terdeteksi input: .* 10\.10\.10\.94:/)).lines).toEqual([]);
        return {
          observed:
            'a scan that meets port 5000 is logged at once and alerted within a minute; one of just the four services is neither',
          status: 'reproduced with a correction',
        };
      },
    );

    await indicator(5, 'Notifications on Telegram against attacks', { paper: 'It was well received.' }, async () => {
      expect(telegram).toHaveReceived(dropAlert);
      return { observed: `delivered: "${telegram.messages.at(-1)}"`, status: 'reproduced' };
    });

    await indicator(
      7,
      'Port knocking sequence',
      {
        paper:
          'Success must be in sequence from knocking port 1000 to 4000, with time limits according to the provisions.',
        expect: 'reproduced with a correction',
      },
      async () => {
        await attacker.knock(router, sequence.toReversed());
        expect(await open()).toBe(false);
        await leaveLadder(router, attacker.address ?? '');
        await attacker.knock(router, sequence.slice(0, 2));
        await clock.advance('31s');
        await attacker.knock(router, sequence.slice(2));
        expect(await open()).toBe(false);
        await leaveLadder(router, attacker.address ?? '');
        await attacker.scan(router, 'sequential', { tcp: 'top1000' });
        expect(await open()).toBe(true);
        await leaveLadder(router, attacker.address ?? '');
        return {
          observed:
            'the wrong order and a pause of 31 s open nothing; but a sequential scan (nmap -r) is the right sequence and opens everything',
          status: 'reproduced with a correction',
        };
      },
    );

    await indicator(
      4,
      'Open closed connections and ports with knocking',
      { paper: "Closed connections and ports were successfully reopened at the attacker's IP address." },
      async () => {
        expect((await attacker.ping(internet)).received).toBe(0);
        await attacker.knock(router, sequence, { gap: '100ms' });
        expect(await attacker.scan(router, services)).toShow({ open: services });
        expect((await attacker.ping(internet)).received).toBe(1);
        return {
          observed: 'four knocks reopen the services and the way to the internet for the address that was banned',
          status: 'reproduced',
        };
      },
    );

    await indicator(
      6,
      'Notification: the router is safe against attacks',
      { paper: 'It was well received.' },
      async () => {
        await clock.advance('1m');
        expect(telegram).toHaveReceived(/Action Allow Occurred: Wifi Client Telah Aman \[Authenticated Clients\]$/);
        return {
          observed: `delivered: "${telegram.messages.findLast((text) => text.includes('Allow'))}"`,
          status: 'reproduced',
        };
      },
    );

    await indicator(
      8,
      'Attempt 25 consecutive attacks',
      {
        paper: 'The Scheduler and Script worked well, and Telegram managed to receive all attack notifications.',
        expect: 'not reproduced',
      },
      async () => {
        const series = await attackSeries(context, 25);
        expect(series).toMatchObject({ logged: 25, listed: 25, alerts: 25 });
        finding(
          'the alerts repeat the first attack for ever',
          'The scripts read the oldest matching line of the log ($maxLogs is 1 and /log find gives the oldest first), every minute. 25 alerts do arrive, ' +
            'one a minute, but all carry the time of the first attack, and they go on when nobody attacks any more. scheme3-corrected.rsc reports each attack once.',
        );
        return {
          observed: seriesText(series),
          status: series.missed === 0 && series.duplicates === 0 ? 'reproduced' : 'not reproduced',
        };
      },
    );
  },
);
