import { createHash } from 'node:crypto';
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What was saved since somebody last asked. */
export interface Saved {
  readonly files: readonly string[];
  /** When the first of it was, by `performance.now()`. */
  readonly at: number;
}

/** Editors write a file in several acts: what comes within this time is one change. */
const togetherMs = 40;

/** Watches folders of a project, and single files elsewhere, until it is disposed of or the process is told to end. */
export class SavedFiles implements Disposable {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #singles = new Set<string>();
  /** What each saved file held when it was last handed on. */
  readonly #handedOn = new Map<string, string>();
  readonly #changed = new Set<string>();
  #firstAt = 0;
  #wake = Promise.withResolvers<void>();
  #hasEnded = false;
  #listener: ((file: string) => void) | undefined;

  constructor(folders: readonly string[]) {
    for (const folder of folders) {
      this.#watchers.set(
        folder,
        watch(folder, { recursive: true }, (_, name) => this.#take(folder, name)),
      );
    }
    process.once('SIGINT', this.#end);
    process.once('SIGTERM', this.#end);
  }

  /** Ctrl-C was pressed. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Something was saved that nobody has asked for yet. */
  get isWaiting(): boolean {
    return this.#changed.size > 0;
  }

  /** A file outside of the folders: it alone is watched, not what lies beside it. */
  add(file: string): void {
    const folder = dirname(file);
    if (this.#singles.has(file) || this.#covers(file)) return;
    this.#singles.add(file);
    if (this.#watchers.has(folder)) return;
    const own = watch(folder, (_, name) => {
      if (name !== null && this.#singles.has(join(folder, name))) this.#take(folder, name);
    });
    this.#watchers.set(folder, own);
  }

  /** Waits for the first; undefined: it was told to end. */
  async next(): Promise<Saved | undefined> {
    if (!this.isWaiting) await this.#wake.promise;
    if (this.#hasEnded) return undefined;
    await pause(togetherMs);
    const saved = { files: [...this.#changed], at: this.#firstAt };
    this.#changed.clear();
    this.#wake = Promise.withResolvers<void>();
    for (const file of saved.files) this.#handedOn.set(file, contentOf(file));
    return saved;
  }

  /** Calls for each file that is saved with another content than was handed on; saved as it was, it is left out. */
  listen(listener: (file: string) => void): Disposable {
    this.#listener = listener;
    return {
      [Symbol.dispose]: () => {
        this.#listener = undefined;
      },
    };
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    process.off('SIGINT', this.#end);
    process.off('SIGTERM', this.#end);
  }

  readonly #end = (): void => {
    this.#hasEnded = true;
    this.#wake.resolve();
  };

  #covers(file: string): boolean {
    return [...this.#watchers.keys()].some((folder) => file.startsWith(`${folder}/`) && !this.#isOfSingles(folder));
  }

  #isOfSingles(folder: string): boolean {
    return [...this.#singles].some((file) => dirname(file) === folder);
  }

  #take(folder: string, name: string | null): void {
    if (name === null || !/\.(?:rsc|ya?ml|ts)$/.test(name) || basename(name).startsWith('.')) return;
    const file = join(folder, name);
    if (this.#listener !== undefined && this.#handedOn.get(file) === contentOf(file)) return;
    if (!this.isWaiting) this.#firstAt = performance.now();
    this.#changed.add(file);
    this.#listener?.(file);
    this.#wake.resolve();
  }
}

/** Of a file that is not there (any more): nothing. */
function contentOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return '';
  }
}
