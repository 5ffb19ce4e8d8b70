import type { Attributes, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import type { Session } from '../../accounts/session.ts';
import { FileError, type StoredFile } from '../../files/file-store.ts';
import { longLine, nameOf } from '../../files/listing.ts';
import { Upload } from '../../files/upload.ts';
import type { Twin } from '../../twin.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

interface Handle {
  readonly path: string;
  /** What is read; of a directory, its entries have been given already once. */
  readonly bytes: Uint8Array;
  readonly upload: Upload | undefined;
  readonly isDirectory: boolean;
  listed: boolean;
}

const mostHandles = 64;
const longestRead = 256 * 1024;

/** SFTP (protocol 3) on the router's disk. */
export function serveSftp(twin: Twin, session: Session, sftp: SFTPWrapper): void {
  new SftpService(twin, session, sftp).listen();
}

class SftpService {
  readonly #twin: Twin;
  readonly #session: Session;
  readonly #sftp: SFTPWrapper;
  readonly #handles = new Map<number, Handle>();
  #next = 0;

  constructor(twin: Twin, session: Session, sftp: SFTPWrapper) {
    this.#twin = twin;
    this.#session = session;
    this.#sftp = sftp;
  }

  listen(): void {
    const { files } = this.#twin;
    const sftp = this.#sftp;
    sftp.on('error', () => undefined);
    sftp.once('end', () => finish(sftp));
    sftp.on('OPEN', (id, path, flags) => this.#answer(id, () => this.#open(id, path, flags)));
    sftp.on('READ', (id, handle, offset, length) => this.#answer(id, () => this.#read(id, handle, offset, length)));
    sftp.on('WRITE', (id, handle, offset, data) => this.#settle(id, () => this.#upload(handle).put(offset, data)));
    sftp.on('CLOSE', (id, handle) => void this.#close(id, handle));
    sftp.on('OPENDIR', (id, path) => this.#answer(id, () => this.#openDirectory(id, path)));
    sftp.on('READDIR', (id, handle) => this.#answer(id, () => this.#list(id, handle)));
    for (const request of ['STAT', 'LSTAT'] as const)
      sftp.on(request as 'STAT', (id, path) => this.#answer(id, () => sftp.attrs(id, this.#attributesAt(path))));
    sftp.on('FSTAT', (id, handle) => this.#answer(id, () => sftp.attrs(id, this.#attributesOf(this.#handle(handle)))));
    sftp.on('SETSTAT', (id, path) => this.#settle(id, () => void this.#attributesAt(path)));
    sftp.on('FSETSTAT', (id, handle, { size }) =>
      this.#settle(id, () => (size === undefined ? undefined : this.#handle(handle).upload?.cut(size))),
    );
    sftp.on('REMOVE', (id, path) => this.#settle(id, () => this.#remove(path, false)));
    sftp.on('RMDIR', (id, path) => this.#settle(id, () => this.#remove(path, true)));
    sftp.on('MKDIR', (id, path) => this.#settle(id, () => void files.makeDirectory(this.#known(path))));
    sftp.on('RENAME', (id, from, to) => this.#settle(id, () => files.rename(from, this.#known(to))));
    sftp.on('REALPATH', (id, path) => {
      const filename = `/${files.normalised(path)}`;
      sftp.name(id, [{ filename, longname: filename, attrs: noAttributes }]);
    });
  }

  /** For requests that answer themselves when all is well. */
  #answer(id: number, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#sftp.status(id, statusOf(error), error instanceof Error ? error.message : undefined);
    }
  }

  /** For requests whose answer is that all is well. */
  #settle(id: number, act: () => void): void {
    this.#answer(id, () => {
      act();
      this.#sftp.status(id, STATUS_CODE.OK);
    });
  }

  #open(id: number, path: string, flags: number): void {
    const writes = (flags & OPEN_MODE.WRITE) !== 0;
    const upload = writes ? this.#beginUpload(path, flags) : undefined;
    this.#give(id, { path, upload, bytes: writes ? new Uint8Array() : this.#twin.files.read(path) });
  }

  #beginUpload(path: string, flags: number): Upload {
    const { files } = this.#twin;
    const file = files.find(path);
    if (file !== undefined && (flags & OPEN_MODE.EXCL) !== 0) throw new FileError('exists');
    if (file === undefined && (flags & OPEN_MODE.CREAT) === 0) throw new FileError('missing');
    if (files.isDirectory(path)) throw new FileError('directory');
    const kept = (flags & OPEN_MODE.TRUNC) === 0 ? file?.bytes : undefined;
    return new Upload(this.#twin, this.#session, this.#known(path), kept);
  }

  #openDirectory(id: number, path: string): void {
    if (!this.#twin.files.isDirectory(path)) throw new FileError('missing');
    this.#give(id, { path, bytes: new Uint8Array(), upload: undefined, isDirectory: true });
  }

  #give(id: number, opened: Omit<Handle, 'listed' | 'isDirectory'> & Partial<Handle>): void {
    if (this.#handles.size >= mostHandles) throw new FileError('full');
    this.#next += 1;
    this.#handles.set(this.#next, { isDirectory: false, listed: false, ...opened });
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.#next);
    this.#sftp.handle(id, handle);
  }

  #handle(handle: Buffer): Handle {
    const found = handle.length === 4 ? this.#handles.get(handle.readUInt32BE()) : undefined;
    if (found === undefined) throw new FileError('missing');
    return found;
  }

  #upload(handle: Buffer): Upload {
    const { upload } = this.#handle(handle);
    if (upload === undefined) throw new FileError('name');
    return upload;
  }

  #read(id: number, handle: Buffer, offset: number, length: number): void {
    const { upload, bytes } = this.#handle(handle);
    const chunk = (upload?.bytes ?? bytes).subarray(offset, offset + Math.min(length, longestRead));
    if (chunk.length === 0) this.#sftp.status(id, STATUS_CODE.EOF);
    else this.#sftp.data(id, Buffer.from(chunk));
  }

  async #close(id: number, handle: Buffer): Promise<void> {
    try {
      const { upload } = this.#handle(handle);
      this.#handles.delete(handle.readUInt32BE());
      await upload?.finish();
      this.#sftp.status(id, STATUS_CODE.OK);
    } catch (error) {
      this.#sftp.status(id, statusOf(error), error instanceof Error ? error.message : undefined);
    }
  }

  #list(id: number, handle: Buffer): void {
    const opened = this.#handle(handle);
    const isDone = opened.listed;
    opened.listed = true;
    const entries = this.#twin.files.below(opened.path).map((file) => ({
      filename: nameOf(file.path),
      longname: longLine(file),
      attrs: attributesOfFile(file),
    }));
    if (isDone) this.#sftp.status(id, STATUS_CODE.EOF);
    else this.#sftp.name(id, entries);
  }

  #attributesAt(path: string): Attributes {
    const file = this.#twin.files.find(path);
    if (file !== undefined) return attributesOfFile(file);
    if (this.#twin.files.isDirectory(path)) return { ...noAttributes, mode: directoryMode };
    throw new FileError('missing');
  }

  #attributesOf({ path, upload }: Handle): Attributes {
    if (upload === undefined) return this.#attributesAt(path);
    return { ...noAttributes, mode: fileMode, size: upload.length };
  }

  #remove(path: string, isDirectory: boolean): void {
    const { files } = this.#twin;
    if (files.find(path)?.isDirectory !== isDirectory) throw new FileError(isDirectory ? 'missing' : 'directory');
    if (isDirectory && files.below(path).length > 0) throw new FileError('name');
    files.remove(path);
  }

  /** Whoever comes from outside makes no directories by the way. */
  #known(path: string): string {
    const { files } = this.#twin;
    const parent = files.normalised(path).replace(/[^/]*$/, '');
    if (!files.isDirectory(parent)) throw new FileError('missing');
    return path;
  }
}

const fileMode = 0o100_660;
const directoryMode = 0o040_770;
const noAttributes: Attributes = { mode: fileMode, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

function attributesOfFile(file: StoredFile): Attributes {
  const seconds = Math.floor(file.modifiedMs / 1000);
  const mode = file.isDirectory ? directoryMode : fileMode;
  return { ...noAttributes, mode, size: file.bytes.length, atime: seconds, mtime: seconds };
}

function statusOf(error: unknown): number {
  if (!(error instanceof FileError)) return STATUS_CODE.FAILURE;
  return error.fault === 'missing' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE;
}

/** What the library's channel for SFTP has and does not show: it cannot tell the status with which it ends. */
interface ChannelOfSftp {
  readonly _protocol: { exitStatus(channel: number, status: number): void };
  readonly outgoing: { readonly id: number };
}

/** OpenSSH waits for our side to be closed too, and scp takes the end without a status for a failure. */
function finish(sftp: SFTPWrapper): void {
  const { _protocol, outgoing } = sftp as unknown as ChannelOfSftp;
  _protocol.exitStatus(outgoing.id, 0);
  sftp.end();
}
