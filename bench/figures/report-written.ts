import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeReports } from '../../src/report/write-reports.ts';
import { generatedTrace } from '../../test/report/generated-trace.ts';
import { figure, type Outcome } from '../figure.ts';
import { samples, takeTurns, timed } from '../measure.ts';
import { inTemporaryFolder } from '../project.ts';

/** All reports of a run of ten thousand events; beside it what only serializing those events costs. */
export async function reportWritten(rounds: number): Promise<Outcome[]> {
  const events = generatedTrace();
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  return inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'trace.jsonl'), text);
    const { ours, theirs } = await takeTurns(
      rounds,
      () => timed(() => writeReports(folder)),
      () => timed(async () => text.split('\n').map((line) => line !== '' && JSON.stringify(JSON.parse(line)))),
    );
    const peer = { name: 'parsing and serializing', samples: samples(theirs) };
    const own = figure(`all reports of ${events.length} events written`, samples(ours));
    return [{ ...own, peer, ratio: own.ours.median / peer.samples.median }];
  });
}
