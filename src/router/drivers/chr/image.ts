import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { KnocklabError } from '../../../core/errors.ts';

/** What the machine boots from. */
export type Image =
  | { readonly kind: 'disk'; readonly file: string; readonly format: 'raw' | 'vdi' | 'qcow2' | 'vmdk' }
  | { readonly kind: 'zip'; readonly file: string }
  /** A folder with a kernel and its first file system, as lab/images/stand-in builds it; its text is read at each boot. */
  | { readonly kind: 'kernel'; readonly kernel: string; readonly initrd: string; readonly append: string };

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
  const format = Object.entries(formats).find(([known]) => known === ending)?.[1];
  if (format === undefined) throw noImage(path, `Its ending is none of ${Object.keys(formats).join(', ')}, .zip.`);
  return { kind: 'disk', file: path, format };
}

/** The words for the guest's kernel; they may change between two boots. */
export function kernelWords(image: Extract<Image, { kind: 'kernel' }>): string {
  const own = existsSync(image.append) ? readFileSync(image.append, 'utf8').trim() : '';
  return `console=ttyS0 quiet panic=-1 ${own}`.trim();
}

function kernelImage(folder: string): Image {
  const [kernel, initrd, append] = ['vmlinuz', 'initrd.img', 'append'].map((name) => join(folder, name));
  if (kernel === undefined || initrd === undefined || append === undefined) throw new Error('three names');
  for (const file of [kernel, initrd]) if (!existsSync(file)) throw noImage(folder, `It has no ${file}.`);
  return { kind: 'kernel', kernel, initrd, append };
}

function noImage(path: string, problem: string): KnocklabError {
  return new KnocklabError('input/image', `"${path}" is no image of a router: ${problem}`, {
    remedy:
      'Give a CHR disk (.img, .vdi, .qcow2, .vmdk or the .zip it comes in) or a folder of lab/images/stand-in: see docs/chr.md.',
  });
}
