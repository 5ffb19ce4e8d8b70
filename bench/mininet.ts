import { createInterface } from 'node:readline';
import { runCommand, runOrThrow } from '../src/process/run-command.ts';
import { startProcess } from '../src/process/start-process.ts';
import { benchFile, sandbox } from './project.ts';
import { residentOfFamily } from './resident-memory.ts';

export interface UpAndDown {
  readonly upMs: number;
  readonly downMs: number;
}

export interface Mininet extends AsyncDisposable {
  upAndDown(): Promise<UpAndDown>;
  /** Of its Python, after it has built the network. */
  residentMegabytes(): number;
}

// Debian's mininet lies where only Debian's own Python looks. In a sandbox it can be had without root, and leaves nothing.
const python = '/usr/bin/python3';
const program = [...sandbox, 'sh', '-c', 'mount -t tmpfs mininet /run && exec "$@"', 'sh', python];

/** Why mininet can't be measured here, or undefined. */
export async function mininetMissing(): Promise<string | undefined> {
  const result = await runCommand([...program, '-c', 'import mininet.net']).catch(() => undefined);
  return result?.exitCode === 0 ? undefined : 'mininet is not installed (Debian: apt install mininet)';
}

/** A Python that has loaded mininet and waits. */
export async function startMininet(): Promise<Mininet> {
  const process = await startProcess([...program, benchFile('peers/up_and_down.py')]);
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return {
    upAndDown: async () => {
      process.stdin.write('\n');
      return parseTimes((await lines.next()).value ?? (await process.ended).stderr);
    },
    residentMegabytes: () => residentOfFamily(process.pid),
    [Symbol.asyncDispose]: async () => await process[Symbol.asyncDispose](),
  };
}

/** From the start of Python to its end. */
export async function mininetOnce(): Promise<void> {
  parseTimes((await runOrThrow([...program, benchFile('peers/up_and_down.py')], { input: '\n' })).stdout);
}

function parseTimes(line: string): UpAndDown {
  if (!line.startsWith('{')) throw new Error(`mininet failed: ${line}`);
  const { works, ...times }: UpAndDown & { works: boolean } = JSON.parse(line);
  if (!works) throw new Error('mininet’s router does not forward.');
  return times;
}
