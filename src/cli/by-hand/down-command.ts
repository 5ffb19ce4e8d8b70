import { attachLab, listLabs, sweepLabs } from '../../lab/fabrics/fabric.ts';
import type { Terminal } from '../terminal.ts';
import { onlyLab } from './pick-lab.ts';

export interface DownOptions {
  readonly name: string | undefined;
  readonly all: boolean;
}

/** Takes labs down: the one of that name, the only one, or all that were left running. Labs of a run end with it. */
export async function downCommand({ name, all }: DownOptions, { stdout }: Terminal): Promise<void> {
  if (name === undefined) for (const left of await sweepLabs()) stdout.write(`what was left of ${left} is gone\n`);
  const names = all ? (await listLabs()).filter((lab) => lab.keep).map((lab) => lab.name) : [name ?? (await onlyLab())];
  for (const labName of names) {
    const lab = await attachLab(labName);
    await lab.down();
    stdout.write(`${labName} is down\n`);
  }
}
