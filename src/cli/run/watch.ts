import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, KnocklabError } from '../../core/errors.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { readTrace } from '../../trace/reader.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import { errorText } from '../print-error.ts';
import { hasColour, type Terminal } from '../terminal.ts';
import { runCommand } from './run-command.ts';

/** Runs, and runs again what a saved file concerns, until it is interrupted. */
export async function watchCommand(
  filters: readonly string[],
  options: RunCommandOptions,
  commandLine: string,
  terminal: Terminal,
): Promise<number> {
  const root = projectRoot(terminal.cwd);
  const loop = new WatchLoop(filters, { ...options, watch: false }, commandLine, terminal, root);
  using changes = watchFiles(foldersOf(root, options.config, terminal.cwd));
  let wanted = filters;
  for (;;) {
    if ((await loop.run(wanted)) === exitCodes.interrupted) return exitCodes.interrupted;
    terminal.stdout.write('\nwatching; Ctrl-C ends it\n');
    const changed = await changes.next();
    if (changed === undefined) return exitCodes.interrupted;
    terminal.stdout.write(`\nsaved ${changed.map((file) => relative(terminal.cwd, file)).join(', ')}\n`);
    wanted = loop.concernedBy(changed);
  }
}

/** What a run used: which saved file concerns which scenario. */
interface Used {
  readonly id: string;
  readonly files: readonly string[];
}

class WatchLoop {
  readonly #filters: readonly string[];
  readonly #options: RunCommandOptions;
  readonly #commandLine: string;
  readonly #terminal: Terminal;
  readonly #root: string;
  readonly #used = new Map<string, Used>();

  constructor(
    filters: readonly string[],
    options: RunCommandOptions,
    commandLine: string,
    terminal: Terminal,
    root: string,
  ) {
    this.#filters = filters;
    this.#options = options;
    this.#commandLine = commandLine;
    this.#terminal = terminal;
    this.#root = root;
  }

  /** A file with a fault in it is no end: its next version may be right. */
  async run(filters: readonly string[]): Promise<number> {
    const startedAt = performance.now();
    let directory = '';
    try {
      const code = await runCommand(filters, this.#options, this.#commandLine, this.#terminal, (made) => {
        directory = made;
      });
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      this.#terminal.stdout.write(`verdict after ${seconds} s\n`);
      await this.#learn(directory);
      return code;
    } catch (error) {
      if (!(error instanceof KnocklabError)) throw error;
      const { stderr, env } = this.#terminal;
      stderr.write(errorText(error, { debug: false, colour: hasColour(stderr, env) }));
      return exitCodes.input;
    }
  }

  async #learn(directory: string): Promise<void> {
    const { events } = await readTrace(join(directory, 'trace.jsonl'));
    for (const event of events) {
      if (event.type !== 'scenario-started' || event.scenario === undefined) continue;
      const files = [event.file, event.configuration].map((file) => resolve(this.#root, file));
      this.#used.set(event.scenario, { id: event.scenario, files });
    }
  }

  /** What a file is for that no scenario names (a topology, another configuration) nobody knows: then all of them. */
  concernedBy(changed: readonly string[]): readonly string[] {
    const known = [...this.#used.values()];
    const named = (file: string): boolean => known.some(({ files }) => files.includes(file));
    if (!changed.every(named)) return this.#filters;
    return known.filter(({ files }) => files.some((file) => changed.includes(file))).map(({ id }) => id);
  }
}

function foldersOf(root: string, config: string | undefined, cwd: string): readonly string[] {
  const own = ['scenarios', 'firewall', 'lab'].map((name) => join(root, name));
  return [...own, ...(config === undefined ? [] : [dirname(resolve(cwd, config))])].filter((folder) =>
    existsSync(folder),
  );
}

interface Changes extends Disposable {
  /** The files that were saved since the last call; waits for the first. */
  next(): Promise<readonly string[] | undefined>;
}

/** Editors write a file in several acts: what comes within this time is one change. */
const togetherMs = 40;

function watchFiles(folders: readonly string[]): Changes {
  const changed = new Set<string>();
  let wake = Promise.withResolvers<boolean>();
  const take = (folder: string, name: string | null): void => {
    if (name === null || !/\.(?:rsc|ya?ml|ts)$/.test(name) || basename(name).startsWith('.')) return;
    changed.add(join(folder, name));
    wake.resolve(true);
  };
  const watchers = folders.map(
    (folder): FSWatcher => watch(folder, { recursive: true }, (_, name) => take(folder, name)),
  );
  const stop = (): void => wake.resolve(false);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    next: async () => {
      if (!(await wake.promise)) return undefined;
      await pause(togetherMs);
      const files = [...changed];
      changed.clear();
      wake = Promise.withResolvers<boolean>();
      return files;
    },
    [Symbol.dispose]: () => {
      for (const watcher of watchers) watcher.close();
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
