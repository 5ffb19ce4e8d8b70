import type { Source } from '../../core/source.ts';
import { openTestbed, type Testbed } from '../../scenario/testbed.ts';

interface AnalysedLab {
  readonly topology: string;
  readonly root: string;
  readonly configuration: Source | undefined;
  readonly ros: string;
  readonly name: string;
}

/** A lab in which packets are traced: the twin's kernel tells, and time stands still between packets. */
export async function openAnalysedLab(lab: AnalysedLab): Promise<Testbed> {
  return await openTestbed({ ...lab, clock: 'virtual', fabric: 'netns', keep: false });
}
