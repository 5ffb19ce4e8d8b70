import { ensureSystemTools } from '../lab/ensure-system-tools.ts';
import type { Terminal } from './terminal.ts';

/** Sees to it that the tools of a lab are there; asks before it installs any only where somebody can answer. */
export async function prepareTools({ stdin, stderr }: Terminal): Promise<void> {
  await ensureSystemTools({ interactive: stdin.isTTY === true && stderr.isTTY === true });
}
