import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { IdSource } from '../menu/id-source.ts';

export interface StoredFile {
  readonly id: string;
  /** `flash/x.rsc`, without a slash at its beginning. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly bytes: Uint8Array;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

export type FileFault = 'missing' | 'exists' | 'full' | 'directory' | 'name';

const words: Readonly<Record<FileFault, string>> = {
  missing: 'no such file or directory',
  exists: 'file already exists',
  full: 'not enough disk space',
  directory: 'is a directory',
  name: 'bad file name',
};

export class FileError extends RouterosError {
  readonly fault: FileFault;
  readonly reason: string;

  constructor(fault: FileFault) {
    super(`failure: ${words[fault]}`, { category: trapCategories.general });
    this.fault = fault;
    this.reason = words[fault];
  }
}

interface Limits {
  readonly bytes: number;
  readonly files: number;
}

const usualLimits: Limits = { bytes: 64 * 1024 * 1024, files: 10_000 };
const longestPath = 1024;

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The router's disk: in memory, bounded, gone when it is switched off. */
export class FileStore {
  readonly #wallMs: () => number;
  readonly #limits: Limits;
  readonly #ids = new IdSource();
  readonly #files = new Map<string, StoredFile>();
  #bytes = 0;

  constructor(wallMs: () => number, limits: Limits = usualLimits) {
    this.#wallMs = wallMs;
    this.#limits = limits;
    for (const directory of ['skins', 'pub']) this.makeDirectory(directory);
  }

  get files(): readonly StoredFile[] {
    return [...this.#files.values()];
  }

  get freeBytes(): number {
    return this.#limits.bytes - this.#bytes;
  }

  /** `/a/../b` and `b` are one; the root is the empty path. Nothing leads out of it. */
  normalised(given: string): string {
    const parts: string[] = [];
    for (const part of given.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return parts.join('/');
  }

  find(given: string): StoredFile | undefined {
    return this.#files.get(this.normalised(given));
  }

  /** Does a directory of this path exist? The root always does. */
  isDirectory(given: string): boolean {
    const path = this.normalised(given);
    return path === '' || this.#files.get(path)?.isDirectory === true;
  }

  /** What lies directly in a directory. */
  below(given: string): readonly StoredFile[] {
    const path = this.normalised(given);
    return this.files.filter((file) => parentOf(file.path) === path);
  }

  read(given: string): Uint8Array {
    const file = this.find(given);
    if (file === undefined) throw new FileError('missing');
    if (file.isDirectory) throw new FileError('directory');
    return file.bytes;
  }

  /** A file of these contents, whether or not there was one; directories above it that are missing are made. */
  write(given: string, bytes: Uint8Array): StoredFile {
    const path = this.#checked(given);
    const before = this.#files.get(path);
    if (before?.isDirectory === true || this.isDirectory(path)) throw new FileError('directory');
    const growth = bytes.length - (before?.bytes.length ?? 0);
    if (growth > this.freeBytes) throw new FileError('full');
    if (before === undefined) this.#prepare(path);
    this.#bytes += growth;
    const now = this.#wallMs();
    return this.#keep({
      id: before?.id ?? this.#ids.next(),
      path,
      isDirectory: false,
      bytes,
      createdMs: before?.createdMs ?? now,
      modifiedMs: now,
    });
  }

  makeDirectory(given: string): StoredFile {
    const path = this.#checked(given);
    if (this.#files.has(path)) throw new FileError('exists');
    this.#prepare(path);
    const now = this.#wallMs();
    const bytes = new Uint8Array();
    return this.#keep({ id: this.#ids.next(), path, isDirectory: true, bytes, createdMs: now, modifiedMs: now });
  }

  /** With everything in it. */
  remove(given: string): void {
    const path = this.normalised(given);
    if (!this.#files.has(path)) throw new FileError('missing');
    for (const file of this.#within(path)) {
      this.#files.delete(file.path);
      this.#bytes -= file.bytes.length;
    }
  }

  rename(from: string, to: string): void {
    const [path, target] = [this.normalised(from), this.#checked(to)];
    if (!this.#files.has(path)) throw new FileError('missing');
    if (path === target) return;
    if (this.#files.has(target)) throw new FileError('exists');
    if (target.startsWith(`${path}/`)) throw new FileError('name');
    const moving = this.#within(path);
    if (parentOf(target) !== '' && !this.isDirectory(parentOf(target))) this.makeDirectory(parentOf(target));
    for (const file of moving) {
      this.#files.delete(file.path);
      this.#keep({ ...file, path: `${target}${file.path.slice(path.length)}` });
    }
  }

  /** A path and all below it. */
  #within(path: string): readonly StoredFile[] {
    return this.files.filter((file) => file.path === path || file.path.startsWith(`${path}/`));
  }

  #checked(given: string): string {
    const path = this.normalised(given);
    if (path === '' || path.length > longestPath || /[\x00-\x1f]/.test(path)) throw new FileError('name');
    return path;
  }

  #prepare(path: string): void {
    if (this.#files.size >= this.#limits.files) throw new FileError('full');
    const parent = parentOf(path);
    if (parent === '' || this.isDirectory(parent)) return;
    if (this.#files.has(parent)) throw new FileError('name');
    this.makeDirectory(parent);
  }

  #keep(file: StoredFile): StoredFile {
    this.#files.set(file.path, file);
    return file;
  }
}
