import { runOrThrow } from '../../src/process/run-command.ts';
import { compared, type Outcome } from '../figure.ts';
import { samples, takeTurns, timed } from '../measure.ts';
import { benchFile, inTemporaryFolder, runKnocklab, sandbox } from '../project.ts';

/** `knocklab run husain/scheme3` from its start to its end, against a shell script that makes the same calls. */
export async function scheme3(rounds: number): Promise<Outcome[]> {
  const script = [...sandbox, 'bash', benchFile('peers/scheme3.sh')];
  const { ours, theirs } = await inTemporaryFolder((folder) =>
    takeTurns(
      rounds,
      () => timed(() => runKnocklab('run', 'husain/scheme3', '--out', folder)),
      () => timed(() => runOrThrow(script)),
    ),
  );
  const peer = { name: 'a shell script', samples: samples(theirs) };
  return [{ ...compared('scheme 3, whole', samples(ours), peer), aim: { text: '≤ 1.5', atMost: 1.5 } }];
}
