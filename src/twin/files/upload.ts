import type { Session } from '../accounts/session.ts';
import type { Twin } from '../twin.ts';
import { runUploaded } from './auto-run.ts';
import { FileError } from './file-store.ts';

const firstCapacity = 64 * 1024;

/** A file on its way to the disk; it is there once it is whole. */
export class Upload {
  readonly #twin: Twin;
  readonly #session: Session;
  readonly #path: string;
  #bytes: Buffer;
  #length: number;

  /** `start`: what the file holds already, for one that is added to. */
  constructor(twin: Twin, session: Session, path: string, start: Uint8Array = new Uint8Array()) {
    this.#twin = twin;
    this.#session = session;
    this.#path = path;
    this.#bytes = Buffer.from(start);
    this.#length = start.length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  append(chunk: Uint8Array): void {
    this.put(this.#length, chunk);
  }

  /** Bytes at a place of their own; what lies before it and never comes is zero. */
  put(offset: number, chunk: Uint8Array): void {
    const end = offset + chunk.length;
    if (!Number.isSafeInteger(end) || end > this.#twin.files.freeBytes) throw new FileError('full');
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(chunk, offset);
    this.#length = Math.max(this.#length, end);
  }

  cut(length: number): void {
    if (length > this.#length) this.put(length, new Uint8Array());
    this.#bytes.fill(0, length);
    this.#length = length;
  }

  /** Puts it on the disk, and runs it if its name says so. */
  async finish(): Promise<void> {
    const { path } = this.#twin.files.write(this.#path, Uint8Array.from(this.bytes));
    await runUploaded(this.#twin, path, this.#session);
  }

  #grow(length: number): void {
    const grown = Buffer.alloc(Math.max(length, this.#bytes.length * 2, firstCapacity));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
