import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The machine as a few namespaces show it: with disks of its own, and with whatever shortcoming a test is about. Nothing
 * of it is the machine's, and what is left in it can be counted.
 */
export interface House extends AsyncDisposable {
  /** A path of the house as this process reaches it. */
  path(inside: string): string;
  /** Starts a program in it, in knocklab's own folder. */
  start(argv: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  knocklab(...argv: string[]): Promise<Ended>;
  knocklabWith(env: NodeJS.ProcessEnv, ...argv: string[]): Promise<Ended>;
  /** What is left of what ran in it: processes, files of its disks, mounts. Empty in a house that nobody has used. */
  left(): string[];
  /** Processes that were started in it and still run. */
  processes(): number[];
}

export interface HouseOptions {
  /** Size (as mount takes it) by mount point of the disks that it has besides `ownDisks`. */
  readonly disks?: Readonly<Record<string, string>>;
  /** Shell commands that take something away, run as the house's root before anybody moves in. */
  readonly spoil?: string;
  /** What every program in it is started by. */
  readonly through?: readonly string[];
}

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
export const knocklabProgram = join(projectFolder, 'bin', 'knocklab.js');
/** Wherever a program may leave a file without being asked to. */
const ownDisks = ['/tmp', '/var/tmp', '/dev/shm', '/run'];

/** What was there before: a home, and the folder that util-linux's mount makes on every machine. */
const furniture = ['/tmp/home', '/run/mount'];

export async function openHouse({ disks = {}, spoil = ':', through = [] }: HouseOptions = {}): Promise<House> {
  const mark = randomBytes(8).toString('hex');
  // Always a disk of its own for results: none may ever come to lie on the machine's.
  const all = { '/srv': '16m', ...disks };
  const mounts = [...ownDisks.map((at) => [at, '64m']), ...Object.entries(all)].map(
    ([at, size]) => `mkdir -p ${at}; mount -t tmpfs -o size=${size} house ${at}`,
  );
  const script = ['set -e', ...mounts, 'mkdir -p /run/mount /tmp/home', spoil, 'echo ready', 'exec cat'].join('\n');
  const keeper = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await Promise.race([once(keeper.stdout, 'data'), failed(keeper)]);
  return new NamespaceHouse(keeper, mark, through, Object.keys(disks));
}

async function failed(keeper: ChildProcess): Promise<never> {
  await once(keeper, 'exit');
  throw new Error('The house could not be built: see above.');
}

class NamespaceHouse implements House {
  readonly #keeper: ChildProcess;
  readonly #mark: string;
  readonly #through: readonly string[];
  readonly #disks: readonly string[];
  readonly #mounts: string;

  constructor(keeper: ChildProcess, mark: string, through: readonly string[], disks: readonly string[]) {
    this.#keeper = keeper;
    this.#mark = mark;
    this.#through = through;
    this.#disks = [...ownDisks, ...disks.filter((disk) => !disk.startsWith('/tmp/'))];
    this.#mounts = this.#mountTable();
  }

  path(inside: string): string {
    return `/proc/${this.#keeper.pid}/root${inside}`;
  }

  start(argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const own = `/proc/${this.#keeper.pid}/ns`;
    const enter = ['--user', '--mount'].map((kind) => `${kind}=${own}/${kind === '--user' ? 'user' : 'mnt'}`);
    return spawn(
      'nsenter',
      [...enter, '--preserve-credentials', `--wdns=${projectFolder}`, '--', ...this.#through, ...argv],
      {
        env: { ...process.env, NO_COLOR: '1', KNOCKLAB_NO_INSTALL: '1', HOME: '/tmp/home', HOUSE: this.#mark, ...env },
        stdio: 'pipe',
      },
    );
  }

  knocklab(...argv: string[]): Promise<Ended> {
    return this.knocklabWith({}, ...argv);
  }

  async knocklabWith(env: NodeJS.ProcessEnv, ...argv: string[]): Promise<Ended> {
    return endOf(this.start([process.execPath, knocklabProgram, ...argv], env));
  }

  left(): string[] {
    return [
      ...this.processes().map((pid) => `process ${pid} ${commandLine(pid)}`),
      ...this.#disks.flatMap((disk) => filesBelow(this.path(disk)).map((file) => `${disk}/${file}`)),
      ...(this.#mountTable() === this.#mounts ? [] : ['a mount']),
    ].filter((found) => !furniture.includes(found));
  }

  /** Whatever was started in the house has its mark in its environment, in its sandboxes too. */
  processes(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(`HOUSE=${this.#mark}`))
      .map(Number);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#keeper.stdin?.end();
    if (this.#keeper.exitCode === null) await once(this.#keeper, 'exit');
  }

  #mountTable(): string {
    return read(`/proc/${this.#keeper.pid}/mounts`);
  }
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin?.on('error', () => undefined).end();
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

function filesBelow(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 100);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // It has ended meanwhile, or is another user's.
  }
}
