import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { restoreDevice } from '../../conformance/open-device.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { connectDevice } from '../../router/drivers/device/connect-device.ts';
import type { DeviceRestoreOptions } from '../commands/device.ts';
import { confirm } from '../confirm.ts';
import type { Terminal } from '../terminal.ts';
import { namedDevice } from './named-device.ts';

/** Exit code 1: the device still differs from the export, and in what. */
export async function deviceRestoreCommand(
  file: string,
  options: DeviceRestoreOptions,
  terminal: Terminal,
): Promise<number> {
  const target = namedDevice(options, terminal);
  const before = exportText(file, terminal.cwd);
  await confirm(terminal, `What the suite has left on ${options.address} will be taken away.`, options.yes);
  await using device = await connectDevice(target);
  const { removed, differences } = await restoreDevice(device.router, before);
  terminal.stdout.write(`removed   ${removed} of the suite's items\n`);
  const verdict = differences.length === 0 ? 'is as the export has it' : 'still differs from the export:';
  terminal.stdout.write(`${options.address} ${verdict}\n${differences.map((line) => `  ${line}\n`).join('')}`);
  return differences.length === 0 ? exitCodes.passed : exitCodes.failed;
}

/** Anything else would make every line of the router a difference. */
function exportText(name: string, cwd: string): string {
  try {
    const text = readFileSync(resolve(cwd, name), 'utf8');
    if (/^# .* by RouterOS /m.test(text)) return text;
  } catch (cause) {
    throw new KnocklabError('input/export', `"${name}" cannot be read.`, { cause });
  }
  throw new KnocklabError('input/export', `"${name}" is no export of RouterOS.`, {
    remedy: 'Give the file that the run has named before it began.',
  });
}
