import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ChangeGroup } from '../../analysis/reach/compare-reach.ts';
import { type DiffWriting, diffMarkdown, diffText } from '../../analysis/reach/diff-text.ts';
import { isForbidden, type Policy, readPolicy } from '../../analysis/reach/policy.ts';
import { probeText } from '../../analysis/reach/probes.ts';
import { diffReach, type ReachDiff } from '../../analysis/reach/reach-diff.ts';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';
import type { DiffCommandOptions } from '../commands/diff.ts';
import { prepareTools } from '../prepare-tools.ts';
import type { Terminal } from '../terminal.ts';
import { openAnalysedLab } from './open-lab.ts';
import { placesIn } from './rule-places.ts';

/** Says what a change of configuration opens and closes; exit code 1 when something opens that no policy allows. */
export async function diffCommand(
  beforeName: string,
  afterName: string,
  options: DiffCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const root = projectRoot(terminal.cwd);
  const policy = options.policy === undefined ? { may_open: [] } : policyOf(options.policy, terminal.cwd);
  const before = await readConfiguration(beforeName, root);
  const after = await readConfiguration(afterName, root);
  await prepareTools(terminal);
  const ros = options.ros ?? findRosVersion(after.text) ?? findRosVersion(before.text) ?? '7';
  let labs = 0;
  const open = (configuration: Source) =>
    openAnalysedLab({ topology: options.topology, root, configuration, ros, name: `diff-${process.pid}-${++labs}` });
  const diff = await diffReach(before, after, ros, open);
  terminal.stdout.write(`${written(diff, policy, options.format, ros)}\n`);
  return diff.changes.some((change) => isForbidden(change, policy)) ? exitCodes.failed : exitCodes.passed;
}

function policyOf(name: string, cwd: string): Policy {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, name), 'utf8');
  } catch (cause) {
    throw new KnocklabError('input/policy', `The policy file "${name}" cannot be read.`, { cause });
  }
  return readPolicy({ name, text });
}

function written(diff: ReachDiff, policy: Policy, format: DiffCommandOptions['format'], ros: '6.49' | '7'): string {
  if (format === 'json') return JSON.stringify(plain(diff, policy), undefined, 1);
  const writing: DiffWriting = {
    placeBefore: placesIn(diff.before, ros),
    placeAfter: placesIn(diff.after, ros),
    isForbidden: ({ changes }: ChangeGroup) => changes.some((change) => isForbidden(change, policy)),
  };
  return (format === 'markdown' ? diffMarkdown : diffText)(diff, writing).trimEnd();
}

/** For programs: a change for each packet. */
function plain({ before, after, packets, changes }: ReachDiff, policy: Policy): unknown {
  return {
    before: before.name,
    after: after.name,
    packets,
    changes: changes.map((change) => ({
      kind: change.kind,
      allowed: !isForbidden(change, policy),
      from: [change.after.side.from, ...change.after.side.alsoFrom],
      to: change.after.side.to,
      family: change.after.side.family,
      address: change.after.side.address,
      when: change.after.situation,
      packet: probeText(change.after.probe),
      before: outcome(change.before),
      after: outcome(change.after),
    })),
  };
}

function outcome({ fate, decider, translated, lists }: ReachDiff['changes'][number]['after']): unknown {
  const rule = decider === undefined ? {} : { table: decider.table, rule: decider.number };
  return { fate, ...rule, ...(translated === undefined ? {} : { translated }), lists };
}
