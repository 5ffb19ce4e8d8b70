import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with scenarios and configurations of a test's own, and knocklab run in it as a user would. */
export interface Project extends Disposable {
  readonly folder: string;
  write(name: string, content: string): string;
  knocklab(...argv: string[]): Promise<Ended>;
}

const program = fileURLToPath(new URL('../src/cli/start.ts', import.meta.url));
const scenarioModule = fileURLToPath(new URL('../src/scenario/scenario.ts', import.meta.url));

export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-project-'));
  mkdirSync(join(folder, 'scenarios'));
  return {
    folder,
    write: (name, content) => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content.replaceAll("'knocklab'", JSON.stringify(scenarioModule)));
      return file;
    },
    knocklab: (...argv) => run(argv, folder),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function run(argv: readonly string[], cwd: string): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', KNOCKLAB_NO_INSTALL: '1' };
  const child = spawn(process.execPath, [program, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}
