import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { MachineOptions } from './machine.ts';
import { snapshotKey } from './snapshot.ts';

function machine(): MachineOptions {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-snapshot-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'chr.img');
  writeFileSync(file, '');
  const nics = [{ name: 'ether1', mac: '02:00:00:00:00:01' }];
  const image = { kind: 'disk', file, format: 'raw' } as const;
  return { image, nics, accelerator: 'tcg', memoryMb: 512, ros: '7', folder: '/run/knocklab/router' };
}

test.each<[string, (options: MachineOptions) => MachineOptions]>([
  ['another network card', (options) => ({ ...options, nics: [{ name: 'ether1', mac: '02:00:00:00:00:02' }] })],
  ['another name for one', (options) => ({ ...options, nics: [{ name: 'wlan1', mac: '02:00:00:00:00:01' }] })],
  ['another accelerator', (options) => ({ ...options, accelerator: 'kvm' })],
  [
    'an image that has changed',
    (options) => {
      if (options.image.kind === 'disk') utimesSync(options.image.file, new Date(), new Date(0));
      return options;
    },
  ],
])('%s asks for a snapshot of its own', (_, change) => {
  const options = machine();
  const before = snapshotKey(options, 'QEMU emulator version 7.2');
  expect(snapshotKey(options, 'QEMU emulator version 7.2')).toBe(before);
  expect(snapshotKey(change(options), 'QEMU emulator version 7.2')).not.toBe(before);
});

test('so does another QEMU', () => {
  const options = machine();
  expect(snapshotKey(options, 'QEMU emulator version 8.0')).not.toBe(snapshotKey(options, 'QEMU emulator version 7.2'));
});
