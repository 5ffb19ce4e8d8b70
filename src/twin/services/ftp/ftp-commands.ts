import type { Session } from '../../accounts/session.ts';
import type { FileStore, StoredFile } from '../../files/file-store.ts';
import { FileError } from '../../files/file-store.ts';
import { longLine, nameOf } from '../../files/listing.ts';
import { Upload } from '../../files/upload.ts';
import type { Twin } from '../../twin.ts';
import { parseExtendedPort, parsePort } from './ftp-address.ts';
import type { FtpTransfer } from './ftp-transfer.ts';

export type Command = (argument: string) => string | Promise<string>;

const quoted = (path: string): string => `"/${path.replaceAll('"', '""')}"`;

/** What a user who is logged in may do with FTP. */
export class FtpCommands {
  readonly #twin: Twin;
  readonly #session: Session;
  readonly #transfer: FtpTransfer;
  #directory = '';
  #renaming: string | undefined;

  constructor(twin: Twin, session: Session, transfer: FtpTransfer) {
    this.#twin = twin;
    this.#session = session;
    this.#transfer = transfer;
  }

  /** By its name in RFC 959 and its successors; the X names are those of RFC 775. */
  find(name: string): Command | undefined {
    return this.#commands[name.replace(/^X(?=(PWD|MKD|RMD|CWD|CUP)$)/, '')];
  }

  readonly #commands: Readonly<Record<string, Command>> = {
    TYPE: (type) => {
      this.#transfer.mode = /^[il]/i.test(type) ? 'BINARY' : 'ASCII';
      return `200 Type set to ${this.#transfer.mode}`;
    },
    MODE: (mode) => (/^s$/i.test(mode) ? '200 MODE S ok' : '504 MODE not implemented'),
    STRU: (structure) => (/^f$/i.test(structure) ? '200 STRU F ok' : '504 STRU not implemented'),
    FEAT: () => '211-Features:\r\n EPRT\r\n EPSV\r\n MDTM\r\n PASV\r\n REST STREAM\r\n SIZE\r\n UTF8\r\n211 End',
    OPTS: () => '200 OPTS ok',
    ALLO: () => '202 ALLO command ignored',
    ABOR: () => '226 ABOR command successful',
    PWD: () => `257 ${quoted(this.#directory)} is current directory`,
    CWD: (path) => this.#changeDirectory(path),
    CDUP: () => this.#changeDirectory('..'),
    CUP: () => this.#changeDirectory('..'),
    PASV: () => this.#transfer.passive(false),
    EPSV: (argument) => (/^all$/i.test(argument) ? '200 EPSV ALL ok' : this.#transfer.passive(true)),
    PORT: (argument) => this.#transfer.active('PORT', parsePort(argument)),
    EPRT: (argument) => this.#transfer.active('EPRT', parseExtendedPort(argument)),
    LIST: (argument) => this.#list(argument, longLine),
    NLST: (argument) => this.#list(argument, ({ path }) => nameOf(path)),
    RETR: (path) => this.#transfer.give(path, this.#files.read(this.#at(path))),
    STOR: (path) => this.#transfer.take(path, this.#upload(path)),
    APPE: (path) => this.#transfer.take(path, this.#upload(path, this.#files.find(this.#at(path))?.bytes)),
    REST: (offset) => {
      this.#transfer.restartAt = Math.min(Number(/^\d{1,15}$/.exec(offset)?.[0] ?? 0), this.#files.freeBytes);
      return `350 Restarting at ${this.#transfer.restartAt}`;
    },
    SIZE: (path) => `213 ${this.#files.read(this.#at(path)).length}`,
    MDTM: (path) => `213 ${new Date(this.#found(path).modifiedMs).toISOString().replace(/\D/g, '').slice(0, 14)}`,
    DELE: (path) => this.#remove('DELE', path, false),
    RMD: (path) => this.#remove('RMD', path, true),
    MKD: (path) => `257 ${quoted(this.#files.makeDirectory(this.#target(path)).path)} directory created`,
    RNFR: (path) => {
      this.#renaming = this.#found(path).path;
      return '350 File exists, ready for destination name';
    },
    RNTO: (path) => this.#rename(path),
  };

  get #files(): FileStore {
    return this.#twin.files;
  }

  #at(path: string): string {
    return this.#files.normalised(path.startsWith('/') ? path : `${this.#directory}/${path}`);
  }

  #found(path: string): StoredFile {
    const file = this.#files.find(this.#at(path));
    if (file === undefined) throw new FileError('missing');
    return file;
  }

  /** Whoever comes from outside makes no directories by the way. */
  #target(path: string): string {
    const target = this.#at(path);
    if (target === '' || !this.#files.isDirectory(target.replace(/[^/]*$/, ''))) throw new FileError('missing');
    return target;
  }

  #upload(path: string, start?: Uint8Array): Upload {
    const target = this.#target(path);
    if (this.#files.isDirectory(target)) throw new FileError('directory');
    const kept = this.#transfer.restartAt > 0 ? this.#files.find(target)?.bytes : start;
    return new Upload(this.#twin, this.#session, target, kept);
  }

  #changeDirectory(path: string): string {
    if (!this.#files.isDirectory(this.#at(path))) throw new FileError('missing');
    this.#directory = this.#at(path);
    return '250 CWD command successful';
  }

  #remove(name: string, path: string, isDirectory: boolean): string {
    const file = this.#found(path);
    if (file.isDirectory !== isDirectory) throw new FileError(isDirectory ? 'name' : 'directory');
    if (isDirectory && this.#files.below(file.path).length > 0) throw new FileError('name');
    this.#files.remove(file.path);
    return `250 ${name} command successful`;
  }

  #rename(path: string): string {
    if (this.#renaming === undefined) return '503 Bad sequence of commands';
    this.#files.rename(this.#renaming, this.#target(path));
    this.#renaming = undefined;
    return '250 RNTO command successful';
  }

  /** `-la` and the like change nothing. */
  #list(argument: string, line: (file: StoredFile) => string): Promise<string> {
    const path = this.#at(argument.replace(/^(-\S+ *)+/, ''));
    const file = this.#files.find(path);
    if (!this.#files.isDirectory(path) && file === undefined) throw new FileError('missing');
    const files = file === undefined || file.isDirectory ? this.#files.below(path) : [file];
    return this.#transfer.give('/bin/ls', Buffer.from(files.map((each) => `${line(each)}\r\n`).join('')));
  }
}
