import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { exitCodes, KnocklabError } from '../../../core/errors.ts';
import { projectRoot } from '../../../scenario/project-root.ts';
import { readTrace } from '../../../trace/reader.ts';
import type { RunCommandOptions } from '../../commands/run.ts';
import { errorText } from '../../print-error.ts';
import { hasColour, type Terminal } from '../../terminal.ts';
import { runCommand } from '../run-command.ts';
import { type Needs, NextRun, type RunBefore } from './next-run.ts';
import { SavedFiles } from './saved-files.ts';

/** Runs, and runs again what a saved file concerns, until it is interrupted. */
export async function watchCommand(
  filters: readonly string[],
  options: RunCommandOptions,
  commandLine: string,
  terminal: Terminal,
): Promise<number> {
  using saved = new SavedFiles(foldersOf(projectRoot(terminal.cwd)));
  if (options.config !== undefined) saved.add(resolve(terminal.cwd, options.config));
  await using watching = new Watching(filters, { ...options, watch: false }, commandLine, terminal, saved);
  return await watching.untilEnd();
}

const foldersOf = (root: string): readonly string[] =>
  ['scenarios', 'firewall', 'lab'].map((name) => join(root, name)).filter((folder) => existsSync(folder));

class Watching implements AsyncDisposable {
  readonly #filters: readonly string[];
  readonly #options: RunCommandOptions;
  readonly #commandLine: string;
  readonly #terminal: Terminal;
  readonly #root: string;
  readonly #saved: SavedFiles;
  /** By scenario, the files that it used. */
  readonly #used = new Map<string, readonly string[]>();
  #before: RunBefore | undefined;
  #next: NextRun | undefined;

  constructor(
    filters: readonly string[],
    options: RunCommandOptions,
    commandLine: string,
    terminal: Terminal,
    saved: SavedFiles,
  ) {
    this.#filters = filters;
    this.#options = options;
    this.#commandLine = commandLine;
    this.#terminal = terminal;
    this.#root = projectRoot(terminal.cwd);
    this.#saved = saved;
  }

  async untilEnd(): Promise<number> {
    let wanted = this.#filters;
    let since = performance.now();
    for (;;) {
      const isDone = await this.#run(wanted, since);
      if (this.#saved.hasEnded) return exitCodes.interrupted;
      if (isDone) this.#prepare(wanted);
      const saved = await this.#saved.next();
      if (saved === undefined) return exitCodes.interrupted;
      this.#say(`\nsaved ${saved.files.map((file) => relative(this.#terminal.cwd, file)).join(', ')}`);
      const concerned = this.#concernedBy(saved.files);
      wanted = isDone ? concerned : this.#together(wanted, concerned);
      since = saved.at;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#next?.[Symbol.asyncDispose]();
  }

  /** False: it was given up, because a file that it concerns was saved meanwhile. */
  async #run(wanted: readonly string[], since: number): Promise<boolean> {
    const next = this.#next;
    this.#next = undefined;
    const giveUp = new AbortController();
    using _listening = this.#saved.listen((file) => {
      if (this.#concerns(file, wanted)) giveUp.abort();
    });
    try {
      await next?.hasStarted();
      if (this.#saved.hasEnded) return false;
      await this.#perform(wanted, { since, next, signal: giveUp.signal });
      if (await next?.wasUnfit())
        this.#say('The lab that stood by had another topology or RouterOS version: a new one was built.');
    } finally {
      await next?.[Symbol.asyncDispose]();
    }
    return !giveUp.signal.aborted;
  }

  /** A file with a fault in it is no end: its next version may be right. */
  async #perform(wanted: readonly string[], { since, next, signal }: Turn): Promise<void> {
    let directory = '';
    try {
      await runCommand(wanted, this.#options, this.#commandLine, this.#terminal, {
        made: (folder) => {
          directory = folder;
        },
        signal,
        shown: () => this.#say(signal.aborted ? 'given up: saved again' : `verdict after ${secondsSince(since)} s`),
        ...(next === undefined ? {} : { ready: next.ready }),
      });
    } catch (error) {
      if (!(error instanceof KnocklabError)) throw error;
      const { stderr, env } = this.#terminal;
      stderr.write(errorText(error, { debug: false, colour: hasColour(stderr, env) }));
    }
    if (directory !== '') await this.#learn(directory);
  }

  #prepare(wanted: readonly string[]): void {
    if (this.#saved.isWaiting) return;
    const before = this.#before;
    if (before !== undefined && NextRun.isPossible(this.#options))
      this.#next = new NextRun(wanted, before, this.#options, this.#terminal);
    this.#say('\nwatching; Ctrl-C ends it');
  }

  async #learn(directory: string): Promise<void> {
    const { events } = await readTrace(join(directory, 'trace.jsonl'), { brief: true });
    let first: Needs | undefined;
    for (const event of events) {
      if (event.type !== 'scenario-started' || event.scenario === undefined) continue;
      const { topology, ros } = event;
      first ??= { topology, ros };
      const files = [event.file, event.configuration].map((file) => resolve(this.#root, file));
      for (const file of files) this.#saved.add(file);
      this.#used.set(event.scenario, files);
    }
    this.#before = { directory, needs: first ?? this.#before?.needs };
  }

  /** What a file is for that no scenario names (a topology, another configuration) nobody knows: then all of them. */
  #concernedBy(changed: readonly string[]): readonly string[] {
    const known = [...this.#used];
    if (!changed.every((file) => known.some(([, files]) => files.includes(file)))) return this.#filters;
    return known.flatMap(([id, files]) => (files.some((file) => changed.includes(file)) ? [id] : []));
  }

  /** What a run that was given up has left without a verdict is still to be run. */
  #together(left: readonly string[], concerned: readonly string[]): readonly string[] {
    if (left === this.#filters || concerned === this.#filters) return this.#filters;
    return [...new Set([...left, ...concerned])];
  }

  #concerns(file: string, wanted: readonly string[]): boolean {
    const concerned = this.#concernedBy([file]);
    return wanted === this.#filters || concerned === this.#filters || concerned.some((id) => wanted.includes(id));
  }

  #say(line: string): void {
    this.#terminal.stdout.write(`${line}\n`);
  }
}

interface Turn {
  /** When the file was saved, by `performance.now()`. */
  readonly since: number;
  readonly next: NextRun | undefined;
  readonly signal: AbortSignal;
}

const secondsSince = (start: number): string => ((performance.now() - start) / 1000).toFixed(1);
