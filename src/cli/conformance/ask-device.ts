import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DeviceSession, openDevice } from '../../conformance/open-device.ts';
import { connectDevice } from '../../router/drivers/device/connect-device.ts';
import type { ConformanceCommandOptions } from '../commands/conformance.ts';
import { confirm } from '../confirm.ts';
import type { Terminal } from '../terminal.ts';
import { namedDevice } from './named-device.ts';

/**
 * Asks somebody's own router, when that was agreed to. Its export is kept before anything is changed, and what the cases
 * have left is taken away afterwards, whatever happened in between.
 */
export async function askDevice<Result>(
  options: ConformanceCommandOptions,
  out: string,
  terminal: Terminal,
  ask: (session: DeviceSession) => Promise<Result>,
): Promise<Result> {
  const target = namedDevice(options, terminal);
  const { address = '' } = options;
  const what =
    `${address} will get scripts, lists and disabled jobs called kl-… and knocklab-…, and rules in a chain that no packet comes to; ` +
    'they are taken away again.';
  await confirm(terminal, what, options.yes);
  await using device = await connectDevice(target);
  mkdirSync(out, { recursive: true });
  const file = join(out, `export-${new Date().toISOString().replaceAll(':', '')}.rsc`);
  const session = await openDevice(device, file);
  terminal.stdout.write(
    `export    ${file}\n          Should this run be killed: knocklab device restore ${file} --address ${address}\n`,
  );
  try {
    return await ask(session);
  } finally {
    await session.restore();
    terminal.stdout.write(`${address} is as it was: its export is the same\n`);
  }
}
