import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KnocklabError } from '../../../core/errors.ts';
import { runCommand } from '../../../process/run-command.ts';
import type { Image, MachineImage } from './image.ts';

/** A disk that lies within a .zip or a .tar is taken out once and kept in the folder. */
export async function takeOutDisk(image: Image, folder: string): Promise<MachineImage> {
  if (image.kind !== 'zip' && image.kind !== 'tar') return image;
  mkdirSync(folder, { recursive: true });
  const disk = join(folder, `${basename(image.file).replace(/\..*/, '')}-${identityOf(image.file).slice(0, 12)}.img`);
  if (!existsSync(disk)) await takeOut(image, disk);
  return { kind: 'disk', file: disk, format: 'raw' };
}

/** Of a file, without reading it: a few hundred megabytes at each start would be felt. */
export function identityOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return createHash('sha256').update(`${file}\n${size}\n${mtimeMs}`).digest('hex');
}

async function takeOut({ kind, file }: Exclude<Image, MachineImage>, disk: string): Promise<void> {
  const unfinished = `${disk}.${process.pid}`;
  try {
    const argv = ['sh', '-c', scripts[kind], 'sh', file, unfinished];
    const result = await runCommand(argv, { timeoutMs: 300_000 });
    if (result.exitCode !== 0) throw noDisk(kind, file, result.stderr);
    renameSync(unfinished, disk);
  } finally {
    for (const left of [unfinished, `${unfinished}.layer`]) rmSync(left, { force: true });
  }
}

// MikroTik's image for Docker holds the disk in a layer as diskimage/chr-VERSION.img (chr-facts 1). Which file of the archive
// is a layer differs by Docker's version; tar itself tells compressed ones only in a file.
const scripts = {
  zip: 'busybox unzip -p "$1" "*.img" > "$2" && [ -s "$2" ]',
  tar: `tar -tf "$1" | grep -E '(^|/)layer\\.tar$|^blobs/sha256/.' | while read -r layer; do
  tar -xOf "$1" "$layer" > "$2.layer"
  tar -xOf "$2.layer" --wildcards '*diskimage/chr-*.img' > "$2" 2> /dev/null
  [ ! -s "$2" ] || break
done
[ -s "$2" ]`,
} as const;

function noDisk(kind: 'zip' | 'tar', file: string, evidence: string): KnocklabError {
  const what = kind === 'zip' ? '.img' : 'layer with diskimage/chr-VERSION.img';
  return new KnocklabError('input/image', `There is no ${what} in "${file}".`, {
    evidence: evidence.trimEnd(),
    remedy: 'Take the file as MikroTik offers it, or what `docker save mikrotik/chr` writes.',
  });
}
