import { once } from 'node:events';
import type { ClientChannel, ConnectConfig, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import { expect, onTestFinished, test } from 'vitest';
import { twinOnPaper } from '../../fixtures/twin-on-paper.ts';
import type { Twin } from '../../twin.ts';
import { startSshService } from '../ssh-service.ts';

const signal = new AbortController().signal;

async function start(setup = '', ros = '7'): Promise<{ twin: Twin; port: number }> {
  const twin = twinOnPaper(ros);
  await twin.scripts.runText({ name: 'test', text: setup }, { user: 'admin', signal, print: () => undefined });
  const { port, close } = await startSshService({
    twin,
    address: '127.0.0.1',
    port: 0,
    identity: () => twin.identity,
    version: twin.version,
    allow: () => true,
    onDenied: () => undefined,
    onLoginFailure: () => undefined,
  });
  onTestFinished(close);
  return { twin, port };
}

async function connect(port: number, options: ConnectConfig = {}): Promise<ssh2.Client> {
  const client = new ssh2.Client();
  onTestFinished(() => void client.end());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.once('connect', () => client.setNoDelay(true));
  client.once('ready', resolve).on('error', reject);
  client.connect({
    host: '127.0.0.1',
    port,
    username: 'admin',
    ...(options.privateKey === undefined ? { password: '' } : {}),
    ...options,
  });
  await promise;
  return client;
}

async function exec(client: ssh2.Client, command: string): Promise<{ text: string; status: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>();
  client.exec(command, (error, stream) => (error === undefined ? resolve(stream) : reject(error)));
  const stream = await promise;
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const [status] = await once(stream, 'close');
  return { text, status: Number(status) };
}

async function sftpOf(client: ssh2.Client): Promise<SFTPWrapper> {
  const { promise, resolve, reject } = Promise.withResolvers<SFTPWrapper>();
  client.sftp((error, sftp) => (error === undefined ? resolve(sftp) : reject(error)));
  return await promise;
}

const logged = (twin: Twin): string[] => twin.log.entries.map(({ message }) => message);

test('runs a line, ends lines with CR LF, and 0 is the status of failure too', async () => {
  const { twin, port } = await start();
  const client = await connect(port);
  expect(await exec(client, ':put 1; :put 2')).toEqual({ text: '1\r\n2\r\n', status: 0 });
  expect(await exec(client, '/no such')).toEqual({
    text: expect.stringMatching(/\(line 1 column \d\)\r\n$/),
    status: 0,
  });
  expect((await exec(client, '/user active print count-only')).text).toBe('1\r\n');
  client.end();
  await expect
    .poll(() => logged(twin))
    .toEqual(['user admin logged in from 127.0.0.1 via ssh', 'user admin logged out from 127.0.0.1 via ssh']);
});

test('a wrong password is refused and logged', async () => {
  const { twin, port } = await start('/user set admin password=right');
  await expect(connect(port, { password: 'wrong' })).rejects.toThrow('All configured authentication methods failed');
  expect(logged(twin)).toEqual(['login failure for user admin from 127.0.0.1 via ssh']);
});

test('says it is ROSSSH', async () => {
  const { port } = await start();
  const client = new ssh2.Client();
  onTestFinished(() => void client.end());
  client.on('error', () => undefined);
  const debug: string[] = [];
  client.connect({ host: '127.0.0.1', port, username: 'admin', password: '', debug: (line) => debug.push(line) });
  await once(client, 'ready');
  expect(debug.join('\n')).toContain('ROSSSH');
});

test.each([
  ['rsa', '7', 2048],
  ['ed25519', '7', undefined],
  ['rsa', '6.49', 2048],
] as const)('lets a user in by an imported key: %s on %s', async (_type, ros, bits) => {
  const { twin, port } = await start('/user add name=eve group=full password=x', ros);
  const settings = bits === undefined ? (['ed25519', {}] as const) : (['rsa', { bits }] as const);
  const pair =
    settings[0] === 'rsa'
      ? ssh2.utils.generateKeyPairSync('rsa', settings[1])
      : ssh2.utils.generateKeyPairSync('ed25519');
  twin.files.write('eve.pub', Buffer.from(`${pair.public} eve@desk\n`));
  const run = (text: string): Promise<unknown> =>
    twin.scripts.runText({ name: 'test', text }, { user: 'admin', signal, print: () => undefined });
  await run('/user ssh-keys import public-key-file=eve.pub user=eve');
  expect(twin.files.find('eve.pub')).toBeUndefined();
  const client = await connect(port, { username: 'eve', privateKey: pair.private });
  expect((await exec(client, ':put [/user ssh-keys get 0 bits]')).text).toBe(`${bits ?? 256}\r\n`);
  // Who has a key has no use of a password any more, until it is said.
  await expect(connect(port, { username: 'eve', password: 'x' })).rejects.toThrow('authentication methods failed');
  await run('/ip ssh set always-allow-password-login=yes');
  await connect(port, { username: 'eve', password: 'x' });
  const other = ssh2.utils.generateKeyPairSync('ed25519');
  await expect(connect(port, { username: 'eve', privateKey: other.private })).rejects.toThrow(
    'authentication methods failed',
  );
});

test('keeps its host key until another is wanted', async () => {
  const { twin, port } = await start();
  const hostKey = async (): Promise<string> => {
    let seen = '';
    await connect(port, {
      hostVerifier: (key: Buffer) => {
        seen = key.toString('base64');
        return true;
      },
    });
    return seen;
  };
  const first = await hostKey();
  expect(await hostKey()).toBe(first);
  await twin.menus.get('ip ssh').set('*0', { 'host-key-type': 'ed25519' });
  expect(Buffer.from(await hostKey(), 'base64').toString('latin1')).toContain('ssh-ed25519');
  await twin.menus.get('ip ssh').set('*0', { 'host-key-type': 'rsa' });
  expect(await hostKey()).toBe(first);
  twin.hostKeys.forget();
  expect(await hostKey()).not.toBe(first);
});

test('sftp writes, reads, lists, renames and removes', async () => {
  const { twin, port } = await start();
  const sftp = await sftpOf(await connect(port));
  const call = <T = void>(
    act: (done: (error: Error | null | undefined, value?: T) => void) => void,
  ): Promise<T | undefined> =>
    new Promise((resolve, reject) => act((error, value) => (error ? reject(error) : resolve(value))));
  const big = Buffer.alloc(300_000, 'abc');
  await call((done) => sftp.writeFile('/flash.bin', big, (error) => done(error ?? undefined)));
  expect(Buffer.from(twin.files.read('flash.bin')).equals(big)).toBe(true);
  expect((await call<Buffer>((done) => sftp.readFile('flash.bin', done)))?.equals(big)).toBe(true);
  await call((done) => sftp.mkdir('keep', done));
  await call((done) => sftp.rename('flash.bin', 'keep/x', done));
  const names = await call<{ filename: string }[]>((done) => sftp.readdir('keep', done));
  expect(names?.map(({ filename }) => filename)).toEqual(['x']);
  await expect(call((done) => sftp.rmdir('keep', done))).rejects.toThrow();
  await call((done) => sftp.unlink('keep/x', done));
  await call((done) => sftp.rmdir('keep', done));
  await expect(call<Buffer>((done) => sftp.readFile('keep/x', done))).rejects.toThrow(/no such file/i);
  await expect(call<Buffer>((done) => sftp.open('none/x', 'w', done))).rejects.toThrow(/no such file/i);
});

test('sftp runs what is to be run on arrival', async () => {
  const { twin, port } = await start();
  const sftp = await sftpOf(await connect(port));
  await new Promise<void>((resolve, reject) =>
    sftp.writeFile('go.auto.rsc', '/system identity set name=arrived\n', (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  await expect.poll(() => twin.identity).toBe('arrived');
  await expect.poll(() => twin.files.find('go.auto.log')).toBeDefined();
  expect(Buffer.from(twin.files.read('go.auto.log')).toString()).toContain('executed successfully');
});

test('sftp needs the policy ftp', async () => {
  const { port } = await start('/user add name=eve group=read');
  const client = await connect(port, { username: 'eve' });
  await expect(sftpOf(client)).rejects.toThrow();
});

test('serves a shell', async () => {
  const { port } = await start();
  const client = await connect(port);
  const stream = await new Promise<ClientChannel>((resolve, reject) =>
    client.shell({ cols: 100, rows: 30, term: 'vt100' }, (error, shell) =>
      error === undefined ? resolve(shell) : reject(error),
    ),
  );
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await expect.poll(() => text).toContain('[admin@MikroTik] > ');
  stream.write(':put (6*7)\r');
  await expect.poll(() => text).toMatch(/\r\n42\r\n/);
  stream.write('quit\r');
  await once(stream, 'close');
});

test('two hundred clients at once', { timeout: 60_000 }, async () => {
  const { twin, port } = await start('/ip ssh set host-key-type=ed25519');
  const clients = await Promise.all(Array.from({ length: 200 }, async () => await connect(port)));
  expect(twin.accounts.active).toHaveLength(200);
  const answers = await Promise.all(clients.map(async (client, number) => (await exec(client, `:put ${number}`)).text));
  expect(answers).toEqual(clients.map((_, number) => `${number}\r\n`));
});

test('sends away who guesses', async () => {
  const { twin, port } = await start('/user set admin password=right');
  const client = new ssh2.Client();
  onTestFinished(() => void client.end());
  client.on('error', () => undefined);
  client.connect({
    host: '127.0.0.1',
    port,
    username: 'admin',
    authHandler: (_left, _partial, next) => next({ type: 'password', username: 'admin', password: 'wrong' }),
  });
  await once(client, 'close');
  expect(logged(twin)).toHaveLength(6);
});

test('strong crypto leaves out what is weak', async () => {
  const { port } = await start('/ip ssh set strong-crypto=yes');
  await expect(connect(port, { algorithms: { cipher: ['aes128-cbc'] } })).rejects.toThrow('no matching');
  await expect(connect(port, { algorithms: { hmac: ['hmac-sha1'] } })).rejects.toThrow('no matching');
  await connect(port);
  const { port: usual } = await start();
  await connect(usual, { algorithms: { cipher: ['aes128-cbc'], hmac: ['hmac-sha1'] } });
});

test('a command whose output nobody reads comes to its end', { timeout: 30_000 }, async () => {
  const { twin, port } = await start(':global rounds 0');
  const client = await connect(port);
  const long = 'x'.repeat(30_000);
  const command = `:global rounds; :while (true) do={ :set rounds ($rounds + 1); :put "${long}" }`;
  const { promise, resolve } = Promise.withResolvers<ClientChannel>();
  client.exec(command, (_error, stream) => resolve(stream));
  (await promise).pause();
  const rounds = (): string => twin.scripts.globals().find(({ name }) => name === 'rounds')?.value ?? '';
  let before = '';
  await expect
    .poll(
      () => {
        const isOver = before === rounds() && rounds() !== '0';
        before = rounds();
        return isOver;
      },
      { timeout: 25_000, interval: 300 },
    )
    .toBe(true);
  expect(Number(rounds())).toBeLessThan(10_000);
});
