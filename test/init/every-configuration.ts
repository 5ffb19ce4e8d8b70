import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

// `knocklab init` of every configuration and export that is here, and a run of what comes of it; where addresses are translated, a second run
// without that has to fail. Names as arguments: only those files.

const root = join(import.meta.dirname, '..', '..');
const wanted = process.argv.slice(2);
const files = globSync(['test/init/exports/*.rsc', 'lab/router/**/*.rsc'], { cwd: root }).toSorted();
const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));

let faults = 0;
for (const file of chosen) {
  const verdict = tryOne(join(root, file));
  if (verdict !== 'ok') faults += 1;
  process.stdout.write(`${verdict === 'ok' ? '✔' : '✖'} ${file}${verdict === 'ok' ? '' : `: ${verdict}`}\n`);
}
process.stdout.write(`${chosen.length - faults} of ${chosen.length} hold\n`);
process.exitCode = faults === 0 ? 0 : 1;

function tryOne(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-init-'));
  try {
    const made = knocklab(folder, 'init', '--export', file);
    if (made.exitCode !== 0) return `init: ${made.stderr}`;
    const run = knocklab(folder, 'run');
    if (run.exitCode !== 0) return `run: ${run.stdout.slice(-500)}`;
    return tryBroken(folder, basename(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without its translation a local network is not answered. */
function tryBroken(folder: string, name: string): string {
  const text = readFileSync(join(folder, 'firewall', name), 'latin1');
  const broken = text.replaceAll(/action=masquerade/g, 'action=passthrough');
  const scenario = readFileSync(join(folder, 'scenarios', scenarioOf(folder)), 'utf8');
  if (broken === text || !scenario.includes('and the world: answered')) return 'ok';
  writeFileSync(join(folder, 'broken.rsc'), broken, 'latin1');
  const { exitCode } = knocklab(folder, 'run', '--config', 'broken.rsc');
  return exitCode === 1 ? 'ok' : `without masquerade: exit code ${exitCode}`;
}

const scenarioOf = (folder: string): string => globSync('*.yaml', { cwd: join(folder, 'scenarios') })[0] ?? '';

function knocklab(cwd: string, ...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'knocklab.js'), ...argv], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { exitCode: status, stdout, stderr };
}
