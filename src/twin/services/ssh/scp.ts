import type { ServerChannel } from 'ssh2';
import type { Session } from '../../accounts/session.ts';
import { FileError, type StoredFile } from '../../files/file-store.ts';
import { nameOf } from '../../files/listing.ts';
import { Upload } from '../../files/upload.ts';
import type { Twin } from '../../twin.ts';

export interface ScpCommand {
  readonly direction: 'to' | 'from';
  readonly path: string;
}

/** `scp -t path` and `scp -f path`: what `scp -O` runs at the other end. */
export function scpCommand(line: string): ScpCommand | undefined {
  const match = /^scp((?: -[a-z]+)*) (?:-- )?(.+)$/.exec(line);
  const [, flags = '', path = ''] = match ?? [];
  const direction = /-[a-z]*t/.test(flags) ? 'to' : /-[a-z]*f/.test(flags) ? 'from' : undefined;
  return direction === undefined ? undefined : { direction, path: path.replace(/^(['"])(.*)\1$/, '$2') };
}

const longestHead = 2048;

interface Incoming {
  readonly upload: Upload;
  remaining: number;
}

/** The old protocol of scp: lines that announce a file, its bytes, and a zero byte for each that went well. */
export class ScpTransfer {
  readonly #twin: Twin;
  readonly #session: Session;
  readonly #stream: ServerChannel;
  #held = Buffer.alloc(0);
  #incoming: Incoming | undefined;
  #target = '';
  /** Steps of a download that wait for the other end's word. */
  #steps: (() => void)[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(twin: Twin, session: Session, stream: ServerChannel) {
    this.#twin = twin;
    this.#session = session;
    this.#stream = stream;
  }

  start({ direction, path }: ScpCommand): void {
    this.#target = path;
    if (!this.#session.policies.has('ftp')) this.#fail('not enough permissions');
    else if (direction === 'from') this.#offer(path);
    else this.#ready();
    this.#stream.on('data', (chunk: Buffer) => {
      this.#work = this.#work
        .then(async () => await this.#take(direction, chunk))
        .catch((error: unknown) => {
          this.#fail(error instanceof FileError ? error.message : 'transfer failed');
        });
    });
    this.#stream.on('end', () => void this.#work.then(() => this.#finish()));
  }

  async #take(direction: ScpCommand['direction'], chunk: Buffer): Promise<void> {
    if (direction === 'to') return await this.#receive(chunk);
    for (const byte of chunk) {
      if (byte === 0) this.#steps.shift()?.();
      else this.#finish();
    }
  }

  #offer(path: string): void {
    const file = this.#twin.files.find(path);
    if (file === undefined || file.isDirectory) this.#fail(`${path}: No such file or directory`);
    else this.#steps = [() => this.#announce(file), () => this.#send(file), () => this.#finish()];
  }

  #announce({ bytes, path }: StoredFile): void {
    this.#stream.write(`C0660 ${bytes.length} ${nameOf(path)}\n`);
  }

  #send({ bytes }: StoredFile): void {
    this.#stream.write(bytes);
    this.#ready();
  }

  async #receive(chunk: Buffer): Promise<void> {
    this.#held = Buffer.concat([this.#held, chunk]);
    while (this.#held.length > 0) {
      if (this.#incoming !== undefined) {
        if (!(await this.#fill(this.#incoming))) return;
      } else if (!this.#readHead()) return;
    }
  }

  /** Gives whether there is more to be read. */
  async #fill(incoming: Incoming): Promise<boolean> {
    const part = this.#held.subarray(0, incoming.remaining);
    incoming.upload.append(part);
    incoming.remaining -= part.length;
    this.#held = this.#held.subarray(part.length);
    // After the file's bytes comes one more: zero, if the sender could read them all.
    if (incoming.remaining > 0 || this.#held.length === 0) return false;
    const isWhole = this.#held[0] === 0;
    this.#held = this.#held.subarray(1);
    this.#incoming = undefined;
    if (isWhole) await incoming.upload.finish();
    this.#ready();
    return true;
  }

  #readHead(): boolean {
    const end = this.#held.indexOf(10);
    if (end === -1) {
      if (this.#held.length > longestHead) this.#fail('protocol error');
      return false;
    }
    const head = this.#held.subarray(0, end).toString();
    this.#held = this.#held.subarray(end + 1);
    this.#begin(head);
    return this.#stream.writable;
  }

  #begin(head: string): void {
    const file = /^C\d{4} (\d{1,12}) ([^/]+)$/.exec(head);
    const [, size = '0', name = ''] = file ?? [];
    if (file === null && !/^[TE]/.test(head)) this.#fail('protocol error');
    else if (Number(size) > this.#twin.files.freeBytes) this.#fail('not enough disk space');
    else {
      if (file !== null) this.#incoming = { upload: this.#uploadOf(name), remaining: Number(size) };
      this.#ready();
    }
  }

  #uploadOf(name: string): Upload {
    const path = this.#twin.files.isDirectory(this.#target) ? `${this.#target}/${name}` : this.#target;
    return new Upload(this.#twin, this.#session, path);
  }

  #ready(): void {
    if (this.#stream.writable) this.#stream.write(Buffer.of(0));
  }

  /** 1 is a warning, and the text behind it is shown. */
  #fail(reason: string): void {
    if (!this.#stream.writable) return;
    this.#stream.write(`\x01scp: ${reason}\n`);
    this.#finish(1);
  }

  #finish(status = 0): void {
    this.#steps = [];
    if (!this.#stream.writable) return;
    this.#stream.exit(status);
    this.#stream.end();
  }
}
