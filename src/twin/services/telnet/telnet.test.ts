import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { twinOnPaper } from '../../fixtures/twin-on-paper.ts';
import type { Twin } from '../../twin.ts';
import { startTelnetService } from '../telnet-service.ts';

const signal = new AbortController().signal;

interface Caller {
  readonly twin: Twin;
  readonly socket: Socket;
  readonly text: () => string;
  type(text: string): void;
  until(ending: string): Promise<string>;
  readonly closed: Promise<unknown>;
}

async function call(setup = ''): Promise<Caller> {
  const twin = twinOnPaper('6.49');
  await twin.scripts.runText({ name: 'test', text: setup }, { user: 'admin', signal, print: () => undefined });
  const { port, close } = await startTelnetService({
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
  const socket = connect({ host: '127.0.0.1', port });
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  return {
    twin,
    socket,
    text: () => received,
    type: (text) => void socket.write(Buffer.from(text, 'latin1')),
    until: async (ending) => {
      await expect.poll(() => received).toContain(ending);
      return received;
    },
    closed,
  };
}

const negotiation = Buffer.from('fffd18fffd20fffd23fffd27', 'hex').toString('latin1');
const answers = Buffer.from('fffc18fffc20fffb23fffa2300787878fff0fffc27', 'hex').toString('latin1');
const echo = Buffer.from('fffb01fffb03fffd1f', 'hex').toString('latin1');
const logged = ({ twin }: Caller): string[] => twin.log.entries.map(({ message }) => message);

test('negotiates, prompts and refuses', async () => {
  const caller = await call();
  await caller.until(negotiation);
  caller.type(answers);
  await caller.until(`${echo}\r\nMikroTik v6.49.18 (stable)\r\nLogin: `);
  for (const typed of ['adx', '\x7fmin', '\r', '\0']) caller.type(typed);
  await caller.until('adx\b \bmin\r\nPassword: ');
  caller.type('secret\r\n');
  await caller.until('Password: \r\nLogin failed, incorrect username or password\r\n\r\nLogin: ');
  expect(logged(caller)).toEqual(['login failure for user admin from 127.0.0.1 via telnet']);
});

test('opens the console, and what was typed ahead is not lost', async () => {
  const caller = await call('/user set admin password=right');
  caller.type('admin+ct200w\r\nright\r\n:put (6*7)\r\n');
  await caller.until('\r\n42\r\n');
  expect(caller.text()).not.toContain('right');
  expect(caller.twin.accounts.active).toMatchObject([{ user: 'admin', via: 'telnet' }]);
  caller.type('quit\r\n');
  await caller.closed;
  await expect.poll(() => logged(caller).at(-1)).toBe('user admin logged out from 127.0.0.1 via telnet');
});

test('greets a client that does not negotiate when it types', async () => {
  const caller = await call();
  await caller.until(negotiation);
  caller.type('\r\n');
  expect(await caller.until('Login: \r\nLogin: ')).toContain('MikroTik v6.49.18');
});

test('hangs up on a client that keeps guessing', async () => {
  const caller = await call();
  caller.type('root\r\nx\r\n'.repeat(50));
  await caller.closed;
  expect(logged(caller)).toHaveLength(10);
});

test('refuses what it does not know, once, and says that it is there', async () => {
  const caller = await call();
  caller.type('\xff\xfd\x05\xff\xfb\x22'.repeat(1000));
  caller.type('\xff\xf6');
  const text = await caller.until('[yes]');
  expect(text.split('\xff\xfc\x05')).toHaveLength(2);
  expect(text.split('\xff\xfe\x22')).toHaveLength(2);
});

test('a session that somebody ends is over', async () => {
  const caller = await call();
  caller.type('admin\r\n\r\n');
  await caller.until('] > ');
  caller.twin.accounts.active[0]?.end?.();
  await caller.closed;
});
