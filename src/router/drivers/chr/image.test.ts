import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findImage } from './image.ts';
import { machineCommand } from './machine.ts';

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of names) writeFileSync(join(folder, name), '');
  return folder;
}

test.each([
  ['chr-7.20.8.img', { kind: 'disk', format: 'raw' }],
  ['chr-7.20.8.vdi', { kind: 'disk', format: 'vdi' }],
  ['chr.qcow2', { kind: 'disk', format: 'qcow2' }],
  ['chr-7.20.8.img.zip', { kind: 'zip' }],
  ['chr-7.22.tar', { kind: 'tar' }],
  ['chr-7.22.tar.gz', { kind: 'tar' }],
])('tells what %s is', (name, expected) => {
  expect(findImage(join(folderWith(name), name))).toMatchObject(expected);
});

test('takes a folder with a kernel and its first file system', () => {
  expect(findImage(folderWith('vmlinuz', 'initrd.img'))).toMatchObject({ kind: 'kernel' });
});

test.each(['missing.img', 'chr.iso'])('refuses %s', (name) => {
  const path = join(folderWith('chr.iso'), name);
  expect(() => findImage(path)).toThrow(`"${path}" is no image of a router`);
});

test('the machine has the NICs of the topology in their order, then its own for the management', () => {
  const name = 'chr.img';
  const nics = [
    { name: 'ether1', mac: '02:00:00:00:00:01' },
    { name: 'ether2', mac: '02:00:00:00:00:02' },
  ];
  const image = { kind: 'disk', file: join(folderWith(name), name), format: 'raw' } as const;
  const argv = machineCommand({
    image,
    nics,
    accelerator: 'kvm',
    memoryMb: 512,
    ros: '7',
    folder: '/run/knocklab/router',
  });
  expect(argv.filter((word) => word.startsWith('virtio-net-pci'))).toEqual([
    'virtio-net-pci,netdev=nic0,mac=02:00:00:00:00:01,romfile=',
    'virtio-net-pci,netdev=nic1,mac=02:00:00:00:00:02,romfile=',
    'virtio-net-pci,netdev=management,mac=02:6b:6e:6f:63:6b,romfile=',
  ]);
  expect(argv.join(' ')).toContain('-accel kvm -cpu host');
  expect(argv.join(' ')).toContain('file=/run/knocklab/router/disk.qcow2,format=qcow2,if=virtio');
});
