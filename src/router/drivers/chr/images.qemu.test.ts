import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { runOrThrow } from '../../../process/run-command.ts';
import { boot, newLab, ownCache, ownFolder } from './fixtures/guest-lab.ts';
import { findImage } from './image.ts';
import { takeOutDisk } from './take-out-disk.ts';

/** One megabyte whose boot sector writes "Hello" to the serial port and halts: all that a disk can do that never gets further. */
function tinyDisk(folder: string): string {
  const disk = Buffer.alloc(1_048_576);
  const write = [...Buffer.from('Hello')].flatMap((letter) => [0xb0, letter, 0xee]); // mov al, letter; out dx, al
  Buffer.from([0xba, 0xf8, 0x03, ...write, 0xf4, 0xeb, 0xfd]).copy(disk); // mov dx, 0x3f8; …; hlt; jmp to the hlt
  Buffer.from([0x55, 0xaa]).copy(disk, 510);
  const file = join(folder, 'chr-7.99.img');
  writeFileSync(file, disk);
  return file;
}

type Pack = (disk: string, folder: string) => Promise<string>;

const convert =
  (format: string): Pack =>
  async (disk, folder) => {
    const file = join(folder, `chr-7.99.${format}`);
    await runOrThrow(['qemu-img', 'convert', '-f', 'raw', '-O', format, disk, file]);
    return file;
  };

/** Of the shape of `docker save mikrotik/chr`: layers as archives within an archive, the disk in one of them. */
async function dockerSave(disk: string, folder: string): Promise<string> {
  const blobs = join(folder, 'save', 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  mkdirSync(join(folder, 'diskimage'));
  writeFileSync(join(folder, 'start.sh'), '#!/bin/sh\n');
  await runOrThrow(['cp', disk, join(folder, 'diskimage')]);
  await runOrThrow(['tar', '-C', folder, '-cf', join(blobs, '1'.repeat(64)), 'start.sh']);
  await runOrThrow(['tar', '-C', folder, '-czf', join(blobs, '2'.repeat(64)), 'diskimage']);
  writeFileSync(join(folder, 'save', 'manifest.json'), '[]');
  const file = join(folder, 'chr.tar');
  await runOrThrow(['tar', '-C', join(folder, 'save'), '-cf', file, 'manifest.json', 'blobs']);
  return file;
}

/** One file, stored as it is: a local header, the file, the central directory, its end (PKWARE's APPNOTE 4.3). */
async function zip(disk: string, folder: string): Promise<string> {
  const bytes = readFileSync(disk);
  const name = Buffer.from('chr-7.99.img');
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0); // version needed
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  const lengths = Buffer.from([name.length, 0, 0, 0]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, lengths, name, bytes]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, lengths, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  const file = join(folder, 'chr-7.99.img.zip');
  writeFileSync(file, Buffer.concat([local, central, end]));
  return file;
}

test.for<[string, Pack]>([
  ['.img', async (disk) => disk],
  ['.vdi', convert('vdi')],
  ['.vmdk', convert('vmdk')],
  ['.qcow2', convert('qcow2')],
  ['.img.zip', zip],
  ['.tar of a Docker image', dockerSave],
])('boots from a %s, says what was last seen, and leaves it as it was', { timeout: 60_000 }, async ([, pack]) => {
  const folder = ownFolder('disk');
  const file = await pack(tinyDisk(folder), folder);
  const before = readFileSync(file);
  ownCache();
  const lab = await newLab();
  await expect(boot(lab, file, { bootTimeoutMs: 2500, accelerator: 'tcg' })).rejects.toMatchObject({
    code: 'router/not-ready',
    evidence: expect.stringMatching(/Last seen:\nHello[\s\S]*VM status: running/),
  });
  expect(readFileSync(file).equals(before)).toBe(true);
  const { stdout } = await lab.router.exec(['cat', '/proc/net/unix']);
  expect(stdout).not.toContain('@knocklab-serial\n');
});

test.each(['chr.tar', 'chr.zip'])('a %s without a disk is refused', async (name) => {
  const folder = ownFolder('disk');
  const file = join(folder, name);
  writeFileSync(file, '');
  await expect(takeOutDisk(findImage(file), folder)).rejects.toMatchObject({ code: 'input/image' });
});
