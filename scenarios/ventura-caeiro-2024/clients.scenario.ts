import { expect, scenario } from '../../src/scenario/scenario.ts';
import { client } from './clients.ts';
import { ipsetDoor } from './filter-doors.ts';
import { type ServersHost, sequence, serveBehind, serversScenario, service } from './paper.ts';

const ports = sequence.map((knock) => knock.replace('/tcp', ''));

scenario<ServersHost>(
  'One knock, many clients',
  {
    ...serversScenario,
    about:
      'The paper gives its knock scripts in Python. Any program that can begin a connection can knock: the same three requests are made here with Python’s sockets, with nothing but bash, with Debian’s knock, and by a RouterOS router that wants to get in somewhere else.',
    router: 'ventura-caeiro-2024/published.rsc',
  },
  async (context) => {
    const { remote, router, ipset, step } = context;
    await serveBehind(context);
    const door = await ipsetDoor(context);

    for (const [name, interpreter] of [
      ['knock.py', ['python3', '-c']],
      ['knock.sh', ['bash', '-c']],
    ] as const) {
      await step(`${name} opens the router’s door and that of a server`, async () => {
        const script = await client(name);
        await router.run('/ip firewall address-list remove [find dynamic]');
        await door.forget();
        for (const target of [router, ipset]) {
          expect((await remote.look(target, [service])).open).toEqual([]);
          // bash takes the first word behind the script for the script's name, Python does not.
          const words = [...(name === 'knock.sh' ? [name] : []), await remote.addressOf(target), ...ports];
          expect((await remote.exec([...interpreter, script, ...words])).exitCode).toBe(0);
          expect((await remote.look(target, [service])).open).toEqual([service]);
        }
      });
    }

    await step("Debian's knock opens both as well", async () => {
      await router.run('/ip firewall address-list remove [find dynamic]');
      await door.forget();
      for (const target of [router, ipset]) {
        await remote.knock(target, sequence, { client: 'knock', gap: '50ms' });
        expect((await remote.look(target, [service])).open).toEqual([service]);
      }
    });

    await step('a RouterOS script opens the door of a server for the router', async () => {
      const script = await client('knock.rsc');
      await router.run(`:global target "${ipset.address}"; ${script.replaceAll(/^#.*$/gm, '')}`);
      const { stdout } = await ipset.exec(['ipset', 'list', 'open']);
      expect(stdout).toMatch(/^203\.0\.113\.1 timeout/m);
    });
  },
);
