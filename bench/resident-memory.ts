import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandResult } from '../src/process/command.ts';
import { startProcess } from '../src/process/start-process.ts';

/** Whose memory it is. nmap and other people's tools are nobody's. */
export type Part = 'harness' | 'twin' | 'mock';

/** Resident megabytes at one moment. */
export type Moment = Readonly<Record<Part, number>>;

const everyMs = 100;

/** Runs a command of ours to its end and looks at the memory of its processes (VmRSS) all the while. */
export async function watchMemory(argv: readonly string[]): Promise<{ moments: Moment[]; result: CommandResult }> {
  const program = await startProcess(argv);
  const moments: Moment[] = [];
  const ended = program.ended.then(() => true);
  do moments.push(memoryNow(program.pid));
  while (!(await Promise.race([ended, pause(everyMs, false)])));
  return { moments, result: await program.ended };
}

/** Of a process and all that it started. */
export function memoryNow(pid: number): Moment {
  const moment = { harness: 0, twin: 0, mock: 0 };
  for (const member of family(pid)) {
    const part = partOf(member, pid);
    if (part !== undefined) moment[part] += residentMegabytes(member);
  }
  return moment;
}

/** Of a process of anybody's and all that it started. */
export function residentOfFamily(pid: number): number {
  return family(pid).reduce((sum, member) => sum + residentMegabytes(member), 0);
}

function family(pid: number): number[] {
  return [pid, ...children(pid).flatMap(family)];
}

/** Each thread has its own: a scenario runs in a worker of the harness. */
function children(pid: number): number[] {
  const words = threads(pid).flatMap((thread) => read(pid, `task/${thread}/children`).split(' '));
  return words.filter((word) => word !== '').map(Number);
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function partOf(pid: number, harness: number): Part | undefined {
  if (pid === harness) return 'harness';
  const [program = '', ...args] = read(pid, 'cmdline').split('\0');
  // What enters a namespace carries the whole command line along.
  if (!program.endsWith('/node')) return undefined;
  if (args.some((arg) => arg.endsWith('src/twin/main.ts'))) return 'twin';
  return args.some((arg) => arg.endsWith('src/telegram/main.ts')) ? 'mock' : undefined;
}

function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? 0) / 1024;
}

/** Empty when the process has just ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
