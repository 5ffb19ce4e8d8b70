import { randomBytes } from 'node:crypto';
import { openTestbed, type Testbed, type TestbedOptions } from '../testbed.ts';
import type { LabInWaiting } from './release.ts';

/** What has to be known of a scenario to open its lab before it is loaded. */
export type StandByOptions = Pick<TestbedOptions, 'topology' | 'root' | 'ros' | 'clock' | 'fabric' | 'measured'>;

/** A lab that nobody has used: its router has started and is as delivered. Disposing it takes it down, used or not. */
export interface StandByLab extends LabInWaiting, AsyncDisposable {}

export async function openStandByLab(options: StandByOptions): Promise<StandByLab> {
  const name = `stand-by-${process.pid}-${randomBytes(3).toString('hex')}`;
  const testbed: Testbed = await openTestbed({ ...options, name, configuration: undefined, keep: false });
  // A scenario has connections of its own; ours would only be lost with the lab.
  await testbed.leave();
  return { name, ros: options.ros, [Symbol.asyncDispose]: async () => await testbed.lab.down() };
}
