import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTelegram, type TelegramClient } from './client.ts';
import { startTelegramMock, type TelegramMock } from './telegram-mock.ts';

const token = '123456789:AAEhBP0av28oz5xOIkv-4_ZUxWvnPsAsy8E';
const group = '-1001234567890';

let directory: string;
let mock: TelegramMock;
let telegram: TelegramClient;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'knocklab-telegram-'));
  const at = (name: string): string => join(directory, name);
  const options = { address: '127.0.0.1', port: 0, control: at('sock'), ca: at('ca.pem'), log: at('log.jsonl') };
  mock = await startTelegramMock(options);
  telegram = connectTelegram(options.control);
});

beforeEach(async () => {
  await telegram.behave({});
  await telegram.declare({ token, name: 'Router', chats: [{ id: group, title: 'NOC' }, 4242, '@alerts'] });
});

afterAll(async () => {
  await mock[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

/** A call as a bot library makes it: TLS verified against the lab's CA under the real name. */
async function call(
  path: string,
  { body, contentType }: { body?: Buffer | string; contentType?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request({
    host: '127.0.0.1',
    port: mock.port,
    servername: 'api.telegram.org',
    ca: readFileSync(join(directory, 'ca.pem')),
    agent: false,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  });
  sent.on('error', reject);
  sent.on('response', (response) => {
    text(response).then((json) => {
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(json), headers: response.headers });
    }, reject);
  });
  sent.end(body);
  return promise;
}

async function send(parameters: Record<string, string>): Promise<Answer> {
  return call(`/bot${token}/sendMessage?${new URLSearchParams(parameters).toString()}`);
}

/** The record of the call just made. */
async function lastCall(): Promise<unknown> {
  return (await telegram.calls()).at(-1);
}

const json = JSON.stringify({ chat_id: Number(group), text: 'Атака' });
const form = new URLSearchParams({ chat_id: group, text: 'Атака' }).toString();
const multipart = ['chat_id', group, 'text', 'Атака']
  .map((part, at) => (at % 2 === 0 ? `--b\r\nContent-Disposition: form-data; name="${part}"\r\n\r\n` : `${part}\r\n`))
  .join('')
  .concat('--b--\r\n');

test.each([
  ['the query', `?${form}`, {}],
  ['the query unencoded', `?chat_id=${group}&text=${Buffer.from('Атака').toString('latin1')}`, {}],
  ['a form', '', { body: form, contentType: 'application/x-www-form-urlencoded' }],
  ['JSON', '', { body: json, contentType: 'application/json' }],
  ['multipart', '', { body: multipart, contentType: 'multipart/form-data; boundary=b' }],
  [
    'query and form together',
    `?chat_id=${group}`,
    {
      body: 'text=%D0%90%D1%82%D0%B0%D0%BA%D0%B0',
      contentType: 'application/x-www-form-urlencoded',
    },
  ],
])('sends a message given in %s', async (_, query, options) => {
  const { status, body } = await call(`/bot${token}/sendMessage${query}`, options);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ok: true,
    result: {
      message_id: 1,
      from: { id: 123456789, is_bot: true, first_name: 'Router', username: 'Router_bot' },
      chat: { id: Number(group), type: 'supergroup', title: 'NOC' },
      date: expect.any(Number),
      text: 'Атака',
    },
  });
  expect(await lastCall()).toMatchObject({
    method: 'sendMessage',
    httpMethod: 'body' in options ? 'POST' : 'GET',
    bot: '123456789:***',
    chat: group,
    text: 'Атака',
    httpStatus: 200,
    declared: true,
    from: '127.0.0.1',
  });
});

test.each([
  ['SENDMESSAGE', `/bot${token}/SENDMESSAGE?${form}`],
  ['an encoded colon', `/bot${token.replace(':', '%3A')}/sendMessage?${form}`],
])('accepts %s', async (_, path) => {
  expect((await call(path)).status).toBe(200);
});

const refusals: [what: string, path: string, status: number, description: string, declared: boolean][] = [
  ['an unknown token', '/bot987654321:AAEhBP0av28oz5xOIkv/getMe', 401, 'Unauthorized', false],
  ['what is no token', '/botabc/getMe', 404, 'Not Found', false],
  ['an empty token', '/bot/getMe', 404, 'Not Found', false],
  ['another path', '/robots.txt', 404, 'Not Found', false],
  ['an unknown method', `/bot${token}/sendmesage?${form}`, 404, 'Not Found', false],
  ['a property of every object', `/bot${token}/constructor`, 404, 'Not Found', false],
  ['no method', `/bot${token}/`, 404, 'Not Found', false],
  ['an unknown chat', `/bot${token}/sendMessage?chat_id=-1&text=a`, 400, 'Bad Request: chat not found', false],
  ['no chat', `/bot${token}/sendMessage?text=a`, 400, 'Bad Request: chat_id is empty', true],
  ['no text', `/bot${token}/sendMessage?chat_id=${group}`, 400, 'Bad Request: message text is empty', true],
  ['an empty text', `/bot${token}/sendMessage?chat_id=-1&text=`, 400, 'Bad Request: message text is empty', false],
  [
    'only blanks',
    `/bot${token}/sendMessage?chat_id=${group}&text=%20`,
    400,
    'Bad Request: text must be non-empty',
    true,
  ],
  [
    'bytes that are no UTF-8',
    `/bot${token}/sendMessage?chat_id=${group}&text=%C0`,
    400,
    'Bad Request: strings must be encoded in UTF-8',
    true,
  ],
  [
    'an unclosed entity',
    `/bot${token}/sendMessage?chat_id=${group}&parse_mode=Markdown&text=%D0%90_1`,
    400,
    "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 2",
    true,
  ],
  [
    'an unknown parse mode',
    `/bot${token}/sendMessage?chat_id=${group}&parse_mode=rtf&text=a`,
    400,
    'Bad Request: unsupported parse_mode',
    true,
  ],
];

test.each(refusals)('refuses %s', async (_, path, status, description, declared) => {
  const { status: answered, body } = await call(path);
  expect(answered).toBe(status);
  expect(body).toEqual({ ok: false, error_code: status, description });
  expect(await lastCall()).toMatchObject({ httpStatus: status, description, declared });
});

test('takes 4096 characters, however many bytes they have, and not one more', async () => {
  expect((await send({ chat_id: group, text: '😀'.repeat(4096) })).status).toBe(200);
  const { body } = await send({ chat_id: group, text: 'Я'.repeat(4097) });
  expect(body).toMatchObject({ error_code: 400, description: 'Bad Request: message is too long' });
});

test('accepts a legacy Markdown text with closed and escaped entities', async () => {
  expect((await send({ chat_id: group, text: '*a* ether\\_1 `x_y`', parse_mode: 'markdown' })).status).toBe(200);
});

test.each([
  ['getMe', '', { id: 123456789, is_bot: true, first_name: 'Router' }],
  ['getChat', `?chat_id=${group}`, { id: Number(group), type: 'supergroup', title: 'NOC' }],
  ['getChat', '?chat_id=4242', { id: 4242, type: 'private' }],
  ['getChat', '?chat_id=@alerts', { type: 'channel', username: 'alerts' }],
  ['getWebhookInfo', '', { url: '' }],
])('answers %s%s', async (method, query, result) => {
  expect((await call(`/bot${token}/${method}${query}`)).body).toMatchObject({ ok: true, result });
});

test('gives what people write until the offset passes it', async () => {
  await telegram.say({ token, chat: group, text: '/status' });
  await telegram.say({ token, chat: group, text: '/open', from: 'Mallory' });
  const updates = async (query = ''): Promise<unknown> => (await call(`/bot${token}/getUpdates${query}`)).body.result;
  expect(await updates()).toMatchObject([
    { update_id: 1, message: { text: '/status', chat: { id: Number(group) } } },
    { update_id: 2, message: { text: '/open', from: { first_name: 'Mallory', is_bot: false } } },
  ]);
  expect(await updates('?limit=1')).toHaveLength(1);
  expect(await updates('?offset=-1')).toMatchObject([{ update_id: 2 }]);
  expect(await updates('?offset=3')).toEqual([]);
});

test('refuses getUpdates while a webhook is set', async () => {
  expect((await call(`/bot${token}/setWebhook?url=http://192.0.2.1`)).body).toMatchObject({ error_code: 400 });
  expect((await call(`/bot${token}/setWebhook?url=https://192.0.2.1`)).body).toMatchObject({
    description: 'Webhook was set',
  });
  expect((await call(`/bot${token}/getUpdates`)).status).toBe(409);
  expect((await call(`/bot${token}/deleteWebhook`)).body).toMatchObject({ description: 'Webhook was deleted' });
  expect((await call(`/bot${token}/getUpdates`)).status).toBe(200);
});

test('answers 429 with the time to wait where flood control was asked for', async () => {
  await telegram.declare({ token, name: 'Router', chats: [group], flood: true });
  const answers: Answer[] = [];
  for (let n = 0; n < 8; n++) answers.push(await send({ chat_id: group, text: `${n}` }));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  });
  expect(refused?.headers['retry-after']).toBe('1');
});

test('knows no flood by default', async () => {
  for (let n = 0; n < 25; n++) expect((await send({ chat_id: group, text: `${n}` })).status).toBe(200);
});

test('keeps calls in order and gives those after the n-th', async () => {
  const before = (await telegram.calls()).length;
  for (const text of ['a', 'b', 'c']) await send({ chat_id: group, text });
  const later = await telegram.calls(before + 1);
  expect(later.map(({ n, text }) => [n, text])).toEqual([
    [before + 2, 'b'],
    [before + 3, 'c'],
  ]);
});

test('lets no token out, whoever says it', async () => {
  await send({ chat_id: group, text: `my token is ${token}`, reply_markup: `{"u":"/bot${token}/x"}` });
  await call(`/bot${token}/getMe/${token}`);
  await call(`/bot${token.replace(':', '%3A')}x/getMe`);
  const everything = JSON.stringify(await telegram.calls()) + readFileSync(join(directory, 'log.jsonl'), 'utf8');
  expect(everything).toContain('123456789:***');
  expect(everything).not.toContain(token.slice(12));
});

test('writes each call to its log', async () => {
  await send({ chat_id: group, text: 'logged' });
  const lines = readFileSync(join(directory, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(await telegram.calls());
});

test('shows an injected fault for as many calls as asked', async () => {
  await telegram.behave({ status: 500, times: 1 });
  expect(await send({ chat_id: group, text: 'a' })).toMatchObject({
    status: 500,
    body: { ok: false, error_code: 500, description: 'Internal Server Error' },
  });
  expect(await lastCall()).toMatchObject({ httpStatus: 500, declared: true });
  expect((await send({ chat_id: group, text: 'a' })).status).toBe(200);
});

test('drops connections when told to, and records that', async () => {
  await telegram.behave({ drop: true });
  await expect(send({ chat_id: group, text: 'lost' })).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(await lastCall()).toMatchObject({ text: 'lost', httpStatus: 0 });
});

test('delivers a message without an answer when told to, so many times', async () => {
  await telegram.behave({ unanswered: true, times: 1 });
  await expect(send({ chat_id: group, text: 'heard' })).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(await lastCall()).toMatchObject({ text: 'heard', httpStatus: 200 });
  expect((await send({ chat_id: group, text: 'again' })).status).toBe(200);
});

test('records a request that is no HTTP', async () => {
  const socket = connect({
    host: '127.0.0.1',
    port: mock.port,
    servername: 'api.telegram.org',
    rejectUnauthorized: false,
  });
  socket.write(`GET /bot${token}/sendMessage?chat_id=1&text=Action Drop HTTP/1.1\r\nHost: api.telegram.org\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
  expect(await lastCall()).toMatchObject({ httpStatus: 400, declared: false, from: '127.0.0.1' });
});

test('is not trusted without its CA', async () => {
  const socket = connect({ host: '127.0.0.1', port: mock.port, servername: 'api.telegram.org' });
  await expect(text(socket)).rejects.toThrow(/unable to verify|self-signed/);
});

test('says so when the mock refuses or is not there', async () => {
  const unknown = { token: '1:x', chat: 1, text: 'a' };
  await expect(telegram.say(unknown)).rejects.toMatchObject({ code: 'lab/telegram-refused' });
  await expect(connectTelegram(join(directory, 'none')).calls()).rejects.toMatchObject({
    code: 'lab/telegram-unreachable',
  });
});
