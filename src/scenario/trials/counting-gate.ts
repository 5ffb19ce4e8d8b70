import type { Router } from '../../router/router.ts';
import type { Gate } from '../gate/gate.ts';
import type { Counting } from './trial.ts';

/** Holds nobody up, but reads the counters of rules before each step and after the last one. */
export function countingGate(
  menus: readonly string[],
  router: () => Pick<Router, 'print'> | undefined,
  countings: Counting[],
): Gate {
  return {
    plan: () => undefined,
    open: () => undefined,
    pass: async (step) => {
      const packets: Record<string, number[]> = {};
      for (const menu of menus) packets[menu] = await packetsOf(menu, router());
      countings.push({ ...(step === undefined ? {} : { before: step }), packets });
    },
    acts: 0,
    [Symbol.dispose]: () => undefined,
  };
}

async function packetsOf(menu: string, router: Pick<Router, 'print'> | undefined): Promise<number[]> {
  const rows = (await router?.print(menu, { stats: true })) ?? [];
  return rows.filter((row) => row['dynamic'] !== 'true').map((row) => Number(row['packets'] ?? 0));
}
