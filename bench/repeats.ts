import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './project.ts';

// Runs scenarios again and again and compares the verdicts, step by step and attack by attack: they have to be equal each
// time, also on a busy machine. Exit code 1 when they are not.
//
//   node bench/repeats.ts [FILTER …] [--times 100] [--busy 4]      # the husain set unless filters are given

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '100' }, busy: { type: 'string', default: '0' } },
});
const filters = positionals.length === 0 ? ['husain'] : positionals;

interface Results {
  readonly scenarios: readonly {
    readonly id: string;
    readonly status: string;
    readonly steps: readonly { readonly title: string; readonly status: string }[];
    readonly indicators?: readonly { readonly number: number; readonly status: string }[];
    readonly resistance?: readonly { readonly attack: string; readonly system: string; readonly outcome: string }[];
  }[];
}

/** Every verdict of a run, a line each, in an order of its own. */
function verdicts({ scenarios }: Results): string[] {
  return scenarios
    .flatMap(({ id, status, steps, indicators = [], resistance = [] }) => [
      `${id}: ${status}`,
      ...steps.map((step) => `${id} › ${step.title}: ${step.status}`),
      ...indicators.map((one) => `${id} › indicator ${one.number}: ${one.status}`),
      ...resistance.map(({ attack, system, outcome }) => `${id} › ${attack} on ${system}: ${outcome}`),
    ])
    .toSorted();
}

function runOnce(out: string): Promise<string[]> {
  const argv = [join(root, 'bin/knocklab.js'), 'run', ...filters, '--workers', '2', '--reporter', 'none', '--out', out];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: root }, () =>
      resolve(verdicts(JSON.parse(readFileSync(join(out, 'latest', 'results.json'), 'utf8')) as Results)),
    );
  });
}

/** Loops that keep the processors busy, ended with this program. */
function keepBusy(count: number): ChildProcess[] {
  return Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }));
}

const scratch = mkdtempSync(join(tmpdir(), 'knocklab-repeats-'));
const loops = keepBusy(Number(values.busy));
let [first, different] = [undefined as readonly string[] | undefined, 0];
try {
  for (let time = 1; time <= Number(values.times); time++) {
    const seen = await runOnce(join(scratch, `${time}`));
    rmSync(join(scratch, `${time}`), { recursive: true });
    first ??= seen;
    const changed = seen.filter((line) => !first?.includes(line));
    if (changed.length > 0 || seen.length !== first.length) different += 1;
    console.log(
      `${time}: ${seen.length} verdicts${changed.length === 0 ? '' : `, other than at first: ${changed.join('; ')}`}`,
    );
  }
} finally {
  for (const loop of loops) loop.kill();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${values.times} runs, ${different} of them with other verdicts than the first`);
process.exitCode = different === 0 ? 0 : 1;
