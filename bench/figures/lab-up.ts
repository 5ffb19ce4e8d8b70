import { compared, type Figure, type Outcome, skipped } from '../figure.ts';
import { samples, takeTurns, timed } from '../measure.ts';
import { mininetMissing, mininetOnce, startMininet, type UpAndDown } from '../mininet.ts';
import { labName, runKnocklab } from '../project.ts';
import { openScheme3 } from '../scheme3-testbed.ts';

const warm = 'lab up, configured and down, in a warm process';
const cold = 'knocklab up, knocklab down, each from cold';
const peer = 'mininet';

/** The paper's lab with scheme 3 on its router, the Bot API and all addresses, against mininet's bare network. */
export async function labUp(rounds: number): Promise<Outcome[]> {
  const missing = await mininetMissing();
  if (missing !== undefined) return [skipped(warm, missing), skipped(cold, missing)];
  return [...(await compareWarm(rounds)), await compareCold(rounds)];
}

async function compareWarm(rounds: number): Promise<Outcome[]> {
  await using mininet = await startMininet();
  const { ours, theirs } = await takeTurns(rounds, upAndDown, () => mininet.upAndDown());
  const against = (name: string, part: (times: UpAndDown) => number): Figure =>
    compared(name, samples(ours.map(part)), { name: peer, samples: samples(theirs.map(part)) });
  const whole = ({ upMs, downMs }: UpAndDown): number => upMs + downMs;
  return [
    { ...against(warm, whole), aim: { text: '≤ 3 (goal < 1)', atMost: 3 } },
    against('of that, up', ({ upMs }) => upMs),
    against('of that, down', ({ downMs }) => downMs),
  ];
}

async function compareCold(rounds: number): Promise<Outcome> {
  const { ours, theirs } = await takeTurns(
    rounds,
    () => timed(coldUpAndDown),
    () => timed(mininetOnce),
  );
  return compared(cold, samples(ours), { name: peer, samples: samples(theirs) });
}

async function upAndDown(): Promise<UpAndDown> {
  const startedAt = performance.now();
  const testbed = await openScheme3(labName('up'));
  const upAt = performance.now();
  await testbed[Symbol.asyncDispose]();
  return { upMs: upAt - startedAt, downMs: performance.now() - upAt };
}

async function coldUpAndDown(): Promise<void> {
  await runKnocklab('up', '--name', labName('cold'));
  await runKnocklab('down', labName('cold'));
}
