import { expect, scenario } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { type StudyHost, sequence, study } from './study.ts';

// What `knocklab mutate` found that nobody had asked of the study's rules, in each of their three forms.

const about =
  'Each time, port and list of the rules from both sides. Each step is there because a mutant of the configuration survived without it.';
const last = 'serangan ketiga';
/** What the rules name, and a service beside them. */
const asked = [21, 22, 23, 80, 8291];
const wrong = [
  ['2000/tcp', '2002/tcp', '2003/tcp'],
  ['2001/udp', '2002/tcp', '2003/tcp'],
  ['2001/tcp', '2004/tcp', '2003/tcp'],
  ['2001/tcp', '2002/udp', '2003/tcp'],
  ['2001/tcp', '2002/tcp', '2004/tcp'],
  ['2001/tcp', '2002/tcp', '2003/udp'],
  ['2001/tcp', '2003/tcp'],
  ['2002/tcp', '2003/tcp'],
];
type Context = ScenarioContext<StudyHost>;

const forget = ({ router }: Context): Promise<unknown> => router.run('/ip firewall address-list remove [find dynamic]');
const knock = (context: Context, host: ScenarioHost, knocks: readonly string[] = sequence): Promise<unknown> =>
  host.knock(context.router, knocks, { gap: '5ms', progress: false });

/** The ladder from both sides of its times, ports and protocols. */
async function ladderEdges(context: Context): Promise<void> {
  const { user, attacker, colleague, router, clock, step } = context;

  await step.long('nine seconds for each stage are in time, eleven are not, and the hour is an hour', async () => {
    await knock(context, user, ['2001/tcp']);
    await knock(context, colleague, ['2001/tcp', '2002/tcp']);
    await knock(context, attacker, ['2001/tcp']);
    await clock.advance('9s');
    await knock(context, user, ['2002/tcp']);
    await clock.advance('2s');
    await knock(context, colleague, ['2003/tcp']);
    await knock(context, attacker, ['2002/tcp', '2003/tcp']);
    await clock.advance('7s');
    await knock(context, user, ['2003/tcp']);
    const listed = await router.addressList(last);
    expect(listed).toHold(user);
    for (const host of [colleague, attacker]) expect(listed).not.toHold(host);
    await clock.advance('59m50s');
    expect(await router.addressList(last)).toHold(user);
    await clock.advance('11s');
    expect(await router.addressList(last)).not.toHold(user);
    await forget(context);
  });

  await step('another port, or another protocol, in the place of a knock does not count', async () => {
    for (const knocks of wrong) {
      await knock(context, attacker, knocks);
      expect(await router.addressList(last), knocks.join(', ')).not.toHold(attacker);
      await forget(context);
    }
    await knock(context, attacker);
    expect(await router.addressList(last)).toHold(attacker);
    await forget(context);
  });
}

/** Whether the router answers, TCP port by TCP port and to a ping. */
async function answers({ router }: Context, host: ScenarioHost): Promise<readonly (number | string)[]> {
  const { states } = await host.look(router, [...asked, 8921, 8922], { patienceMs: 50 });
  const { received } = await host.ping(router, { timeoutMs: 300 });
  const ports = Object.entries(states).filter(([, state]) => state !== 'filtered');
  return [...ports.map(([port]) => Number(port)), ...(received > 0 ? ['ping'] : [])];
}

const everything = [...asked, 8921, 8922, 'ping'];

scenario<StudyHost>(
  'The black-box study as it is meant: the edges of its rules',
  { ...study, about, router: 'local-network-black-box/intended.rsc' },
  async (context) => {
    const { user, step } = context;
    await ladderEdges(context);

    await step('four ports and ping are for whoever has knocked, the others for everybody', async () => {
      expect(await answers(context, user)).toEqual([21, 8921, 8922]);
      for (const stage of [1, 2]) {
        await knock(context, user, sequence.slice(0, stage));
        expect(await answers(context, user), `stage ${stage}`).toEqual([21, 8921, 8922]);
      }
      await knock(context, user);
      expect(await answers(context, user)).toEqual(everything);
      await forget(context);
    });
  },
);

scenario<StudyHost>(
  'The black-box study with its list names put right: the edges of its rules',
  { ...study, about, router: 'local-network-black-box/repaired-names.rsc' },
  async (context) => {
    const { user, step } = context;
    await ladderEdges(context);

    await step('whoever knocks loses four ports and ping, and keeps the others', async () => {
      expect(await answers(context, user)).toEqual(everything);
      for (const stage of [1, 2]) {
        await knock(context, user, sequence.slice(0, stage));
        expect(await answers(context, user), `stage ${stage}`).toEqual(everything);
      }
      await knock(context, user);
      expect(await answers(context, user)).toEqual([21, 8291, 8922]);
      await forget(context);
    });
  },
);

scenario<StudyHost>(
  'The black-box study as its text describes it: the edges of its rules',
  { ...study, about, router: 'local-network-black-box/described.rsc' },
  async (context) => {
    const { user, attacker, router, clock, step } = context;
    const lists = ['hit pertama', 'serangan ke-2', last];
    const listed = async (host: ScenarioHost): Promise<readonly string[]> => {
      const rows = await router.print('/ip/firewall/address-list', { query: { address: host.address ?? '' } });
      return lists.filter((list) => rows.some((row) => row['list'] === list));
    };

    for (const [knocks, list, shorter, rest] of [
      [['2001/tcp'], 'hit pertama', '9s', '2s'],
      [['2002/tcp'], 'hit pertama', '9s', '2s'],
      [['2003/tcp'], 'serangan ke-2', '59m50s', '11s'],
    ] as const) {
      await step.long(`${knocks[0]} alone fills "${list}", for its time`, async () => {
        await knock(context, user, knocks);
        expect(await listed(user)).toEqual([list]);
        await clock.advance(shorter);
        expect(await listed(user)).toEqual([list]);
        await clock.advance(rest);
        expect(await listed(user)).toEqual([]);
      });
    }

    await step('no other port, and no datagram, fills a list', async () => {
      await knock(context, user, ['2000/tcp', '2004/tcp', '2001/udp', '2002/udp', '2003/udp', '80/tcp', 'icmp']);
      expect(await listed(user)).toEqual([]);
      await knock(context, user);
      expect(await listed(user)).toEqual(['hit pertama', 'serangan ke-2']);
      await forget(context);
    });

    await step('whoever is put on the list that no rule fills loses four ports and ping', async () => {
      expect(await answers(context, attacker)).toEqual(everything);
      await router.run(`/ip firewall address-list add list="${last}" address=${attacker.address} timeout=1h`);
      expect(await answers(context, attacker)).toEqual([21, 8291, 8922]);
      expect(await answers(context, user)).toEqual(everything);
      await forget(context);
    });
  },
);
