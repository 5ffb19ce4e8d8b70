import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { measureReach } from '../../analysis/reach/measure-reach.ts';
import { reachPlan } from '../../analysis/reach/plan.ts';
import { snapshotText } from '../../analysis/reach/snapshot-text.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { diffLines } from '../../report/model/line-diff.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';
import type { SnapshotCommandOptions } from '../commands/snapshot.ts';
import { prepareTools } from '../prepare-tools.ts';
import type { Terminal } from '../terminal.ts';
import { openAnalysedLab } from './open-lab.ts';

/** Prints who reaches what, or how that differs from a snapshot; exit code 1 when it does. */
export async function snapshotCommand(
  file: string,
  { topology, check, ros: wanted }: SnapshotCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const root = projectRoot(terminal.cwd);
  const kept = check === undefined ? undefined : keptSnapshot(check, terminal.cwd);
  const configuration = await readConfiguration(file, root);
  await prepareTools(terminal);
  const ros = wanted ?? findRosVersion(configuration.text) ?? '7';
  const name = `snapshot-${process.pid}`;
  await using testbed = await openAnalysedLab({ topology, root, configuration, ros, name });
  // What the router made of it: ports that a script has worked out are named there.
  const plan = reachPlan([{ name: configuration.name, text: await testbed.router.export() }], ros);
  const text = `# knocklab snapshot ${file} --topology ${topology}\n\n${snapshotText(await measureReach(testbed, plan), plan)}`;
  if (kept === undefined) {
    terminal.stdout.write(text);
    return exitCodes.passed;
  }
  const changes = changedLines(kept, text);
  terminal.stdout.write(changes.length === 0 ? `As in ${check}.\n` : `Not as in ${check}:\n${changes.join('\n')}\n`);
  return changes.length === 0 ? exitCodes.passed : exitCodes.failed;
}

function keptSnapshot(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch (cause) {
    throw new KnocklabError('input/snapshot', `The snapshot "${name}" cannot be read.`, {
      cause,
      remedy: `Make one: knocklab snapshot FILE.rsc > ${name}`,
    });
  }
}

/** Lines that came or went, below the lines that they belong to. Comments are nobody's business. */
function changedLines(kept: string, text: string): string[] {
  const lines = diffLines(withoutComments(kept), withoutComments(text));
  const changed: string[] = [];
  let heads: string[] = [];
  for (const { change, text: line } of lines) {
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    if (change === 'same') {
      if (depth < 4 && line !== '') heads = [...heads.slice(0, depth / 2), `  ${line}`];
      continue;
    }
    if (line === '') continue;
    changed.push(...heads.splice(0), `${change === 'added' ? '+' : '-'} ${line}`);
  }
  return changed;
}

const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
