import { runOrThrow } from '../../src/process/run-command.ts';
import { compared, type Outcome } from '../figure.ts';
import { samples, takeTurns, timed } from '../measure.ts';
import { labName, runKnocklab } from '../project.ts';

/** What a command costs that does nearly nothing, against a Node that does nothing. */
export async function coldStart(rounds: number): Promise<Outcome[]> {
  const name = labName('exec');
  await runKnocklab('up', '--name', name);
  try {
    return [
      await againstNode(rounds, 'knocklab --help', ['--help']),
      await againstNode(rounds, 'knocklab exec HOST -- true', ['exec', '--name', name, 'attacker', '--', 'true']),
    ];
  } finally {
    await runKnocklab('down', name);
  }
}

async function againstNode(rounds: number, what: string, args: readonly string[]): Promise<Outcome> {
  const { ours, theirs } = await takeTurns(
    rounds,
    () => timed(() => runKnocklab(...args)),
    () => timed(() => runOrThrow([process.execPath, '--eval', '0'])),
  );
  return compared(what, samples(ours), { name: 'node --eval 0', samples: samples(theirs) });
}
