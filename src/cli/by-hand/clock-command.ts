import { attachTestbed, type Testbed } from '../../scenario/testbed.ts';
import type { Terminal } from '../terminal.ts';
import { onlyLab } from './pick-lab.ts';

/** Prints the router's date and time. */
export async function clockNow(labName: string | undefined, { stdout }: Terminal): Promise<void> {
  await withTestbed(labName, async ({ clock }) => {
    stdout.write(`${(await clock.now()).iso}\n`);
  });
}

/** Moves the router's time, or waits when the lab's clock is the real one, and prints what time it is then. */
export async function clockAdvance(duration: string, labName: string | undefined, { stdout }: Terminal): Promise<void> {
  await withTestbed(labName, async ({ clock }) => {
    await clock.advance(duration);
    stdout.write(`${(await clock.now()).iso}\n`);
  });
}

async function withTestbed(labName: string | undefined, work: (testbed: Testbed) => Promise<void>): Promise<void> {
  const testbed = await attachTestbed(labName ?? (await onlyLab()));
  try {
    await work(testbed);
  } finally {
    await testbed.leave();
  }
}
