import { execFile, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Aim, figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand, root } from '../project.ts';

const execFileAsync = promisify(execFile);
const aim: Aim = { text: '≤ 2 s', atMost: 2000 };
/** What a person takes to edit a line, at the least. */
const editingMs = 3000;

/** From the moment a configuration is saved to the line that says the verdict, in `knocklab run --watch`. */
export async function watch(rounds: number): Promise<Outcome[]> {
  return [
    figure('saved to verdict: the project that init makes of a home router', await home(rounds), { aim }),
    figure('saved to verdict: examples/small-office', await smallOffice(rounds), { aim }),
  ];
}

function home(rounds: number) {
  return inTemporaryFolder(async (folder) => {
    const [program = '', ...argv] = knocklabCommand('init', '--export', join(root, 'test/init/exports/home-7.rsc'));
    await execFileAsync(program, argv, { cwd: folder });
    return await savedToVerdict(folder, 'firewall/home-7.rsc', rounds);
  });
}

function smallOffice(rounds: number) {
  return inTemporaryFolder(async (folder) => {
    const firewall = 'lab/router/examples/small-office.rsc';
    for (const name of ['scenarios/examples/small-office.yaml', firewall]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      cpSync(join(root, name), join(folder, name));
    }
    return await savedToVerdict(folder, firewall, rounds);
  });
}

/** Each save adds a comment: the verdict stays, and the configuration is another one. */
async function savedToVerdict(folder: string, configuration: string, rounds: number) {
  const [program = '', ...argv] = knocklabCommand('run', '--watch', '--reporter', 'lines');
  const child = spawn(program, argv, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const taken: number[] = [];
  try {
    // The first run fills caches and is not counted; so does the first lab that stands by.
    for (let round = -1; round < rounds; round++) {
      await until(lines, 'watching;');
      await pause(editingMs);
      appendFileSync(join(folder, configuration), `# ${round}\n`);
      const savedAt = performance.now();
      await until(lines, '✔ passed');
      await until(lines, 'verdict after');
      if (round >= 0) taken.push(performance.now() - savedAt);
    }
  } finally {
    child.kill('SIGINT');
    await ended;
  }
  return samples(taken);
}

async function until(lines: AsyncIterator<string>, start: string): Promise<void> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`knocklab run --watch ended before it said "${start}".`);
    if (value.startsWith(start)) return;
    if (value.startsWith('✖')) throw new Error(`The scenario did not pass: ${value}`);
  }
}
