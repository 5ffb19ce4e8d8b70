import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';

/** The ports of Winbox, SSH, telnet and WebFig that the paper protects. */
export const services = [22, 23, 80, 8291];

/** Stages 1 to 4 (Figures 5-8). */
export const sequence = ['1000/tcp', '1500/tcp', '3000/tcp', '4000/tcp'];

/** The isp stands for the internet. */
export const internet = '10.0.2.2';

/** The paper's group (Figure 12) and the lab's own token. */
const telegram = { token: '1000000000:knocklab-lab-token-not-a-secret', chats: ['-1001949507985'] };

/** The evening of Figure 12. */
const evening = '2023-07-20T20:43:00';

/**
 * What the script `tidakaman` sends: the date, the time of the log line that it found, the text. RouterOS writes dates as
 * `jul/20/2023` before 7.10 and as `2023-07-20` since; since 7.20 the log line has its date, too.
 */
export const dropAlert =
  /^(?:jul\/20\/2023|2023-07-20) - (?:2023-07-20 )?20:\d\d:\d\d Action Drop Occurred: Wifi Client Sedang Tidak Aman \[Port Scanning\]$/;

/** What the script `aman` sends. */
export const allowAlert =
  /^(?:jul\/20\/2023|2023-07-20) (?:2023-07-20 )?20:\d\d:\d\d - Action Allow Occurred: Wifi Client Telah Aman \[Authenticated Clients\]$/;

export const paperScenario = { seed: 'husain-2023', topology: 'paper', telegram, startAt: evening } as const;

const ladder = [
  'knock_ports1',
  'knock_ports2',
  'knock_ports3',
  'authenticated_clients',
  'knock_ports_koneksi1',
  'knock_ports_koneksi2',
  'knock_ports_koneksi3',
  'authenticated_clients_koneksi',
];

/**
 * What a person types: `nmap ADDRESS`. nmap shuffles the ports, so that one scan in 24 meets 1000, 1500, 3000 and 4000
 * in that very order and opens the door for itself. That is a finding of its own; a step that wants a scanner who is
 * only banned takes such a scanner off the ladder again.
 */
export async function ordinaryScan(
  { attacker, router }: Pick<ScenarioContext, 'attacker' | 'router'>,
  extraArgs: readonly string[] = [],
): ReturnType<ScenarioContext['attacker']['scan']> {
  const scan = await attacker.scan(router, 'default', { extraArgs });
  await leaveLadder(router, attacker.address ?? '');
  return scan;
}

/** Takes an address off both ladders, as an administrator would by hand. */
export async function leaveLadder(router: ScenarioContext['router'], address: string): Promise<void> {
  const entries = await router.print('/ip/firewall/address-list', { query: { address } });
  for (const { '.id': id = '', list = '' } of entries) {
    if (ladder.includes(list)) await router.api.remove('/ip/firewall/address-list', id);
  }
}

/** The lists that hold a host's address, by name. */
export async function listsOf(
  router: ScenarioContext['router'],
  { address = '' }: { readonly address: string | undefined },
): Promise<string[]> {
  const entries = await router.print('/ip/firewall/address-list', { query: { address } });
  return entries.map(({ list = '' }) => list).toSorted();
}
