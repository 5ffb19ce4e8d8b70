import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandResult } from '../../src/process/command.ts';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let directory: string;
beforeAll(async () => {
  [rig, directory] = await Promise.all([startRig('6.49'), mkdtemp(join(tmpdir(), 'knocklab-telnet-'))]);
  await rig.load('/user add name=eve group=full password=s3cret\n');
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const rancidPath = `/usr/lib/rancid/bin:${process.env['PATH'] ?? ''}`;
/** rancid's `sshcmd` is one word. */
const trusting = `#!/bin/sh
exec ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@"
`;

/** rancid's own file of passwords. */
async function cloginrc(method: string, password = 's3cret'): Promise<string> {
  const path = join(directory, '.cloginrc');
  const lines = [
    'add user * {eve}',
    `add password * {${password}}`,
    `add method * {${method}}`,
    `add sshcmd * {${join(directory, 'trusting-ssh')}}`,
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o600);
  await writeFile(join(directory, 'trusting-ssh'), trusting, { mode: 0o755 });
  return path;
}

const run = (argv: readonly string[]): Promise<CommandResult> =>
  rig.attacker.exec(argv, { timeoutMs: 60_000, env: { HOME: directory, PATH: rancidPath, TERM: 'vt100' } });

/** Talks to a program on a terminal of its own, as somebody at a keyboard does. */
async function expectScript(name: string, script: string): Promise<CommandResult> {
  const path = join(directory, name);
  await writeFile(path, script);
  return await run(['expect', '-f', path]);
}

test('telnet logs in, reads and changes', { timeout: 60_000 }, async () => {
  const { exitCode, stdout } = await expectScript(
    'login.exp',
    `set timeout 5
spawn telnet -K ${outside.router}
expect_after timeout { exit 2 }
expect "Login: " { send "eve+ct120w\\r" }
expect "Password: " { send "wrong\\r" }
expect "Login failed, incorrect username or password"
expect "Login: " { send "eve+ct120w\\r" }
expect "Password: " { send "s3cret\\r" }
expect "\\] > " { send ":put (6*7)\\r" }
expect "\\n42" 
expect "\\] > " { send "/system identity set name=by-telnet\\r" }
expect "by-telnet\\] > " { send "quit\\r" }
expect eof
`,
  );
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  expect(stdout).toContain('MikroTik v6.49.18');
  expect(stdout).not.toContain('s3cret');
  expect(await rig.router.identity()).toBe('by-telnet');
  expect((await rig.router.log()).map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      `login failure for user eve from ${outside.attacker} via telnet`,
      `user eve logged in from ${outside.attacker} via telnet`,
      `user eve logged out from ${outside.attacker} via telnet`,
    ]),
  );
});

test.each(['ssh', 'telnet'])('mtlogin runs commands over %s', { timeout: 90_000 }, async (method) => {
  const file = await cloginrc(method);
  const { exitCode, stdout } = await run([
    'mtlogin',
    '-f',
    file,
    '-c',
    ':put (6*7);:put [/ip address get 0 interface]',
    outside.router,
  ]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  expect(stdout).toMatch(/^42\r?$/m);
  expect(stdout).toMatch(/^ether1\r?$/m);
});

test('mtlogin fails with a wrong password', { timeout: 90_000 }, async () => {
  const file = await cloginrc('ssh', 'wrong');
  const { exitCode } = await run(['mtlogin', '-t', '5', '-f', file, '-c', ':put 1', outside.router]);
  expect(exitCode).not.toBe(0);
});

test('rancid collects the configuration', { timeout: 90_000 }, async () => {
  await cloginrc('ssh');
  const { stdout, stderr } = await run(['sh', '-c', `cd ${directory} && rancid -t mikrotik ${outside.router}`]);
  const collected = await readFile(join(directory, `${outside.router}.new`), 'utf8').catch(() => `${stdout}${stderr}`);
  expect(collected).toContain('!RANCID-CONTENT-TYPE: mikrotik');
  expect(collected).toMatch(/^\/ip address\n/m);
  expect(collected).toContain(`add address=${outside.router}/24 interface=ether1`);
});
