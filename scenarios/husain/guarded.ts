import type { GuardedSystem } from '../../src/attacks/attack.ts';
import { resetRouter } from '../../src/router/reset-router.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { sequence, services } from './paper.ts';

/** Port 5000: nobody has business there (rule 8). */
const trap = 5000;

/** Schemes 1 and 2, which have no knock: whoever is let in is let in without one. */
export function withoutKnock(context: ScenarioContext, form: 'scheme1' | 'scheme2'): GuardedSystem {
  const { attacker, client, accessPoint, admin } = context;
  return {
    name: `husain/${form}`,
    guarded: services,
    attacker,
    administrator: client,
    bystander: accessPoint,
    knockless: true,
    sideDoors: { behind: { host: admin, port: 445 } },
    ...(form === 'scheme1' ? {} : { trap, alert, lists: { stages: [], allowed: [], banned: ['port_scanners'] } }),
  };
}

const alert = { text: /Action Drop Occurred/, within: '1m' } as const;

/** The paper's system as its attacker and its administrator meet it: a client of the hotspot who knows the knock. */
export function paperSystem(context: ScenarioContext, form: 'scheme3' | 'hardened'): GuardedSystem {
  const { attacker, client, accessPoint, admin, router } = context;
  const system: GuardedSystem = {
    name: `husain/${form}`,
    guarded: services,
    attacker,
    administrator: client,
    bystander: accessPoint,
    sequence,
    stageTimeout: '30s',
    openTimeout: '30m',
    lists: {
      stages: ['knock_ports1', 'knock_ports2', 'knock_ports3'],
      allowed: ['authenticated_clients'],
      banned: ['port_scanners'],
    },
    trap,
    alert,
    sideDoors: { behind: { host: admin, port: 445 } },
  };
  if (form === 'hardened') return system;
  // As published, the services are open until the trap has been touched: the attacks begin where the paper's protection does.
  const reset = async (): Promise<void> => {
    await resetRouter(router.api);
    for (const host of [attacker, client, accessPoint]) await host.knock(router, [`${trap}/tcp`], { progress: false });
  };
  return { ...system, reset };
}
