import type { GuardedSystem } from '../../src/attacks/attack.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';

export type ManualHost = 'admin' | 'attacker' | 'neighbour' | 'office';

export const manual = { seed: 'mikrotik-manual', topology: 'manual' } as const;

export const services = [22, 80, 8291];

/** The manual's page "Port knocking". */
export const sequence = ['888/tcp', '555/tcp', '222/tcp'];

/** The old wiki's. */
export const wikiSequence = ['9000/tcp', '6000/tcp'];

function common({ admin, attacker, neighbour, office }: ScenarioContext<ManualHost>) {
  return {
    guarded: services,
    attacker,
    administrator: admin,
    bystander: neighbour,
    sideDoors: { behind: { host: office, port: 445 } },
  };
}

export function manualSystem(context: ScenarioContext<ManualHost>, form: 'port-knocking' | 'hardened'): GuardedSystem {
  return {
    ...common(context),
    name: `mikrotik-manual/${form}`,
    sequence,
    stageTimeout: '30s',
    openTimeout: '30m',
    lists: { stages: ['888', '555'], allowed: ['secured'], banned: ['blacklist'] },
    trap: 666,
  };
}

export function wikiSystem(context: ScenarioContext<ManualHost>): GuardedSystem {
  return {
    ...common(context),
    name: 'mikrotik-manual/wiki',
    sequence: wikiSequence,
    stageTimeout: '1m',
    openTimeout: '1m',
    lists: { stages: ['port:9000'], allowed: ['secure'] },
  };
}
