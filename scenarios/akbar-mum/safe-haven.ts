import type { GuardedSystem } from '../../src/attacks/attack.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';

/** The seminar's LAN and the way in from the internet. */
export type SafeHavenHost = 'remote' | 'attacker' | 'neighbour' | 'staff' | 'guest';

/** What a RouterOS router serves for its administrator. */
export const services = [22, 23, 80, 8291];

/** "knock.exe 192.168.33.254 1337:tcp 17954:udp" */
export const sequence = ['1337/tcp', '17954/udp'];

export const safeHaven = { seed: 'akbar-mum', topology: 'safe-haven' } as const;

export function safeHavenSystem(
  context: ScenarioContext<SafeHavenHost>,
  form: 'published' | 'hardened',
): GuardedSystem {
  return {
    name: `akbar-mum/${form}`,
    guarded: services,
    guardsPing: true,
    attacker: context.attacker,
    administrator: context.remote,
    bystander: context.neighbour,
    sequence,
    stageTimeout: '15s',
    openTimeout: '3h',
    lists: { stages: ['knock-knock'], allowed: ['Save Haven'] },
    sideDoors: { ipv6: '2001:db8:33::1', behind: { host: context.staff, port: 445 } },
  };
}
