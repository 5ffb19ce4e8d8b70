import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fabric } from '../src/lab/fabrics/fabric.ts';
import { openTestbed, type Testbed } from '../src/scenario/testbed.ts';
import { root } from './project.ts';

const name = 'lab/router/husain/scheme3.rsc';
const configuration = { name, text: readFileSync(join(root, name), 'utf8') };

/** The paper's network with scheme 3 on its router, as the scenario has it. */
export async function openScheme3(labName: string, fabric: Fabric = 'netns'): Promise<Testbed> {
  return await openTestbed({
    topology: 'paper',
    root,
    configuration,
    ros: '6.49',
    clock: 'virtual',
    fabric,
    name: labName,
    keep: false,
  });
}
