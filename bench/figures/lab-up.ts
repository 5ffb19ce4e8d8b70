import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTestbed } from '../../src/scenario/testbed.ts';
import { compared, figure, type Outcome, skipped } from '../figure.ts';
import { type Measured, type Samples, takeTurns, timed } from '../measure.ts';
import { mininetMissing, startMininet, withColdMininet } from '../peers/mininet.ts';
import { labName, root, runKnocklab } from '../project.ts';

const warm = 'lab up, configured and down, in a warm process';
const cold = 'knocklab up and knocklab down, from cold';
const upAlone = 'of which up';
const peerName = 'mininet, 1 router 3 hosts';

/** The paper's lab with scheme 3 on its router, the Bot API and all addresses, against mininet's bare network. */
export async function labUp(rounds: number): Promise<Outcome[]> {
  const missing = await mininetMissing();
  if (missing !== undefined) return alone(rounds, missing);
  return [...(await warmly(rounds)), await coldly(rounds)];
}

async function warmly(rounds: number): Promise<Outcome[]> {
  await using mininet = await startMininet();
  const ups = { ours: [] as number[], mininet: [] as number[] };
  const turns = await takeTurns(rounds, {
    ours: async () => {
      const { upMs, downMs } = await upAndDown();
      ups.ours.push(upMs);
      return upMs + downMs;
    },
    mininet: async () => {
      const { upMs, downMs } = await mininet.upAndDown();
      ups.mininet.push(upMs);
      return upMs + downMs;
    },
  });
  const aim = { text: '≤ 3 (goal < 1)', atMost: 3 };
  return [compared(warm, turns.ours, { name: peerName, samples: turns.mininet }, aim)];
}

async function coldly(rounds: number): Promise<Outcome> {
  const { ours, mininet } = await takeTurns(rounds, { ours: coldUpAndDown, mininet: () => timed(withColdMininet) });
  return compared(cold, ours, { name: peerName, samples: mininet });
}

async function alone(rounds: number, missing: string): Promise<Outcome[]> {
  const { ours } = await takeTurns(rounds, { ours: totalMs });
  const { ours: fromCold } = await takeTurns(rounds, { ours: coldUpAndDown });
  return [figure(warm, ours), figure(cold, fromCold), skipped('the same in mininet', missing)];
}
