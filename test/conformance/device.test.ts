import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { cases } from '../../src/conformance/cases.ts';
import { openDevice } from '../../src/conformance/open-device.ts';
import { runCases } from '../../src/conformance/run-cases.ts';
import { connectApi } from '../../src/router/api-client.ts';
import { connectDevice } from '../../src/router/drivers/device/connect-device.ts';
import { takeExport } from '../../src/router/drivers/device/device-export.ts';
import { Router } from '../../src/router/router.ts';
import { createProject, type Project } from '../knocklab.ts';
import { expectShown } from '../shown.ts';

// The device is a twin that serves its API on the loopback: nothing leaves this machine.

const program = fileURLToPath(new URL('../../bin/knocklab.js', import.meta.url));
const login = { user: 'admin', password: '' };

/** Somebody's router, with a configuration of its own; gives the port of its API. */
async function startDevice(ros: '6.49' | '7', configuration = '', service = 'api'): Promise<number> {
  const project = projectOf();
  const file = project.write(
    'own.rsc',
    `/ip firewall filter add chain=input action=drop comment="mine, not theirs"\n${configuration}`,
  );
  const twin = spawn(process.execPath, [program, 'twin', '--ros', ros, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void twin.kill());
  for await (const line of createInterface({ input: twin.stdout })) {
    const [, name, port] = /^ {2}(\S+) +127\.0\.0\.1:(\d+)/.exec(line) ?? [];
    if (name === service) return Number(port);
  }
  throw new Error('the twin ended');
}

function projectOf(): Project {
  const project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
  return project;
}

async function logIn(port: number): Promise<Router> {
  const device = await connectDevice({ host: '127.0.0.1', port, ...login });
  onTestFinished(async () => await device[Symbol.asyncDispose]());
  return device.router;
}

/** By API-SSL, whoever it is. */
async function logInAnyhow(port: number): Promise<Router> {
  const api = await connectApi({ at: { host: '127.0.0.1', port }, ...login, tls: { rejectUnauthorized: false } });
  onTestFinished(async () => await api[Symbol.asyncDispose]());
  return new Router(api);
}

/** knocklab with the device's login in its environment. */
function knocklab(project: Project, ...argv: string[]): ChildProcess {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    KNOCKLAB_DEVICE_USER: login.user,
    KNOCKLAB_DEVICE_PASSWORD: login.password,
  };
  return spawn(process.execPath, [program, ...argv], { cwd: project.folder, env, stdio: 'pipe' });
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin?.end();
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

const withoutHead = (text: string): string => text.replaceAll(/^#.*\n/gm, '');

test.each(['6.49', '7'] as const)('a device as RouterOS %s is asked, and is afterwards what it was', async (ros) => {
  const port = await startDevice(ros);
  const project = projectOf();
  const router = await logIn(port);
  const before = await takeExport(router);
  const asked = ['conformance', '--router', 'device', '--address', `127.0.0.1:${port}`, '--yes', '--out', 'found'];
  const { code, out, err } = await endOf(knocklab(project, ...asked));
  expect(err).toBe('');
  expect(out.match(/^(DIFFERS|ERROR) .*/gm)).toBeNull();
  expect(code).toBe(0);
  expect(out).toMatch(/^menus +1\d\d same, \d+ skipped$/m);
  expect(out).toContain('is as it was: its export is the same');
  expect(withoutHead(await takeExport(router))).toBe(withoutHead(before));
  const saved = readdirSync(join(project.folder, 'found')).find((name) => name.startsWith('export-')) ?? '';
  expect(withoutHead(readFileSync(join(project.folder, 'found', saved), 'utf8'))).toBe(withoutHead(before));
});

test('what differs from the release that it is held to is shown, saved, and the exit code', async () => {
  const port = await startDevice('6.49');
  const project = projectOf();
  const asked = [
    'conformance',
    'menus',
    '--router',
    'device',
    '--address',
    `127.0.0.1:${port}`,
    '--yes',
    '--ros',
    '7',
    '--out',
    '.',
  ];
  const { code, out } = await endOf(knocklab(project, ...asked));
  expect(code).toBe(1);
  expectShown(import.meta, 'conformance', out);
  const record = JSON.parse(readFileSync(join(project.folder, 'conformance.json'), 'utf8'));
  expect(record.router).toMatchObject({ kind: 'device', version: expect.stringMatching(/^6\.49/) });
  expect(record.cases).toContainEqual(expect.objectContaining({ id: 'menus/unknown-parameter', verdict: 'differs' }));
  expect(readFileSync(join(project.folder, 'conformance.md'), 'utf8')).toContain('### `menus/unknown-parameter`');
});

test('nobody is asked whom nobody has named, or without an agreement', async () => {
  const port = await startDevice('7');
  const project = projectOf();
  const router = await logIn(port);
  const log = async (): Promise<number> => (await router.log('logged in')).length;
  const before = await log();
  const device = ['conformance', 'menus', '--router', 'device'];
  const refusals = [
    [device, '"--router device" needs "--address"'],
    [[...device, '--address', `127.0.0.1:${port}`], 'Nobody is there to agree to it.'],
    [[...device, '--address', 'http://127.0.0.1', '--yes'], '"http://127.0.0.1" is no address of a router.'],
    [['conformance', '--address', '127.0.0.1', '--yes'], '"--address" needs "--router device".'],
    [['device', 'restore', 'none.rsc', '--address', '127.0.0.1', '--yes'], '"none.rsc" cannot be read.'],
  ] as const;
  for (const [argv, message] of refusals) {
    const { code, err } = await endOf(knocklab(project, ...argv));
    expect(err).toContain(message);
    expect(code).toBe(2);
  }
  const { exitCode, stderr } = await project.knocklab(...device, '--address', `127.0.0.1:${port}`, '--yes');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('KNOCKLAB_DEVICE_USER')]);
  expect(await log()).toBe(before);
});

test('goes by API-SSL to whoever has a certificate of the named authority, and to nobody else', async () => {
  const authority = (
    name: string,
  ): string => `/certificate add name=${name} common-name=${name} key-usage=key-cert-sign,crl-sign
/certificate sign ${name}
/certificate export-certificate ${name}
`;
  const own = `${authority('ours')}${authority('theirs')}/certificate add name=router common-name=router
/certificate sign router ca=ours
/ip service set api-ssl certificate=router
`;
  const port = await startDevice('7', own, 'api-ssl');
  const project = projectOf();
  const router = await logInAnyhow(port);
  for (const name of ['ours', 'theirs']) {
    const [file] = await router.print('/file', { query: { name: `cert_export_${name}.crt` } });
    project.write(`${name}.pem`, file?.contents ?? '');
  }
  const asked = ['conformance', 'logs', '--router', 'device', '--address', `127.0.0.1:${port}`, '--yes', '--ca'];
  expect(await endOf(knocklab(project, ...asked, 'ours.pem'))).toMatchObject({ code: 0, err: '' });
  expect(await endOf(knocklab(project, ...asked, 'theirs.pem'))).toMatchObject({ code: 3, out: '' });
  expect(await endOf(knocklab(project, ...asked, 'none.pem'))).toMatchObject({ code: 2 });
});

test.each([
  ['yes\n', 0],
  ['y\n', 2],
  ['\x03', 2],
  ['\x04', 2],
] as const)('on a terminal the word yes is typed: %j ends with %i', async (typed, code) => {
  const port = await startDevice('7');
  const project = projectOf();
  const line = `${process.execPath} ${program} conformance logs --router device --address 127.0.0.1:${port}`;
  const env = { ...process.env, KNOCKLAB_DEVICE_USER: login.user, KNOCKLAB_DEVICE_PASSWORD: login.password };
  const terminal = spawn('script', ['-qec', line, '/dev/null'], { cwd: project.folder, env, stdio: 'pipe' });
  let shown = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    const before = shown.includes('Type yes: ');
    shown += chunk.toString();
    if (!before && shown.includes('Type yes: ')) terminal.stdin.write(typed);
  });
  expect(await new Promise((resolve) => terminal.once('close', resolve))).toBe(code);
  expect(shown).toContain(code === 0 ? 'is as it was' : 'That was not agreed to.');
});

test('a failure in the middle leaves nothing', async () => {
  const port = await startDevice('7');
  const router = await logIn(port);
  const started = await connectDevice({ host: '127.0.0.1', port, ...login });
  onTestFinished(async () => await started[Symbol.asyncDispose]());
  const before = withoutHead(await takeExport(router));
  const session = await openDevice(started, join(projectOf().folder, 'before.rsc'));
  const [first] = cases.filter(({ id }) => id === 'menus/move');
  if (first === undefined) throw new Error('no such case');
  const faulty = {
    ...first,
    ask: async () => {
      await router.add('/ip/firewall/filter', { chain: 'knocklab', comment: 'left' });
      await router.add('/system/script', { name: 'kl-left' });
      throw new TypeError('a bug of the suite');
    },
  };
  await expect(runCases(session, [first, faulty])).rejects.toThrow('a bug of the suite');
  expect(withoutHead(await takeExport(router))).not.toBe(before);
  await session.restore();
  expect(withoutHead(await takeExport(router))).toBe(before);
  // What it cannot take away it says.
  await router.set('/system/identity', undefined, { name: 'renamed' });
  await expect(session.restore()).rejects.toMatchObject({
    code: 'device/changed',
    evidence: expect.stringContaining('+ /system identity set name=renamed'),
    remedy: expect.stringContaining('before.rsc'),
  });
});

test('after SIGKILL the file that was named puts it back', async () => {
  const port = await startDevice('7');
  const project = projectOf();
  const router = await logIn(port);
  const before = withoutHead(await takeExport(router));
  // The first item that is to be taken away never is: its sentence does not come through.
  let asker: ChildProcess | undefined;
  const proxy = createServer((client) => {
    const device = connect(port, '127.0.0.1');
    client.on('data', (bytes) =>
      bytes.includes('/ip/firewall/filter/remove') ? asker?.kill('SIGKILL') : device.write(bytes),
    );
    device.on('data', (bytes) => client.write(bytes));
    for (const socket of [client, device]) socket.on('error', () => undefined).on('close', () => device.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const place = proxy.address();
  const address = `127.0.0.1:${typeof place === 'object' ? place?.port : 0}`;
  asker = knocklab(
    project,
    'conformance',
    'menus',
    '--router',
    'device',
    '--address',
    address,
    '--yes',
    '--out',
    'found',
  );
  const { code, out } = await endOf(asker);
  expect(code).toBeNull();
  expect(withoutHead(await takeExport(router))).not.toBe(before);
  const [, file = ''] = /knocklab device restore (\S+) --address /.exec(out) ?? [];

  const again = await endOf(
    knocklab(project, 'conformance', 'menus', '--router', 'device', '--address', `127.0.0.1:${port}`, '--yes'),
  );
  expect([again.code, again.err]).toEqual([3, expect.stringContaining('has items that bear the marks of the suite')]);

  const restore = ['device', 'restore', file, '--address', `127.0.0.1:${port}`, '--yes'];
  const restored = await endOf(knocklab(project, ...restore));
  expect(restored).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^removed {3}[1-9]\d* of the suite's items\n.* is as the export has it\n$/),
  });
  expectShown(import.meta, 'device restore', restored.out);
  expect(withoutHead(await takeExport(router))).toBe(before);

  await router.set('/system/identity', undefined, { name: 'renamed' });
  expect(await endOf(knocklab(project, ...restore))).toMatchObject({
    code: 1,
    out: expect.stringContaining('still differs from the export:\n  + /system identity set name=renamed\n'),
  });
  writeFileSync(join(project.folder, 'other.rsc'), 'anything');
  const wrong = await endOf(
    knocklab(project, 'device', 'restore', 'other.rsc', '--address', `127.0.0.1:${port}`, '--yes'),
  );
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('is no export of RouterOS') });
});
