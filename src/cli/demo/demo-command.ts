import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import { Demonstration } from '../../demo/demonstration.ts';
import { startServer } from '../../demo/server.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findScenarioFiles, selectScenarios } from '../../scenario/scenario-files.ts';
import type { DemoCommandOptions } from '../commands/demo.ts';
import { prepareTools } from '../prepare-tools.ts';
import { listenForInterruption } from '../run/interruption.ts';
import type { Terminal } from '../terminal.ts';
import { askPassword } from './ask-password.ts';

/** Shows a scenario on a page until it is interrupted; then everything of it goes. */
export async function demoCommand(name: string, options: DemoCommandOptions, terminal: Terminal): Promise<void> {
  const root = projectRoot(terminal.cwd);
  const scenario = await oneScenario(root, name);
  const password = options.listen === undefined ? undefined : await askPassword(terminal);
  await prepareTools(terminal);
  using interruption = listenForInterruption();
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-demo-'));
  try {
    const config = options.config === undefined ? undefined : resolve(terminal.cwd, options.config);
    const configText = config === undefined ? '' : (await readConfiguration(config, root)).text;
    const { cwd } = terminal;
    const out = resolve(cwd, options.out);
    const { fabric } = options;
    await using demonstration = new Demonstration({ scenario, fabric, cwd, out, folder, config, configText });
    const address = options.listen ?? '127.0.0.1';
    await using server = await startServer({ demonstration, address, port: options.port, password });
    terminal.stdout.write(`${scenario} is shown at\n\n  ${server.url}\n\nCtrl-C ends it.\n`);
    await demonstration.restart();
    await aborted(interruption.signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
