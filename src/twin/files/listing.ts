import type { StoredFile } from './file-store.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A line as `ls -l` writes it: for FTP's LIST and for SFTP. */
export function longLine(file: StoredFile): string {
  const date = new Date(file.modifiedMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${months[date.getUTCMonth()]} ${two(date.getUTCDate())} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  const mode = file.isDirectory ? 'drwxrwx---' : '-rw-rw----';
  return `${mode}   1 root     root     ${String(file.bytes.length).padStart(10)} ${day} ${nameOf(file.path)}`;
}
