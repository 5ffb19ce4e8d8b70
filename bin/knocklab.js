#!/usr/bin/env node
// The only plain JavaScript of knocklab: it must run on the Node that happens to be installed (20 and newer), and brings
// the Node that the rest needs. Node 24 runs our TypeScript as it is.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const oldestNode = 24;
const cannotStart = 3;
const folder = dirname(dirname(fileURLToPath(import.meta.url)));

if (!isInstalled()) {
  stop('The packages that knocklab needs are not installed.', `Run "npm ci" in ${folder} first.`);
} else if (Number.parseInt(process.versions.node, 10) >= oldestNode) {
  keepHeapSmall();
  cacheCompiledCode();
  await import(await startFile());
} else {
  const node = nodeModules()
    .map((directory) => join(directory, '.bin', 'node'))
    .find((file) => existsSync(file));
  if (node !== undefined) runUnder(node);
  else
    stop(
      `knocklab needs Node ${oldestNode}; this is ${process.versions.node}.`,
      `Install Node ${oldestNode}, or run "npm ci" without --omit=optional.`,
    );
}

/** Below node_modules Node strips no types: what runs there is js/, which is made of src/ at the first start if need be. */
async function startFile() {
  if (!/[\\/]node_modules[\\/]/.test(folder)) return '../src/cli/start.ts';
  if (!existsSync(join(folder, 'js', 'cli', 'start.js'))) await compileOnce();
  return '../js/cli/start.js';
}

async function compileOnce() {
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => undefined; // That stripping types is experimental concerns no user of ours.
  try {
    (await import('./compile.js')).compile(folder);
  } catch (error) {
    stop(`${folder} cannot be prepared: ${error.message}`, 'Start knocklab once as the user who installed it.');
    process.exit(cannotStart);
  } finally {
    process.emitWarning = warn;
  }
}

function isInstalled() {
  try {
    import.meta.resolve('commander');
    return true;
  } catch {
    return false;
  }
}

/** Our own node_modules, and those above when knocklab itself lies in one. */
function nodeModules() {
  const parents = [folder];
  for (let parent = dirname(folder); parent !== parents.at(-1); parent = dirname(parent)) parents.push(parent);
  return parents.map((parent) => join(parent, 'node_modules')).filter((directory) => existsSync(directory));
}

/** A run waits for nmap most of the time: collecting garbage early costs it nothing and saves tens of megabytes. */
function keepHeapSmall() {
  setFlagsFromString('--max-semi-space-size=1');
  setFlagsFromString('--heap-growing-percent=10');
}

/** Commands are short: without a cache, more time goes into compiling than into running them. */
function cacheCompiledCode() {
  const [directory] = nodeModules();
  if (directory === undefined || process.env.NODE_COMPILE_CACHE !== undefined) return;
  const cache = join(directory, '.cache', 'knocklab');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    module.enableCompileCache(cache);
    process.env.NODE_COMPILE_CACHE = cache; // For what we start: the twin, the workers of a run.
  } catch {
    // Another user's installation: it works without.
  }
}

/** Runs ourselves under another Node, which ends as we then do: with its exit code, or by its signal. */
function runUnder(node) {
  // Listened to before the child is there: its first word may be answered with a signal before we go on.
  // A terminal sends Ctrl-C to both of us, so we wait for what the child makes of it; other senders know our number only.
  const isOnTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY === true);
  process.on('SIGINT', () => isOnTerminal || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  child.on('error', (error) => stop(`Can't start ${node}: ${error.message}`, 'Run "npm ci" again.'));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? cannotStart);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function stop(problem, remedy) {
  process.stderr.write(`${problem}\n${remedy}\n`);
  process.exitCode = cannotStart;
}
