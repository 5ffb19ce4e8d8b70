import { expect, scenario } from '../../src/scenario/scenario.ts';
import { type SeminarHost, seminar } from './seminar.ts';

/** A name server with one name that can be changed: a dynamic DNS service. */
const serverScript = `
echo "$1 home.example.net" > /tmp/dyndns
dnsmasq --no-resolv --no-hosts --addn-hosts=/tmp/dyndns --local-ttl=5 --user= --group= --pid-file=/tmp/dyndns.pid --listen-address=192.168.169.53 --bind-interfaces
`;

scenario<SeminarHost>(
  'Address-list knocking: a name instead of a knock',
  {
    ...seminar,
    about:
      'An address list can hold a host name. With a dynamic DNS service the name follows its owner, and the firewall follows the name: no knock, no client. How long it takes, and what it trusts, is shown by letting the name move.',
    router: 'boyadzhiev-2022/address-list.rsc',
  },
  async ({ client, neighbour, names, router, clock, step, indicator, finding }) => {
    await step('the name service knows the client', async () => {
      const { exitCode, stderr } = await names.exec(['sh', '-c', serverScript, 'names', client.address ?? '']);
      expect(exitCode, stderr).toBe(0);
      // The router asked before anybody answered; it asks again by itself.
      await clock.advance('1m');
    });

    await indicator(
      10,
      'host names in the firewall',
      { paper: 'Host names in the firewall, with a dynamic DNS service.' },
      async () => {
        expect((await client.look(router, [22])).open).toEqual([22]);
        expect((await neighbour.look(router, [22])).open).toEqual([]);
        await names.exec([
          'sh',
          '-c',
          `echo "${neighbour.address} home.example.net" > /tmp/dyndns; kill -HUP $(cat /tmp/dyndns.pid)`,
        ]);
        expect((await neighbour.look(router, [22])).open).toEqual([]);
        await clock.advance('10s');
        expect((await neighbour.look(router, [22])).open).toEqual([22]);
        expect((await client.look(router, [22])).open).toEqual([]);
        finding(
          'the list trusts the name server',
          'Whoever can answer for the name, or has the password of the dynamic DNS account, chooses who is let in; and until the TTL has ended the old address still is.',
        );
        return { observed: 'the list follows the name when its TTL of five seconds has ended', status: 'reproduced' };
      },
    );
  },
);
