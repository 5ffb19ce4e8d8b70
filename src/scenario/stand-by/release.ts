import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { RunOptions } from '../run-options.ts';

/** A lab that waits for its configuration. */
export interface LabInWaiting {
  readonly name: string;
  /** The RouterOS that its router was started as. */
  readonly ros: string;
}

/** What a run that waits is told when it may begin. */
export interface Release extends Pick<RunOptions, 'runDirectory' | 'startedAt'> {
  readonly lab?: LabInWaiting | undefined;
}

/** What became of the lab that waited: nobody asked for one, it was used, or it was not what the scenario needs. */
export type Use = 'unused' | 'used' | 'unfit';

const key = 'knocklab.release';
const uses: readonly Use[] = ['unused', 'used', 'unfit'];
const waiting = 0;
const released = 1;
const givenUp = 2;
// Places in the shared memory: state, length of the text, use of the lab; behind them the release as JSON.
const [stateAt, lengthAt, useAt, takenAt] = [0, 1, 2, 3];
const headBytes = 16;
const textBytes = 16_384;

/** The command line's end of a run that waits. */
export interface Hold {
  release(release: Release): void;
  giveUp(): void;
  /** What the scenarios have done with the lab. */
  readonly use: Use;
}

/** Workers started after this wait, as the setup file {@link ./wait.ts} has it. */
export function createHold(): Hold {
  const memory = new SharedArrayBuffer(headBytes + textBytes);
  const head = new Int32Array(memory, 0, headBytes / 4);
  setEnvironmentData(key, memory);
  const tell = (state: number): void => {
    Atomics.store(head, stateAt, state);
    Atomics.notify(head, stateAt);
  };
  return {
    release: (release) => {
      const text = new TextEncoder().encode(JSON.stringify(release));
      new Uint8Array(memory, headBytes).set(text);
      Atomics.store(head, lengthAt, text.length);
      tell(released);
    },
    giveUp: () => tell(givenUp),
    get use() {
      return uses[Atomics.load(head, useAt)] ?? 'unused';
    },
  };
}

/** The worker's end: settles when the run may begin. Rejects when it was given up. */
export async function untilReleased(): Promise<void> {
  const { head } = ownMemory();
  const { value } = Atomics.waitAsync(head, stateAt, waiting);
  await value;
  if (Atomics.load(head, stateAt) === givenUp) throw new Error('the run was given up before it began');
}

/** What a scenario of a run that has waited is to know of it. */
export function releasedOptions(options: RunOptions): RunOptions {
  const { runDirectory, startedAt } = ownRelease();
  return { ...options, runDirectory, startedAt };
}

/** The lab that waited, for the first scenario that asks. */
export function takeLab(): LabInWaiting | undefined {
  const { head } = ownMemory();
  return Atomics.exchange(head, takenAt, 1) === 0 ? ownRelease().lab : undefined;
}

export function tellUse(use: Use): void {
  Atomics.store(ownMemory().head, useAt, uses.indexOf(use));
}

function ownRelease(): Release {
  const { head, bytes } = ownMemory();
  // A copy: shared memory is not decoded.
  return JSON.parse(new TextDecoder().decode(bytes.slice(0, Atomics.load(head, lengthAt))));
}

function ownMemory(): { readonly head: Int32Array<SharedArrayBuffer>; readonly bytes: Uint8Array<SharedArrayBuffer> } {
  const memory: unknown = getEnvironmentData(key);
  if (!(memory instanceof SharedArrayBuffer)) throw new Error('this worker belongs to no run that waits');
  return { head: new Int32Array(memory, 0, headBytes / 4), bytes: new Uint8Array(memory, headBytes) };
}
