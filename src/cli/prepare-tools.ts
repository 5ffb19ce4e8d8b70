import { ensureSystemTools } from '../lab/ensure-system-tools.ts';
import type { SystemTool } from '../lab/system-tools.ts';
import type { Terminal } from './terminal.ts';

/** Sees to it that the tools of a lab are there; asks before it installs any only where somebody can answer. */
export async function prepareTools({ stdin, stderr }: Terminal, tools?: readonly SystemTool[]): Promise<void> {
  const interactive = stdin.isTTY === true && stderr.isTTY === true;
  await ensureSystemTools(tools === undefined ? { interactive } : { interactive, tools });
}
