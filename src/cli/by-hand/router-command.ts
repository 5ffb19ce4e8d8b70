import { KnocklabError } from '../../core/errors.ts';
import { RouterTrap } from '../../router/router-trap.ts';
import { attachTestbed } from '../../scenario/testbed.ts';
import type { Terminal } from '../terminal.ts';
import { onlyLab } from './pick-lab.ts';

/** Prints what the router's console prints. */
export async function routerCommand(line: string, labName: string | undefined, { stdout }: Terminal): Promise<void> {
  const testbed = await attachTestbed(labName ?? (await onlyLab()));
  try {
    const text = await testbed.router.run(line).catch(refused);
    stdout.write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
  } finally {
    await testbed.leave();
  }
}

/** What the router says to a wrong line is for whoever typed it. */
function refused(error: unknown): never {
  if (error instanceof RouterTrap) throw new KnocklabError('input/router-command', error.message);
  throw error;
}
