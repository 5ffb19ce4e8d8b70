import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with scenarios and configurations of a test's own, and knocklab run in it as a user would. */
export interface Project extends Disposable {
  readonly folder: string;
  write(name: string, content: string): string;
  knocklab(...argv: string[]): Promise<Ended>;
  /** In another folder than the project's. */
  knocklabIn(folder: string, ...argv: string[]): Promise<Ended>;
  /** Runs until it is stopped. */
  start(...argv: string[]): ChildProcess;
  startWith(env: NodeJS.ProcessEnv, ...argv: string[]): ChildProcess;
  /** With something on stdin. */
  knocklabWith(input: string, ...argv: string[]): Promise<Ended>;
  /** Sends a signal once stdout shows the pattern. */
  interrupted(signal: NodeJS.Signals, when: RegExp, ...argv: string[]): Promise<Ended>;
  /** The same project on a machine that lacks a program. */
  without(program: string): Pick<Project, 'knocklab'>;
  /** On a machine with no program at all. */
  onlyWithNode(...argv: string[]): Promise<Ended>;
  /** Sandboxes that were started from this project and are still there. */
  holders(): string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin', 'knocklab.js');
const scenarioModule = join(root, 'src', 'scenario', 'scenario.ts');

export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-project-'));
  mkdirSync(join(folder, 'scenarios'));
  const knocklab = (argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess => start(argv, folder, env);
  return {
    folder,
    write: (name, content) => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content.replaceAll("'knocklab'", JSON.stringify(scenarioModule)));
      return file;
    },
    knocklab: (...argv) => endOf(knocklab(argv)),
    knocklabIn: (cwd, ...argv) => endOf(start(argv, cwd, { KNOCKLAB_TEST_PROJECT: folder })),
    start: (...argv) => knocklab(argv),
    startWith: (env, ...argv) => knocklab(argv, env),
    knocklabWith: (input, ...argv) => {
      const child = knocklab(argv);
      child.stdin?.end(input);
      return endOf(child);
    },
    interrupted: (signal, when, ...argv) => {
      const child = knocklab(argv);
      let seen = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        const before = when.test(seen);
        seen += chunk.toString();
        if (!before && when.test(seen)) child.kill(signal);
      });
      return endOf(child);
    },
    without: (missing) => {
      const path = pathWithout(missing, join(folder, 'path'));
      return { knocklab: (...argv) => endOf(knocklab(argv, { PATH: path })) };
    },
    onlyWithNode: (...argv) => endOf(knocklab(argv, { PATH: folder })),
    holders: () => holdersFrom(folder),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function start(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  const own = { ...process.env, NO_COLOR: '1', KNOCKLAB_NO_INSTALL: '1', KNOCKLAB_TEST_PROJECT: cwd, ...env };
  return spawn(process.execPath, [program, ...argv], { cwd, env: own, stdio: 'pipe' });
}

async function endOf(child: ChildProcess): Promise<Ended> {
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

/** Links to every program of the machine but one. */
function pathWithout(missing: string, directory: string): string {
  mkdirSync(directory);
  for (const folder of ['/bin', '/usr/bin']) {
    for (const name of readdirSync(folder)) {
      if (name !== missing) trySymlink(join(folder, name), join(directory, name));
    }
  }
  return directory;
}

function trySymlink(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch {
    // /bin is often /usr/bin: the link is there already.
  }
}

/** A holder has the environment of the knocklab that started it. */
function holdersFrom(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const [command, environment] = ['cmdline', 'environ'].map((name) => read(`/proc/${pid}/${name}`));
    return command?.includes('knocklab-holder') && environment?.includes(`KNOCKLAB_TEST_PROJECT=${folder}\0`);
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
