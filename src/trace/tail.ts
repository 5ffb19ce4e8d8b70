import { closeSync, openSync, readSync } from 'node:fs';

export interface Tail {
  /** The lines completed since the last call. */
  read(): string[];
  close(): void;
}

/** The growing end of a text file that need not exist yet. */
export function openTail(file: string): Tail {
  let descriptor: number | undefined;
  let rest: Buffer = Buffer.alloc(0);
  // One for all: it is read many times a second, and what is dropped is only given back when the heap is swept.
  const chunk = Buffer.alloc(64 * 1024);
  return {
    read: () => {
      descriptor ??= openIfPresent(file);
      if (descriptor === undefined) return [];
      const bytes = Buffer.concat([rest, readToEnd(descriptor, chunk)]);
      // Cut in bytes: a character of several bytes may have arrived in part.
      const end = bytes.lastIndexOf(0x0a) + 1;
      rest = bytes.subarray(end);
      return end === 0 ? [] : bytes.toString('utf8', 0, end - 1).split('\n');
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function openIfPresent(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}

function readToEnd(descriptor: number, chunk: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const length = readSync(descriptor, chunk);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(Buffer.from(chunk.subarray(0, length)));
  }
}
