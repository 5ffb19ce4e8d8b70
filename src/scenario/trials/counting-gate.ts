import type { Router } from '../../router/router.ts';
import type { Gate } from '../gate/gate.ts';
import { type Counting, countingComment } from './trial.ts';

/** Holds nobody up, but reads the counting rules before each step and after the last one. */
export function countingGate(
  menus: readonly string[],
  router: () => Pick<Router, 'print'> | undefined,
  countings: Counting[],
): Gate {
  return {
    plan: () => undefined,
    open: () => undefined,
    pass: async (step) => {
      const packets: Record<string, number> = {};
      for (const menu of menus) await readInto(packets, menu, router());
      countings.push({ ...(step === undefined ? {} : { before: step }), packets });
    },
    acts: 0,
    [Symbol.dispose]: () => undefined,
  };
}

async function readInto(packets: Record<string, number>, menu: string, router?: Pick<Router, 'print'>): Promise<void> {
  for (const row of (await router?.print(menu, { stats: true })) ?? []) {
    const { comment = '' } = row;
    if (comment.startsWith(countingComment)) packets[comment] = Number(row['packets'] ?? 0);
  }
}
