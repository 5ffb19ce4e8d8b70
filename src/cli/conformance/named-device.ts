import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import { type DeviceTarget, deviceTarget } from '../../router/drivers/device/connect-device.ts';
import type { Terminal } from '../terminal.ts';

/** The device that the command line names, with the login of the environment. */
export function namedDevice(
  { address, ca }: { readonly address?: string; readonly ca?: string },
  { cwd, env }: Terminal,
): DeviceTarget {
  return deviceTarget(address, env, ca === undefined ? undefined : certificate(ca, cwd));
}

function certificate(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch (cause) {
    throw new KnocklabError('input/certificate', `"${name}" cannot be read.`, { cause });
  }
}
