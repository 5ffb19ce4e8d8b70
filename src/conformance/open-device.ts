import { writeFileSync } from 'node:fs';
import { KnocklabError } from '../core/errors.ts';
import { exportDifferences, takeExport } from '../router/drivers/device/device-export.ts';
import { requireNoOtherRun, undo, undoIn } from '../router/drivers/device/device-undo.ts';
import type { StartedRouter } from '../router/drivers/started-router.ts';
import type { Router } from '../router/router.ts';
import { findOwnItems, removeOwnItems } from './own-items.ts';
import { parseRelease } from './release.ts';
import type { Session } from './session.ts';

/** A session with somebody's own router, and the way back to how it was. */
export interface DeviceSession extends Session {
  /** Takes away what cases have left, and rejects when the router's export is not what it was before. */
  restore(): Promise<void>;
}

/** Keeps the router's export in a file before anything is changed. It may hold secrets: only its owner may read it. */
export async function openDevice({ router, clock }: StartedRouter, exportFile: string): Promise<DeviceSession> {
  await requireClean(router);
  const before = await takeExport(router);
  writeFileSync(exportFile, before, { mode: 0o600, flag: 'wx' });
  return {
    kind: 'device',
    release: parseRelease(await router.version()),
    router,
    clock,
    network: undefined,
    restore: async () => {
      const { differences } = await restoreDevice(router, before);
      if (differences.length === 0) return;
      throw new KnocklabError('device/changed', `${router.name} is not as it was before.`, {
        evidence: differences.join('\n'),
        remedy: `Its whole export from before is in ${exportFile}.`,
      });
    },
  };
}

/** What it or a scenario left and was taken away, and what the router's export still differs in from an earlier one. */
export async function restoreDevice(
  router: Router,
  before: string,
): Promise<{ readonly removed: number; readonly differences: readonly string[] }> {
  const run = undoIn(before);
  await requireNoOtherRun(router, run);
  if (run !== undefined) await undo(router, run);
  const removed = await removeOwnItems(router);
  return { removed, differences: exportDifferences(before, await takeExport(router)) };
}

/** What bears the suite's marks would be taken for its own, and be taken away. */
async function requireClean(router: Router): Promise<void> {
  const own = await findOwnItems(router);
  if (own.length === 0) return;
  throw new KnocklabError('device/not-clean', `${router.name} has items that bear the marks of the suite.`, {
    evidence: own.map(({ menu, name }) => `${menu}: ${name}`).join('\n'),
    remedy:
      'If a killed run has left them, "knocklab device restore FILE" takes them away; if they are yours, give them other names.',
  });
}
