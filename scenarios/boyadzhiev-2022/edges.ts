import { expect } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { routerAddress, type SeminarHost, sequence } from './seminar.ts';

// What `knocklab mutate` found that nobody had asked: steps that the seminar's configurations have in common.

type Context = ScenarioContext<SeminarHost>;

export const forget = ({ router }: Context): Promise<unknown> =>
  router.run('/ip firewall address-list remove [find dynamic]');

export const opens = async ({ router }: Context, host: ScenarioHost, port: number): Promise<boolean> =>
  (await host.look(router, [port], { patienceMs: 50 })).open.length > 0;

/** One SYN that carries a text already, as hping3 makes it. */
export const synWith = async (host: ScenarioHost, port: number, text: string): Promise<unknown> =>
  await host.exec([
    'bash',
    '-c',
    `printf '%s' "$1" > /tmp/syn && hping3 -q -S -c 1 -p ${port} -d ${text.length} -E /tmp/syn ${routerAddress}`,
    'syn',
    text,
  ]);

/** The three knocks from both sides of their times, ports and protocols. `port` is what they open. */
export async function ladderEdges(context: Context, port: number): Promise<void> {
  const { client, attacker, neighbour, router, clock, step } = context;
  const knock = (host: ScenarioHost, knocks: readonly string[] = sequence): Promise<unknown> =>
    host.knock(router, knocks, { gap: '5ms', progress: false });

  await step.long(
    'whoever takes 28 seconds for each stage gets in for an hour, whoever takes 31 does not',
    async () => {
      await knock(client, ['2022/tcp']);
      await knock(neighbour, ['2022/tcp', '9090/udp']);
      await knock(attacker, ['2022/tcp']);
      await clock.advance('28s');
      await knock(client, ['9090/udp']);
      await clock.advance('3s');
      await knock(neighbour, ['4022/tcp']);
      await knock(attacker, ['9090/udp', '4022/tcp']);
      await clock.advance('25s');
      await knock(client, ['4022/tcp']);
      expect(await opens(context, client, port)).toBe(true);
      expect(await opens(context, neighbour, port)).toBe(false);
      expect(await opens(context, attacker, port)).toBe(false);
      await clock.advance('59m50s');
      expect(await opens(context, client, port)).toBe(true);
      await clock.advance('11s');
      expect(await opens(context, client, port)).toBe(false);
      await forget(context);
    },
  );

  await step('another port, or another protocol, in the place of a knock opens nothing', async () => {
    const wrong = [
      ['2023/tcp', '9090/udp', '4022/tcp'],
      ['2022/udp', '9090/udp', '4022/tcp'],
      ['2022/tcp', '9091/udp', '4022/tcp'],
      ['2022/tcp', '9090/tcp', '4022/tcp'],
      ['2022/tcp', '9090/udp', '4023/tcp'],
      ['2022/tcp', '9090/udp', '4022/udp'],
      ['2022/tcp', '4022/tcp'],
      ['9090/udp', '4022/tcp'],
    ];
    for (const knocks of wrong) {
      await knock(attacker, knocks);
      expect(await router.addressList('knock3'), knocks.join(', ')).not.toHold(attacker);
      await forget(context);
    }
    await knock(attacker);
    expect(await opens(context, attacker, port)).toBe(true);
    await forget(context);
  });
}

/** What comes back to a host's own packets: the answer to a connection, and the ICMP error that there is no service. */
export async function expectAnswers(
  from: { exec(argv: readonly string[]): Promise<{ readonly stdout: string }> },
  to: ScenarioHost,
): Promise<void> {
  await to.serve(445);
  // The second datagram is refused by the kernel when the error that the first met has arrived.
  const script = `
timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/445"' "$1" && echo answered
exec 4<>"/dev/udp/$1/9"; echo x >&4; sleep 0.2; echo x >&4 || echo refused`;
  const { stdout } = await from.exec(['bash', '-c', script, 'answers', to.address ?? '']);
  expect(stdout.trim().split('\n')).toEqual(['answered', 'refused']);
}

export async function ownAnswers({ router, client, step }: Context): Promise<void> {
  await step('what the router asks others is answered, by them or by an ICMP error', async () => {
    await expectAnswers(router, client);
  });
}

/** A packet from a knock's port that belongs to a connection of the router's own; the same packet without one is a knock. */
export async function answerIsNoKnock(context: Context): Promise<void> {
  const { router, client, step } = context;
  await step('what answers the router is no knock', async () => {
    await client.serve(445);
    await router.exec(['socat', '-u', '/dev/null', `TCP:${client.address}:445,sourceport=2022,reuseaddr`]);
    expect(await router.addressList('knock1')).not.toHold(client);
    await client.knock(router, ['2022/tcp'], { gap: '5ms', progress: false });
    expect(await router.addressList('knock1')).toHold(client);
    await forget(context);
  });
}
