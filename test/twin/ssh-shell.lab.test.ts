import { afterAll, beforeAll, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('7');
  await rig.load('/user add name=eve group=full password=s3cret\n/user add name=reader group=read password=s3cret\n');
});
afterAll(async () => await rig[Symbol.asyncDispose]());

/** What OpenSSH shows on a terminal of its own while somebody types this. */
async function shell(user: string, input: string): Promise<string> {
  const trusting = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
  const argv = ['sshpass', '-p', 's3cret', 'ssh', '-tt', ...trusting, `${user}@${outside.router}`];
  const { exitCode, stdout } = await rig.attacker.exec(argv, { timeoutMs: 20_000, input });
  expect(exitCode).toBe(0);
  return stdout;
}

test('OpenSSH has a console with completion and a menu that stays', async () => {
  const shown = await shell('eve', '/system ident\t\r\nset name=typed\r\nprint\r\n/\r\nquit\r\n');
  expect(shown).toContain('[eve@MikroTik] > /system identity/');
  expect(shown).toContain('[eve@typed] /system/identity> ');
  expect(await rig.router.identity()).toBe('typed');
});

test('a group that may only read is told so', async () => {
  const shown = await shell('reader', '/ip address print count-only\r\n/system identity set name=no\r\nquit\r\n');
  expect(shown).toMatch(/\r\n2\r\n/);
  expect(shown).toContain('not enough permissions (9)');
  expect(await rig.router.identity()).toBe('typed');
});
