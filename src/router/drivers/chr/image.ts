import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { KnocklabError } from '../../../core/errors.ts';

/** What the machine boots from. */
export type MachineImage =
  | { readonly kind: 'disk'; readonly file: string; readonly format: 'raw' | 'vdi' | 'qcow2' | 'vmdk' }
  /** A folder with a kernel and its first file system, as lab/images/stand-in builds it; its text is read at each boot. */
  | { readonly kind: 'kernel'; readonly kernel: string; readonly initrd: string; readonly append: string };

/** What a user gives: also a disk within something else, the .zip of the download page or an image of Docker's as a file. */
export type Image =
  | MachineImage
  | { readonly kind: 'zip'; readonly file: string }
  | { readonly kind: 'tar'; readonly file: string };

const formats = { '.img': 'raw', '.raw': 'raw', '.vdi': 'vdi', '.qcow2': 'qcow2', '.vmdk': 'vmdk' } as const;

/** Tells by the name what an image is. Rejects with `input/image` what is not there or has no known ending. */
export function findImage(path: string): Image & { readonly path: string } {
  return { ...imageAt(path), path };
}

function imageAt(path: string): Image {
  if (!existsSync(path)) throw noImage(path, 'There is no such file or folder.');
  if (statSync(path).isDirectory()) return kernelImage(path);
  const ending = extname(path).toLowerCase();
  if (ending === '.zip') return { kind: 'zip', file: path };
  if (/\.(?:tar|tar\.gz|tgz)$/i.test(path)) return { kind: 'tar', file: path };
  const format = Object.entries(formats).find(([known]) => known === ending)?.[1];
  if (format === undefined)
    throw noImage(path, `Its ending is none of ${Object.keys(formats).join(', ')}, .zip, .tar.`);
  return { kind: 'disk', file: path, format };
}

/** The words for the guest's kernel; they may change between two boots. It plays this RouterOS unless they name another. */
export function kernelWords(image: Extract<MachineImage, { kind: 'kernel' }>, ros: string): string {
  const own = existsSync(image.append) ? readFileSync(image.append, 'utf8').trim() : '';
  const version = own.includes('knocklab.ros=') ? '' : ` knocklab.ros=${ros}`;
  return `console=ttyS0 quiet panic=-1${version} ${own}`.trim();
}

function kernelImage(folder: string): MachineImage {
  const [kernel, initrd, append] = ['vmlinuz', 'initrd.img', 'append'].map((name) => join(folder, name));
  if (kernel === undefined || initrd === undefined || append === undefined) throw new Error('three names');
  for (const file of [kernel, initrd]) if (!existsSync(file)) throw noImage(folder, `It has no ${file}.`);
  return { kind: 'kernel', kernel, initrd, append };
}

function noImage(path: string, problem: string): KnocklabError {
  return new KnocklabError('input/image', `"${path}" is no image of a router: ${problem}`, {
    remedy:
      'Give a CHR disk (.img, .vdi, .qcow2, .vmdk, the .zip it comes in, or the .tar of its Docker image) or a folder of lab/images/stand-in: see docs/chr.md.',
  });
}
