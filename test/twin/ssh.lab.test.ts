import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandResult } from '../../src/process/command.ts';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let directory: string;
beforeAll(async () => {
  [rig, directory] = await Promise.all([startRig('7'), mkdtemp(join(tmpdir(), 'knocklab-ssh-'))]);
  await rig.load('/user add name=eve group=full password=s3cret\n/user add name=reader group=read password=s3cret\n');
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const trusting = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
const withPassword = ['sshpass', '-p', 's3cret'];
const at = (path: string): string => join(directory, path);
const run = (argv: readonly string[], input?: string): Promise<CommandResult> =>
  rig.attacker.exec(argv, { timeoutMs: 30_000, ...(input === undefined ? {} : { input }) });
const ssh = (command: string, user = 'eve'): Promise<CommandResult> =>
  run([...withPassword, 'ssh', ...trusting, `${user}@${outside.router}`, command]);
const logged = async (): Promise<string[]> =>
  (await rig.router.log()).map(({ topics, message }) => `${topics} ${message}`);

test('OpenSSH runs a command, reads and changes', async () => {
  expect((await ssh('/ip address print count-only')).stdout).toBe('2\r\n');
  await ssh('/system identity set name=by-ssh');
  expect(await rig.router.identity()).toBe('by-ssh');
  const failed = await ssh('/ip address add address=nonsense interface=ether1');
  expect(failed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('address') });
  expect(await logged()).toEqual(
    expect.arrayContaining([
      `system,info,account user eve logged in from ${outside.attacker} via ssh`,
      `system,info,account user eve logged out from ${outside.attacker} via ssh`,
    ]),
  );
});

test('a wrong password is refused, and the log says whose', async () => {
  const { exitCode, stderr } = await run([
    'sshpass',
    '-p',
    'wrong',
    'ssh',
    ...trusting,
    `root@${outside.router}`,
    ':put 1',
  ]);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('Permission denied');
  expect(await logged()).toContain(
    `system,error,critical login failure for user root from ${outside.attacker} via ssh`,
  );
});

test('a key lets in without a password', async () => {
  await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', at('id')]);
  await run([...withPassword, 'scp', ...trusting, at('id.pub'), `eve@${outside.router}:eve.pub`]);
  await rig.router.run('/user ssh-keys import public-key-file=eve.pub user=eve');
  const byKey = ['ssh', ...trusting, '-o', 'BatchMode=yes', '-i', at('id'), `eve@${outside.router}`];
  expect((await run([...byKey, ':put [/user ssh-keys get 0 key-type]'])).stdout).toBe('ed25519\r\n');
  expect((await ssh(':put 1')).exitCode).not.toBe(0);
  await rig.router.run('/user ssh-keys remove [find]');
  expect((await run([...byKey, ':put 1'])).exitCode).not.toBe(0);
});

test.each([[[]], [['-O']]])('scp %s carries files both ways', async (options) => {
  const bytes = 'x'.repeat(200_000);
  await writeFile(at('up.txt'), bytes);
  const scp = (...paths: string[]): Promise<CommandResult> =>
    run([...withPassword, 'scp', ...options, ...trusting, ...paths]);
  expect(await scp(at('up.txt'), `eve@${outside.router}:pub/up.txt`)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await rig.router.run(':put [/file get pub/up.txt size]')).toBe('200000\n');
  expect(await scp(`eve@${outside.router}:/pub/up.txt`, at('down.txt'))).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await readFile(at('down.txt'), 'utf8')).toBe(bytes);
  const missing = await scp(`eve@${outside.router}:none`, at('none'));
  expect(missing.exitCode).not.toBe(0);
  expect(missing.stderr).toMatch(/no such file/i);
  await rig.router.run('/file remove [find name="pub/up.txt"]');
});

test('scp is not for a group without the policy ftp', async () => {
  await writeFile(at('up.txt'), 'x');
  for (const options of [[], ['-O']]) {
    const { exitCode } = await run([
      ...withPassword,
      'scp',
      ...options,
      ...trusting,
      at('up.txt'),
      `reader@${outside.router}:x`,
    ]);
    expect(exitCode).not.toBe(0);
  }
});

test('sftp uploads what runs on arrival', async () => {
  await writeFile(at('go.auto.rsc'), '/system identity set name=by-sftp\n');
  const batch = `put ${at('go.auto.rsc')}\nls -l\nget go.auto.log ${at('go.log')}\nrm go.auto.rsc\n`;
  const { exitCode, stdout, stderr } = await run(
    [...withPassword, 'sftp', ...trusting, '-o', 'BatchMode=no', '-b', '-', `eve@${outside.router}`],
    batch,
  );
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/go\.auto\.rsc/);
  expect(await readFile(at('go.log'), 'utf8')).toContain('executed successfully');
  expect(await rig.router.identity()).toBe('by-sftp');
});

test('an uploaded configuration is imported', async () => {
  await writeFile(at('conf.rsc'), '/ip firewall address-list\nadd list=guests address=192.0.2.77\n');
  await run([...withPassword, 'scp', ...trusting, at('conf.rsc'), `eve@${outside.router}:`]);
  expect((await ssh('/import conf.rsc')).stdout).toContain('Script file loaded and executed successfully');
  expect(Object.keys(await rig.entries('guests'))).toEqual(['192.0.2.77']);
});

test('the firewall is before it', async () => {
  await rig.load(
    '/ip firewall filter add chain=input protocol=tcp dst-port=22 src-address=198.51.100.66 action=drop\n',
  );
  const argv = ['ssh', ...trusting, '-o', 'ConnectTimeout=1', '-o', 'BatchMode=yes', `eve@${outside.router}`, ':put 1'];
  expect((await run(argv)).stderr).toMatch(/timed out/);
  await rig.clear();
});

test('forwards connections only when that is enabled', async () => {
  await using listener = await rig.client.start(['socat', 'TCP-LISTEN:7777,fork,reuseaddr', 'SYSTEM:echo from inside']);
  const tunnel = [...withPassword, 'ssh', ...trusting, '-W', `${inside.client}:7777`, `eve@${outside.router}`];
  expect((await run(tunnel)).exitCode).not.toBe(0);
  await rig.router.run('/ip ssh set forwarding-enabled=local');
  await expect.poll(async () => (await run(tunnel)).stdout).toBe('from inside\n');
  expect(listener.pid).toBeGreaterThan(0);
});
