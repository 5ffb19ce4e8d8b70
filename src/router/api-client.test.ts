import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KnocklabError } from '../core/errors.ts';
import { encodeSentence } from '../routeros/api/sentence.ts';
import { connectApi } from './api-client.ts';
import type { ApiConnection, ApiTarget } from './api-connection.ts';
import { RouterTrap } from './router-trap.ts';
import { type Script, type ScriptedRouter, startScriptedRouter } from './scripted-router.ts';

async function startRouter(script: Script = {}): Promise<ScriptedRouter> {
  const router = await startScriptedRouter(script);
  onTestFinished(async () => await router[Symbol.asyncDispose]());
  return router;
}

async function connectTo(at: ApiTarget['at'], options: Partial<ApiTarget> = {}): Promise<ApiConnection> {
  const connection = await connectApi({ at, user: 'admin', password: 'пароль', ...options });
  onTestFinished(async () => await connection.close());
  return connection;
}

/** A connection to a router that answers every command after login in this way. */
async function open(answer: NonNullable<Script['answer']>, options: Partial<ApiTarget> = {}) {
  const router = await startRouter({ answer });
  return { router, api: await connectTo(router, options) };
}

test('logs in with UTF-8 and reads records', async () => {
  const { router, api } = await open(({ reply }) => reply(['!re', '=.id=*1', '=comment=a=Привет'], ['!re'], ['!done']));
  expect(await api.write('/ip/address/print', ['?comment=Привет'])).toEqual([{ '.id': '*1', comment: 'a=Привет' }, {}]);
  expect(router.received[0]?.attributes.get('password')).toBe('пароль');
  expect(router.received[1]?.queries).toEqual(['?comment=Привет']);
});

test('connects to a unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-'));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  const path = join(folder, 'api.sock');
  await startRouter({ path, answer: ({ reply }) => reply(['!done', '=ret=*1']) });
  const api = await connectTo({ path });
  expect(await api.write('/ip/address/add')).toEqual([{ ret: '*1' }]);
});

test('logs in with the challenge of RouterOS before 6.43', async () => {
  const challenge = '0123456789abcdef0123456789abcdef';
  const router = await startRouter({
    login: ({ attributes, reply }) => reply(attributes.has('response') ? ['!done'] : ['!done', `=ret=${challenge}`]),
  });
  await connectTo(router, { password: 'x' });
  expect(router.received[1]?.attributes.get('response')).toMatch(/^00[0-9a-f]{32}$/);
});

test('gives no rows for !empty', async () => {
  const { api } = await open(({ reply }) => reply(['!empty'], ['!done']));
  expect(await api.write('/log/print')).toEqual([]);
  expect(await api.write('/log/print')).toEqual([]);
});

test('rejects with what a trap says', async () => {
  const { api } = await open(({ reply }) =>
    reply(['!trap', '=category=1', '=message=no such item', '=extra=x'], ['!trap', '=message=second'], ['!done']),
  );
  const trap = await api.write('/ip/address/remove', ['=.id=*9']).catch((error: unknown) => error);
  expect(trap).toBeInstanceOf(RouterTrap);
  expect(trap).toMatchObject({
    code: 'router/trap',
    message: 'no such item',
    category: 1,
    evidence: '/ip/address/remove',
  });
  expect((trap as RouterTrap).attributes.get('extra')).toBe('x');
});

test('leaves the category of a trap open when the router does', async () => {
  const { api } = await open(({ reply }) => reply(['!trap', '=message=no such command prefix'], ['!done']));
  await expect(api.write('/x/print')).rejects.toMatchObject({ category: undefined });
});

test('tells many replies apart', async () => {
  const { api } = await open(({ attributes, reply }) => reply(['!re', `=n=${attributes.get('n')}`], ['!done']));
  const numbers = Array.from({ length: 200 }, (_, number) => String(number));
  const answers = await Promise.all(numbers.map(async (n) => await api.write('/x', [`=n=${n}`])));
  expect(answers).toEqual(numbers.map((n) => [{ n }]));
});

test('reads twenty thousand rows', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => ['!re', `=.id=*${n.toString(16)}`, '=list=blocked']);
  const { api } = await open(({ reply }) => reply(...rows, ['!done']));
  expect(await api.write('/ip/firewall/address-list/print')).toHaveLength(20_000);
});

test('reads replies however TCP splits them', async () => {
  const { api } = await open(({ socket, tag }) => {
    const replies = [
      ['!re', `.tag=${tag}`, '=comment=Привет'],
      ['!done', `.tag=${tag}`],
    ];
    const bytes = Buffer.concat(replies.map(encodeSentence));
    for (const byte of bytes) socket.write(Buffer.of(byte));
  });
  expect(await api.write('/x')).toEqual([{ comment: 'Привет' }]);
});

/** How a command ends when the router does this with it. */
test.each<[string, NonNullable<Script['answer']>, object]>([
  ['closes', ({ socket }) => socket.end(), { code: 'router/closed' }],
  ['resets', ({ socket }) => socket.resetAndDestroy(), { message: expect.stringContaining('ECONNRESET') }],
  [
    'ends the session',
    ({ socket }) => socket.write(encodeSentence(['!fatal', 'session terminated'])),
    { code: 'router/fatal', message: expect.stringContaining('session terminated') },
  ],
  ['sends garbage', ({ socket }) => socket.write(Buffer.from('ffff', 'hex')), { code: 'router/garbled' }],
])('rejects pending and later commands when the router %s', async (_, answer, error) => {
  const { api } = await open((command) => command.name === '/end' && answer(command));
  const pending = [api.write('/silent'), api.write('/end')];
  for (const command of pending) await expect(command).rejects.toMatchObject(error);
  await expect(api.write('/later')).rejects.toMatchObject(error);
  expect(await api.ended).toMatchObject(error);
});

test('gives up on one command alone and cancels it', async () => {
  const { router, api } = await open(({ name, reply }) => name === '/quick' && reply(['!done']));
  await expect(api.write('/slow', [], { timeoutMs: 1 })).rejects.toMatchObject({
    code: 'router/timeout',
    message: '/slow: no answer within 1 ms.',
  });
  const slow = await router.got('/slow');
  const cancel = await router.got('/cancel');
  expect(cancel.attributes.get('tag')).toBe(slow.tag);
  // Late replies to a tag that nobody waits for.
  slow.reply(['!re', '=late=yes'], ['!trap', '=message=interrupted'], ['!done']);
  cancel.reply(['!done']);
  expect(await api.write('/quick')).toEqual([]);
});

test('cancels a command whose signal is aborted', async () => {
  const { router, api } = await open(() => undefined);
  const controller = new AbortController();
  const command = api.write('/ping', [], { signal: controller.signal });
  await router.got('/ping');
  controller.abort(new Error('the step is over'));
  await expect(command).rejects.toThrow('the step is over');
  await router.got('/cancel');
});

test.each<[string, Script['login'], object]>([
  [
    'refuses the password',
    ({ reply }) => reply(['!trap', '=message=invalid user name or password (6)'], ['!done']),
    { code: 'router/login', message: expect.stringMatching(/"admin".*(?:password|username)/) },
  ],
  [
    'gives another reason',
    ({ reply }) => reply(['!trap', '=message=user is busy'], ['!done']),
    { message: expect.stringContaining('user is busy') },
  ],
  ['closes', ({ socket }) => socket.end(), { code: 'router/closed' }],
  ['resets', ({ socket }) => socket.resetAndDestroy(), { code: 'router/unreachable' }],
  ['is fatal', ({ socket }) => socket.write(encodeSentence(['!fatal', 'too many'])), { code: 'router/fatal' }],
  ['says nothing', () => undefined, { code: 'router/timeout' }],
])('rejects the connection when the login %s', async (_, login, error) => {
  const router = await startRouter({ login });
  await expect(connectTo(router, { timeoutMs: 300 })).rejects.toMatchObject(error);
});

test('says which address refused the connection', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const failure = await connectTo({ host: '127.0.0.1', port }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'router/unreachable' });
  expect(String(failure)).toMatch(`127.0.0.1:${port}: connect ECONNREFUSED`);
});

test('lets somebody who knows more explain the loss', async () => {
  const explainLoss = async (cause: KnocklabError) => new KnocklabError('router/dead', `It died: ${cause.code}`);
  const { api } = await open(({ socket }) => socket.end(), { explainLoss });
  await expect(api.write('/x')).rejects.toMatchObject({ code: 'router/dead', message: 'It died: router/closed' });
  await expect(api.write('/y')).rejects.toMatchObject({ code: 'router/dead' });
});

test('rejects pending commands when we close', async () => {
  const { router, api } = await open(() => undefined, {
    explainLoss: async () => new KnocklabError('router/dead', ''),
  });
  const command = api.write('/x');
  await router.got('/x');
  await Promise.all([expect(command).rejects.toMatchObject({ code: 'router/closed' }), api.close()]);
  expect(await api.ended).toBeUndefined();
});

test('sends nothing while nothing is asked', async () => {
  const { router, api } = await open(({ name, reply }) => name === '/end' && reply(['!done']));
  const slow = api.write('/slow').catch(() => undefined);
  await api.write('/end');
  expect(router.received.map(({ name }) => name)).toEqual(['/login', '/slow', '/end']);
  await api.close();
  await slow;
});
