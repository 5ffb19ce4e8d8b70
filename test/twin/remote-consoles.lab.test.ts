import { afterAll, beforeAll, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.load('/user add name=eve group=full password=s3cret\n');
});
afterAll(() => rig[Symbol.asyncDispose]());

/** Counts what reaches the attacker's port, whoever answers it. */
async function watchPort(port: number, target: string): Promise<() => Promise<number>> {
  const rule = ['-p', 'tcp', '--dport', String(port), '--syn', '-j', target];
  await rig.attacker.exec(['iptables', '-I', 'INPUT', ...rule]);
  return async () => {
    const { stdout } = await rig.attacker.exec(['iptables', '-nvxL', 'INPUT']);
    const line = stdout.split('\n').find((text) => text.includes(`dpt:${port} `));
    return Number(/^\s*(\d+)/.exec(line ?? '')?.[1]);
  };
}

/** Listens once on the attacker: says hello, hears one line, and closes. */
async function listen(port: number): Promise<{ readonly heard: Promise<string> }> {
  const argv = ['socat', `TCP-LISTEN:${port},reuseaddr`, 'SYSTEM:echo hello; head -n1 >&2'];
  const heard = rig.attacker.exec(argv, { timeoutMs: 15_000 }).then(({ stderr }) => stderr);
  await expect
    .poll(async () => (await rig.attacker.exec(['ss', '-Hltn', `sport = :${port}`])).stdout)
    .toContain(`:${port}`);
  return { heard };
}

test('a router knocks: /system telnet sends a SYN, says what came of it, and is no error for a script', async () => {
  const knocks = await watchPort(7001, 'RETURN');
  const script = `:do {/system telnet ${outside.attacker} port=7001} on-error={:put caught}; :put after`;
  expect(await rig.router.run(script)).toBe(
    `Trying ${outside.attacker}...\ntelnet: Unable to connect to remote host: Connection refused\n\nWelcome back!\nafter\n`,
  );
  expect(await knocks()).toBe(1);
});

test("a router's own rules hold for it", async () => {
  const knocks = await watchPort(7002, 'RETURN');
  await rig.load(
    '/ip firewall filter add chain=output protocol=tcp dst-port=7002 action=reject reject-with=tcp-reset\n',
  );
  expect(await rig.router.run(`/system telnet ${outside.attacker} 7002`)).toContain('Connection refused');
  expect(await knocks()).toBe(0);
  await rig.clear();
});

test('a knock that nobody answers is given up when the router says so', async () => {
  const knocks = await watchPort(7003, 'DROP');
  await rig.router.run(
    `/system script add name=knock source="/system telnet ${outside.attacker} 7003; :log info knocked"`,
  );
  await rig.router.run(':execute "/system script run knock"');
  await expect.poll(knocks).toBeGreaterThan(0);
  expect(await rig.router.run(':put [:len [/system script job find script=knock]]')).toBe('1\n');
  await rig.twin.clock.advance('2m10s');
  expect((await rig.router.log()).map(({ message }) => message)).toContain('knocked');
});

test('who sits at the console talks to the other side, and is back when it closes', { timeout: 30_000 }, async () => {
  const { heard } = await listen(7004);
  const script = `set timeout 10
spawn sshpass -p s3cret ssh -tt -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null eve@${outside.router}
expect_after timeout { exit 2 }
expect "> "
send "/system telnet ${outside.attacker} 7004\r"
expect "Escape character is '^]'."
expect "hello"
send "open sesame\r"
expect "Connection closed by foreign host."
expect "Welcome back!"
expect "eve@MikroTik] > "
send "/quit\r"
expect eof`;
  const { exitCode, stdout } = await rig.attacker.exec(['expect', '-c', script], { timeoutMs: 20_000 });
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  expect(await heard).toContain('open sesame');
});

test('ssh-exec gives the output and the exit code of a command elsewhere', async () => {
  const exec = `/system ssh-exec 127.0.0.1 user=eve password=s3cret command=":put (2+3)" as-value`;
  expect(await rig.router.run(`:local r [${exec}]; :put ($r->"exit-code"); :put ($r->"output")`)).toBe('0\n5\n\n');
  await expect(rig.router.run('/system ssh-exec 127.0.0.1 user=eve password=no command=":put 1"')).rejects.toThrow(
    'failure: authentication failure',
  );
  expect(await rig.router.run(`/system ssh ${outside.attacker}`)).toBe(
    'connectHandler: Connection refused\n\nWelcome back!\n',
  );
});
