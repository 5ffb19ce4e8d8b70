import type { GuardedSystem } from '../../src/attacks/attack.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';

export type SeminarHost = 'client' | 'attacker' | 'neighbour' | 'names' | 'branch' | 'server';

export const seminar = { seed: 'boyadzhiev-2022', topology: 'seminar' } as const;

export const routerAddress = '192.168.169.1';

/** `knock 192.168.88.1 2022:tcp 9090:udp 4022:tcp` */
export const sequence = ['2022/tcp', '9090/udp', '4022/tcp'];

/** "mikrotik", as `ping -p` takes it. */
export const word = '6d696b726f74696b';

export const pings = { size: 'icmp:size=720', pattern: `icmp:size=84,pattern=${word}` } as const;

function people({ attacker, client, neighbour, server }: ScenarioContext<SeminarHost>) {
  return {
    guarded: [22],
    attacker,
    administrator: client,
    bystander: neighbour,
    openTimeout: '1h',
    sideDoors: { behind: { host: server, port: 445 } },
  };
}

export function ladderSystem(
  context: ScenarioContext<SeminarHost>,
  form: 'strict' | 'raw' | 'hardened',
): GuardedSystem {
  return {
    ...people(context),
    name: `boyadzhiev-2022/${form}`,
    sequence,
    stageTimeout: '30s',
    lists: { stages: ['knock1', 'knock2'], allowed: ['knock3'] },
  };
}

/** One packet that is the whole knock. */
export function singleSystem(
  context: ScenarioContext<SeminarHost>,
  form: 'icmp-size' | 'icmp-pattern' | 'data',
): GuardedSystem {
  const knock = { 'icmp-size': pings.size, 'icmp-pattern': pings.pattern, data: '9090/udp:data=mikrotik' }[form];
  return {
    ...people(context),
    name: `boyadzhiev-2022/${form}`,
    sequence: [knock],
    lists: { stages: [], allowed: ['knock'] },
  };
}

export function httpSystem(context: ScenarioContext<SeminarHost>): GuardedSystem {
  return {
    ...people(context),
    name: 'boyadzhiev-2022/http',
    lists: { stages: [], allowed: ['knock'] },
    open: async (from) => {
      await from.http(`http://${routerAddress}/mikrotik`);
    },
  };
}

/** The server behind the router is what is guarded, at the router's own address. */
export function forwardedSystem(
  context: ScenarioContext<SeminarHost>,
  form: 'forward-filter' | 'forward-nat',
): GuardedSystem {
  return {
    ...people(context),
    name: `boyadzhiev-2022/${form}`,
    target: routerAddress,
    guarded: [8080],
    sequence,
    stageTimeout: '30s',
    lists: { stages: ['knock1', 'knock2'], allowed: ['knock3'] },
  };
}
