import { attachLab } from '../../lab/fabrics/fabric.ts';
import type { Lab } from '../../lab/lab.ts';
import { attachTwin } from '../../router/drivers/twin.ts';
import { attachTelegram } from '../telegram-mock.ts';
import { configure, openTestbed, release, type Testbed, type TestbedOptions, testbed, topologyOf } from '../testbed.ts';
import { type LabInWaiting, takeLab, tellUse } from './release.ts';

/** The testbed of a scenario whose run has waited: in the lab that waited with it, or in a new one where that does not fit. */
export async function openReleased(options: TestbedOptions): Promise<Testbed> {
  const startedAt = performance.now();
  const waiting = takeLab();
  if (waiting === undefined) return await openTestbed(options);
  const lab = await fittingLab(waiting, options);
  tellUse(lab === undefined ? 'unfit' : 'used');
  if (lab === undefined) return await openTestbed(options);
  try {
    return await moveIn(lab, options, startedAt);
  } catch (error) {
    await lab.down();
    throw error;
  }
}

/** Undefined when the topology has changed since, or the RouterOS that the configuration is for, or the lab is gone. */
async function fittingLab({ name, ros }: LabInWaiting, options: TestbedOptions): Promise<Lab | undefined> {
  const topology = await topologyOf(options);
  if (ros !== options.ros || options.keep) return undefined;
  const lab = await attachLab(name).catch(() => undefined);
  return lab !== undefined && JSON.stringify(lab.topology) === JSON.stringify(topology) ? lab : undefined;
}

/** However long the lab has waited: its router has just started. */
async function moveIn(lab: Lab, options: TestbedOptions, startedAt: number): Promise<Testbed> {
  const { clock, configuration, measured = false } = options;
  const twin = await attachTwin(lab.router, { clock, measured });
  try {
    await twin.router.run('/system reboot');
    await configure(lab, twin.router, options);
    const parts = { lab, twin, telegram: attachTelegram(lab), notes: await twin.notes(), configuration };
    return testbed({ ...parts, durationMs: Math.round(performance.now() - startedAt) });
  } catch (error) {
    await release(twin);
    throw error;
  }
}
