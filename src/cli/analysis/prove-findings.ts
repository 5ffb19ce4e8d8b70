import type { Checked, Finding } from '../../analysis/check/check-configuration.ts';
import { type Proof, prove } from '../../analysis/check/prove/prove.ts';
import type { Witness } from '../../analysis/check/witness.ts';
import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { prepareTools } from '../prepare-tools.ts';
import type { Terminal } from '../terminal.ts';
import { openAnalysedLab } from './open-lab.ts';

interface Asked {
  readonly source: Source;
  readonly topology: string;
  readonly ros: string;
}

/** Sends, in one lab with this configuration, the packets that show its findings. Those that no packet can show are left out. */
export async function proveFindings(
  { findings, configuration, outside }: Checked,
  { source, topology, ros }: Asked,
  terminal: Terminal,
): Promise<ReadonlyMap<Finding, Proof>> {
  const shown = findings.flatMap((finding) =>
    finding.witness === undefined ? [] : [{ finding, witness: finding.witness }],
  );
  const proofs = new Map<Finding, Proof>();
  if (shown.length === 0) return proofs;
  await prepareTools(terminal);
  const root = projectRoot(terminal.cwd);
  const name = `check-${process.pid}`;
  await using testbed = await openAnalysedLab({ topology, root, configuration: source, ros, name });
  for (const { finding, witness } of shown)
    proofs.set(finding, await tried(witness, { testbed, configuration, outside }));
  return proofs;
}

/** One that cannot be tried leaves the others. */
async function tried(witness: Witness, place: Parameters<typeof prove>[1]): Promise<Proof> {
  try {
    return await prove(witness, place);
  } catch (error) {
    if (!(error instanceof KnocklabError)) throw error;
    return { verdict: 'untried', evidence: error.message };
  }
}
