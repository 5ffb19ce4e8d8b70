import { readFileSync, writeFileSync } from 'node:fs';
import type { RunningLab } from '../../lab.ts';
import type { Topology } from '../../topology/topology.ts';

/** What a lab says about itself to other processes; it lies in the lab and ends with it. */
interface LabFile extends Omit<RunningLab, 'topology'> {
  readonly version: 1;
  readonly topology: Topology;
}

export function writeLabFile(directory: string, content: LabFile): void {
  writeFileSync(`${directory}/lab.json`, JSON.stringify(content));
}

/** Undefined while the lab is being built, when it is another user's, and when another version has made it. */
export function readLabFile(directory: string): LabFile | undefined {
  try {
    const content: LabFile = JSON.parse(readFileSync(`${directory}/lab.json`, 'utf8'));
    return content.version === 1 ? content : undefined;
  } catch {
    return undefined;
  }
}
