import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import { Demonstration } from '../../demo/demonstration.ts';
import { type Exercise, exercises, findExercise } from '../../demo/exercises/exercises.ts';
import { startServer } from '../../demo/server.ts';
import { en } from '../../demo/texts/en.ts';
import { toolsFor } from '../../lab/system-tools.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findScenarioFiles, selectScenarios } from '../../scenario/scenario-files.ts';
import type { DemoCommandOptions } from '../commands/demo.ts';
import { prepareTools } from '../prepare-tools.ts';
import { routerImage } from '../router-image.ts';
import { listenForInterruption } from '../run/interruption.ts';
import type { Terminal } from '../terminal.ts';
import { askPassword } from './ask-password.ts';

/** Shows a scenario on a page until it is interrupted; then everything of it goes. */
export async function demoCommand(name: string, options: DemoCommandOptions, terminal: Terminal): Promise<void> {
  if (options.exercise === true) return listExercises(terminal);
  const root = projectRoot(terminal.cwd);
  const exercise = options.exercise === undefined ? undefined : findExercise(options.exercise);
  const scenario = await oneScenario(root, exercise?.scenario ?? name);
  const password = options.listen === undefined ? undefined : await askPassword(terminal);
  const image = await routerImage(options, terminal);
  await prepareTools(terminal, toolsFor(options.router, options.fabric));
  using interruption = listenForInterruption();
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-demo-'));
  try {
    const handed = await handedOut(exercise, options, root, folder, terminal.cwd);
    const { cwd } = terminal;
    const out = resolve(cwd, options.out);
    const named = exercise?.name;
    await using demonstration = new Demonstration({
      scenario,
      cwd,
      root,
      out,
      folder,
      exercise: named,
      fabric: options.fabric,
      routerOptions: routerOptions(options, image),
      ...handed,
    });
    const address = options.listen ?? '127.0.0.1';
    await using server = await startServer({ demonstration, address, port: options.port, password });
    terminal.stdout.write(`${scenario} is shown at\n\n  ${server.url}\n\nCtrl-C ends it.\n`);
    await demonstration.restart();
    await aborted(interruption.signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As `run` takes them; what an image was fetched by is said to us alone. */
function routerOptions({ router, fabric, snapshot }: DemoCommandOptions, image: string | undefined): string[] {
  const booted = image === undefined ? [] : ['--image', image];
  return ['--router', router, '--fabric', fabric, ...booted, ...(snapshot ? [] : ['--no-snapshot'])];
}

function listExercises({ stdout }: Terminal): void {
  const { exercises: texts } = en;
  for (const { name, scenario } of exercises) stdout.write(`${name}  ${texts[name]?.title ?? ''} (${scenario})\n`);
}

/** What the router is configured with, and its text for the page; without a file it is the scenario's own business. */
async function handedOut(
  exercise: Exercise | undefined,
  options: DemoCommandOptions,
  root: string,
  folder: string,
  cwd: string,
): Promise<{ config: string | undefined; configText: string }> {
  if (exercise !== undefined) {
    const config = join(folder, `${exercise.name}.rsc`);
    const configText = exercise.fault((await readConfiguration(exercise.configuration, root)).text);
    await writeFile(config, configText);
    return { config, configText };
  }
  if (options.config === undefined) return { config: undefined, configText: '' };
  const config = resolve(cwd, options.config);
  return { config, configText: (await readConfiguration(config, root)).text };
}

async function oneScenario(root: string, name: string): Promise<string> {
  const [first, second] = selectScenarios(await findScenarioFiles(root), [name]);
  if (first !== undefined && second === undefined) return first.id;
  throw new KnocklabError('input/scenario', `"${name}" is more than one scenario.`, { remedy: 'Name one of them.' });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve_) => signal.addEventListener('abort', resolve_, { once: true }));
}
