import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runOrThrow } from '../../../process/run-command.ts';
import { twinOnPaper } from '../../fixtures/twin-on-paper.ts';
import type { Twin } from '../../twin.ts';
import { startFtpService } from '../ftp-service.ts';

const signal = new AbortController().signal;

async function start(setup = '', address = '127.0.0.1'): Promise<{ twin: Twin; port: number; url: string }> {
  const twin = twinOnPaper('6.49');
  await twin.scripts.runText({ name: 'test', text: setup }, { user: 'admin', signal, print: () => undefined });
  const { port, close } = await startFtpService({
    twin,
    address,
    port: 0,
    identity: () => twin.identity,
    version: twin.version,
    allow: () => true,
    onDenied: () => undefined,
    onLoginFailure: () => undefined,
  });
  onTestFinished(close);
  return { twin, port, url: `ftp://admin:@${address === '::1' ? '[::1]' : '127.0.0.1'}:${port}` };
}

interface Talk {
  /** Sends a line and gives the reply; of several lines, the last. */
  readonly ask: (line: string) => Promise<string>;
  readonly greeting: string;
  readonly closed: Promise<unknown>;
}

async function talk(port: number): Promise<Talk> {
  const socket = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void socket.destroy());
  const lines: string[] = [];
  let rest = '';
  let wake = (): void => undefined;
  socket.setEncoding('latin1').on('data', (text: string) => {
    const parts = (rest + text).split('\r\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const reply = async (): Promise<string> => {
    for (;;) {
      const line = lines.shift();
      if (line !== undefined && /^\d{3} /.test(line)) return line;
      if (line === undefined) await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const greeting = await reply();
  const ask = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`);
    return await reply();
  };
  return { ask, greeting, closed };
}

test('greets, names its system, lets in whom the router knows', async () => {
  const { twin, port } = await start('/user set admin password=right; /system identity set name=gw-1');
  const { ask, greeting, closed } = await talk(port);
  expect(greeting).toBe('220 gw-1 FTP server (MikroTik 6.49.18) ready');
  expect(await ask('syst')).toBe('215 UNIX MikroTik 6.49.18');
  expect(await ask('RETR x')).toBe('530 Please login with USER and PASS');
  expect(await ask('USER admin')).toBe('331 Password required for admin');
  expect(await ask('PASS wrong')).toBe('530 Login incorrect');
  expect(await ask('USER admin')).toBe('331 Password required for admin');
  expect(await ask('PASS right')).toBe('230 User admin logged in');
  expect(await ask('FLY')).toBe("500 'FLY': command not understood");
  expect(twin.accounts.active.map(({ via }) => via)).toEqual(['ftp']);
  expect(await ask('QUIT')).toBe('221 Closing');
  await closed;
  await expect
    .poll(() => twin.log.entries.map(({ message }) => message))
    .toEqual([
      'login failure for user admin from 127.0.0.1 via ftp',
      'user admin logged in from 127.0.0.1 via ftp',
      'user admin logged out from 127.0.0.1 via ftp',
    ]);
});

test('a group without the policy ftp is refused', async () => {
  const { port } = await start('/user add name=eve group=write');
  const { ask } = await talk(port);
  await ask('USER eve');
  expect(await ask('PASS ')).toBe('530 Login incorrect');
});

test('hangs up on a client that keeps guessing', async () => {
  const { port } = await start('/user set admin password=right');
  const { ask, closed } = await talk(port);
  for (let tries = 1; tries < 5; tries += 1) expect(await ask('PASS x')).toBe('530 Login incorrect');
  expect(await ask('PASS x')).toBe('421 Login incorrect');
  await closed;
});

test.each([
  ['127.0.0.1', []],
  ['127.0.0.1', ['--disable-epsv']],
  ['127.0.0.1', ['--ftp-port', '-']],
  ['::1', []],
  ['::1', ['--ftp-port', '-']],
  ['::', []],
  ['::', ['--disable-epsv']],
  ['::', ['--ftp-port', '-', '--disable-eprt']],
])('listening at %s: curl %s uploads, lists and fetches', async (address, options) => {
  const { twin, url } = await start('', address);
  twin.files.write('big.bin', Buffer.alloc(3_000_000, 'abc'));
  const curl = (...args: string[]) => runOrThrow(['curl', '--silent', '--show-error', ...options, ...args]);
  await curl('--upload-file', new URL(import.meta.url).pathname, `${url}/pub/test.ts`);
  expect((await curl(`${url}/pub/test.ts`)).stdout).toContain('keeps guessing');
  expect((await curl('--list-only', `${url}/pub/`)).stdout).toBe('test.ts\n');
  expect((await curl(`${url}/`)).stdout).toMatch(/^-rw-rw---- +1 root +root +3000000 .* big\.bin\r?$/m);
  expect((await curl(`${url}/big.bin`)).stdout).toHaveLength(3_000_000);
  expect((await curl('--range', '2999997-', `${url}/big.bin`)).stdout).toBe('abc');
  await curl('--quote', 'RNFR big.bin', '--quote', 'RNTO pub/small', '--quote', 'DELE pub/test.ts', `${url}/`);
  expect(twin.files.below('pub').map(({ path }) => path)).toEqual(['pub/small']);
  await expect(curl(`${url}/none`)).rejects.toThrow();
});

test('runs x.auto.rsc on arrival and writes x.auto.log', async () => {
  const { twin, url } = await start();
  const upload = async (text: string): Promise<void> => {
    await runOrThrow(['curl', '--silent', '--upload-file', '-', `${url}/go.auto.rsc`], { input: text });
  };
  await upload('/system identity set name=arrived\n');
  expect(twin.identity).toBe('arrived');
  expect(Buffer.from(twin.files.read('go.auto.log')).toString()).toContain('loaded and executed successfully');
  await upload('/system identity set nonsense=x\n');
  expect(Buffer.from(twin.files.read('go.auto.log')).toString()).toMatch(/\(line 1 column \d+\)\n$/);
});

test('is no way to reach others', async () => {
  const { port } = await start();
  const { ask } = await talk(port);
  await ask('USER admin');
  await ask('PASS ');
  expect(await ask('PORT 192,0,2,1,4,1')).toBe('500 Illegal PORT command');
  expect(await ask('PORT 127,0,0,1,0,22')).toBe('500 Illegal PORT command');
  expect(await ask('EPRT |1|192.0.2.1|1025|')).toBe('500 Illegal EPRT command');
  expect(await ask('PORT 1,2')).toBe('500 Illegal PORT command');
});

test.each([
  ['CWD none', '550 none: no such file or directory'],
  ['CWD pub/../skins', '250 CWD command successful'],
  ['MKD pub', '550 pub: file already exists'],
  ['MKD a/b', '550 a/b: no such file or directory'],
  ['XMKD new', '257 "/new" directory created'],
  ['RMD none', '550 none: no such file or directory'],
  ['RMD pub', '250 RMD command successful'],
  ['DELE pub', '550 pub: is a directory'],
  ['SIZE none', '550 none: no such file or directory'],
  ['RNTO x', '503 Bad sequence of commands'],
  ['RETR ../../etc/passwd', '550 ../../etc/passwd: no such file or directory'],
  ['PWD', '257 "/" is current directory'],
  ['TYPE I', '200 Type set to BINARY'],
  ['LIST', '425 Can not build data connection'],
])('answers %s: %s', async (line, reply) => {
  const { port } = await start();
  const { ask } = await talk(port);
  await ask('USER admin');
  await ask('PASS ');
  expect(await ask(line)).toBe(reply);
});
