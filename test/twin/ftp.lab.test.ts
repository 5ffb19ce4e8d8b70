import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CommandResult } from '../../src/process/command.ts';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let directory: string;
beforeAll(async () => {
  [rig, directory] = await Promise.all([startRig('6.49'), mkdtemp(join(tmpdir(), 'knocklab-ftp-'))]);
  await rig.load('/user add name=eve group=full password=s3cret\n');
});
afterEach(() => rig.clear());
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const at = (name: string): string => join(directory, name);
const run = (argv: readonly string[], input?: string): Promise<CommandResult> =>
  rig.attacker.exec(argv, { timeoutMs: 30_000, env: { HOME: directory }, ...(input === undefined ? {} : { input }) });
const lftp = (script: string): Promise<CommandResult> =>
  run([
    'lftp',
    '-e',
    `set net:max-retries 1; set net:timeout 5; ${script}; quit`,
    `ftp://eve:s3cret@${outside.router}`,
  ]);

test('ftp puts, lists and gets', async () => {
  await writeFile(at('up.txt'), 'hello\n');
  const script = `user eve s3cret\nbinary\nput ${at('up.txt')} up.txt\nls\nget up.txt ${at('down.txt')}\ndelete up.txt\nbye\n`;
  const { stdout } = await run(['ftp', '-n', '-v', outside.router], script);
  expect(stdout).toContain('FTP server (MikroTik 6.49.18) ready');
  expect(stdout).toContain('230 User eve logged in');
  expect(stdout).toMatch(/-rw-rw---- +1 root +root +6 .* up\.txt/);
  expect(await readFile(at('down.txt'), 'utf8')).toBe('hello\n');
  expect(await rig.router.run(':put [:len [/file find name="up.txt"]]')).toBe('0\n');
});

test('ftp is told of a wrong password, and so is the log', async () => {
  const { stdout } = await run(['ftp', '-n', '-v', outside.router], 'user eve wrong\nbye\n');
  expect(stdout).toContain('530 Login incorrect');
  expect((await rig.router.log()).map(({ message }) => message)).toContain(
    `login failure for user eve from ${outside.attacker} via ftp`,
  );
});

test('lftp mirrors a folder there and back', async () => {
  await run(['mkdir', '-p', at('tree/below')]);
  await writeFile(at('tree/a.txt'), 'a'.repeat(100_000));
  await writeFile(at('tree/below/b.txt'), 'b');
  expect(await lftp(`mirror -R ${at('tree')} tree; mirror tree ${at('back')}; rm -r tree`)).toMatchObject({
    exitCode: 0,
  });
  expect(await readFile(at('back/a.txt'), 'utf8')).toHaveLength(100_000);
  expect(await readFile(at('back/below/b.txt'), 'utf8')).toBe('b');
  expect(await rig.router.run(':put [:len [/file find name~"^tree"]]')).toBe('0\n');
});

test('curl uploads what runs on arrival, and reads what came of it', async () => {
  await writeFile(at('go.auto.rsc'), '/ip firewall address-list add list=guests address=192.0.2.9\n/nonsense\n');
  const url = `ftp://eve:s3cret@${outside.router}`;
  expect(await run(['curl', '-sS', '-T', at('go.auto.rsc'), `${url}/`])).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await run(['curl', '-sS', `${url}/go.auto.log`])).stdout).toMatch(/\(line 2 column \d+\)/);
});

test('passive data connections meet the router’s own firewall', async () => {
  await rig.load(`/ip firewall filter
add chain=input protocol=tcp dst-port=21 action=accept
add chain=input protocol=tcp action=drop
`);
  const url = `ftp://eve:s3cret@${outside.router}/`;
  const dropped = await run(['curl', '-sS', '--max-time', '3', '--ftp-pasv', url]);
  expect(dropped.exitCode).not.toBe(0);
  const active = await run(['curl', '-sS', '--max-time', '3', '--ftp-port', '-', url]);
  expect(active.exitCode).not.toBe(0);
  await rig.load(
    '/ip firewall filter add chain=input connection-state=established,related action=accept place-before=0\n',
  );
  expect(await run(['curl', '-sS', '--max-time', '5', '--ftp-port', '-', url])).toMatchObject({ exitCode: 0 });
});
