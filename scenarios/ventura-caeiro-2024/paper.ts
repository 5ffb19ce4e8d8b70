import type { GuardedSystem } from '../../src/attacks/attack.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';

/** The hosts of the topology `servers`. */
export type ServersHost =
  | 'remote'
  | 'attacker'
  | 'neighbour'
  | 'server'
  | 'knockd'
  | 'recent'
  | 'ipset'
  | 'nftables'
  | 'fwknop';

/** What stands behind every door: an echo service. */
export const service = 2222;

/** The ports of the example in knockd's manual page, in an order that does not ascend. The paper names none. */
export const sequence = ['7000/tcp', '9000/tcp', '8000/tcp'];

export const serversScenario = { seed: 'ventura-caeiro-2024', topology: 'servers' } as const;

/** Behind the router, `server` echoes whatever comes. */
export async function serveBehind({ lab }: ScenarioContext<ServersHost>): Promise<void> {
  const server = lab.host('server');
  await server.start(echo);
  await server.exec(untilServed);
}

/** For IPv4 and IPv6. */
export const echo = ['socat', `TCP6-LISTEN:${service},fork,reuseaddr,ipv6only=0`, 'EXEC:cat'];
export const untilServed = ['socat', '-u', '/dev/null', `TCP:127.0.0.1:${service},retry=200,interval=0.01`];

export function routerSystem(
  context: ScenarioContext<ServersHost>,
  form: 'published' | 'hardened' | 'ban' | 'one-time' | 'two-level',
): GuardedSystem {
  return {
    name: `ventura-caeiro-2024/${form}`,
    guarded: [service],
    attacker: context.attacker,
    administrator: context.remote,
    bystander: context.neighbour,
    sequence,
    stageTimeout: '10s',
    openTimeout: '1h',
    lists: { stages: ['stage1', 'stage2'], allowed: ['allowed'] },
    sideDoors: { ipv6: '2001:db8:50::10', behind: { host: context.server, port: 445 } },
  };
}
