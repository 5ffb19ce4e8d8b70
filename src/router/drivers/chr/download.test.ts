import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type DownloadOptions, downloadImage, isRelease } from './download.ts';

/** A mirror on loopback with these files; others are not found. */
async function mirror(
  files: Readonly<Record<string, Buffer>>,
  { cut = false } = {},
): Promise<{ options: DownloadOptions; asked: string[]; said: string[] }> {
  const asked: string[] = [];
  const said: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const body = files[url];
    if (body === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': body.length });
    if (!cut) return void response.end(body);
    response.write(body.subarray(0, 10));
    response.destroy();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-download-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { port } = server.address() as AddressInfo;
  const say = (line: string): void => void said.push(line);
  return { options: { folder, licenceAccepted: true, mirror: `http://127.0.0.1:${port}`, say }, asked, said };
}

const archive = Buffer.alloc(100_000, 'archive');
const path = '/routeros/7.99.1/chr-7.99.1.img.zip';

test.each([
  ['7.20.8', true],
  ['7.21beta3', true],
  ['long-term', true],
  ['chr.img', false],
  ['latest', false],
  ['7', false],
])('%s is a release: %s', (text, expected) => {
  expect(isRelease(text)).toBe(expected);
});

test('a channel is looked up, its disk fetched with its progress, and fetched once', async () => {
  const { options, asked, said } = await mirror({
    '/routeros/NEWESTa7.stable': Buffer.from('7.99.1 1736000000\n'),
    [path]: archive,
  });
  const file = await downloadImage('stable', options);
  expect(file).toBe(join(options.folder, 'chr-7.99.1.img.zip'));
  expect(said[0]).toContain('MikroTik');
  expect(said[1]).toBe('stable is RouterOS 7.99.1');
  expect(said.at(-1)).toBe('RouterOS 7.99.1: 100 % of 0.1 MB');
  expect(await downloadImage('7.99.1', { ...options, licenceAccepted: false })).toBe(file);
  expect(asked).toEqual(['/routeros/NEWESTa7.stable', path]);
});

test('nothing is asked for before the licence is accepted', async () => {
  const { options, asked } = await mirror({});
  await expect(downloadImage('7.99.1', { ...options, licenceAccepted: false })).rejects.toMatchObject({
    code: 'input/licence',
    remedy: expect.stringContaining('--accept-licence'),
  });
  expect(asked).toEqual([]);
});

test.each([
  ['a version that does not exist', '7.98', {}, { message: expect.stringContaining('404') }],
  ['a disk that others know otherwise', '7.20.8', {}, { message: expect.stringContaining('MD5') }],
  ['a download that is cut', '7.99.1', { cut: true }, {}],
])('%s is refused, and nothing of it kept', async (_, wanted, kind, error) => {
  const { options } = await mirror({ [path]: archive, '/routeros/7.20.8/chr-7.20.8.img.zip': archive }, kind);
  await expect(downloadImage(wanted, options)).rejects.toMatchObject(error);
  expect(readdirSync(options.folder)).toEqual([]);
});

test('a file that has changed since is refused', async () => {
  const { options } = await mirror({ [path]: archive });
  const file = await downloadImage('7.99.1', options);
  writeFileSync(file, 'other');
  const sum = createHash('sha256').update('other').digest('hex');
  await expect(downloadImage('7.99.1', options)).rejects.toMatchObject({ message: expect.stringContaining(sum) });
});
