import { expect, test } from 'vitest';
import { type ServedTwin, servedTwin } from '../../fixtures/served-twin.ts';
import { RestServer } from './rest-server.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Client extends ServedTwin {
  readonly url: string;
  readonly ask: (method: string, path: string, body?: unknown, user?: string) => Promise<Answer>;
}

const basic = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`;

async function restClient(ros = '7', configuration = ''): Promise<Client> {
  const served = await servedTwin(ros, configuration);
  const url = `http://127.0.0.1:${await served.portOf('www')}`;
  return {
    ...served,
    url,
    ask: async (method, path, body, user = 'admin:') => {
      const response = await fetch(`${url}/rest${path}`, {
        method,
        headers: { authorization: basic(user), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? '' : JSON.parse(text) };
    },
  };
}

const lists = '/ip/firewall/address-list';

test('adds, reads, changes and removes an item', async () => {
  const { ask } = await restClient();
  const added = await ask('PUT', lists, { list: 'bad', address: '192.0.2.1', disabled: true });
  expect(added).toMatchObject({ status: 201, body: { list: 'bad', address: '192.0.2.1', disabled: 'true' } });
  const id = (added.body as Record<string, string>)['.id'] ?? '';
  expect(await ask('GET', `${lists}/${id}`)).toEqual({ status: 200, body: added.body });
  expect(await ask('PATCH', `${lists}/${id}`, { comment: 'x', disabled: 'no' })).toMatchObject({
    status: 200,
    body: { '.id': id, comment: 'x', disabled: 'false' },
  });
  expect((await ask('PATCH', `${lists}/${id}`, { comment: null })).body).not.toHaveProperty('comment');
  expect(await ask('DELETE', `${lists}/${id}`)).toEqual({ status: 204, body: '' });
  expect(await ask('GET', lists)).toEqual({ status: 200, body: [] });
  expect(await ask('GET', `${lists}/${id}`)).toEqual({ status: 404, body: { error: 404, message: 'Not Found' } });
});

test('finds by name, by equality and by a query', async () => {
  const { ask } = await restClient();
  expect(await ask('GET', '/interface/ether2?.proplist=name')).toEqual({
    status: 200,
    body: { '.id': expect.stringMatching(/^\*/), name: 'ether2' },
  });
  expect(await ask('GET', '/interface?name=ether2&type=ether&.proplist=name')).toMatchObject({
    body: [{ name: 'ether2' }],
  });
  const given = { '.query': ['name=ether1', 'name=ether3', '#|'], '.proplist': ['name'] };
  expect(await ask('POST', '/interface/print', given)).toMatchObject({
    body: [{ name: 'ether1' }, { name: 'ether3' }],
  });
  expect(await ask('GET', '/system/identity')).toEqual({ status: 200, body: { name: 'MikroTik' } });
});

test('runs commands', async () => {
  const { ask, logged } = await restClient();
  expect(await ask('POST', '/system/identity/set', { name: 'gw' })).toEqual({ status: 200, body: [] });
  expect((await ask('GET', '/system/identity')).body).toEqual({ name: 'gw' });
  expect(await ask('POST', '/execute', { script: ':put 1', 'as-string': '' })).toMatchObject({
    status: 200,
    body: { ret: '1\r\n' },
  });
  expect(await ask('POST', '/log/info', { message: 'hello' })).toEqual({ status: 200, body: [] });
  expect(logged()).toContain('script,info hello');
});

test.each([
  ['GET', '/nonexistent', undefined, 400, 'no such command or directory (nonexistent)'],
  ['GET', '/ip/nonexistent/print', undefined, 400, 'no such command or directory (nonexistent)'],
  ['GET', '/log/info', undefined, 400, 'no such command'],
  ['POST', '/ip/address', {}, 400, 'no such command'],
  ['PUT', '/system/identity', { name: 'x' }, 406, 'no such command or directory (add)'],
  ['DELETE', '/ip/service/www', undefined, 406, 'no such command or directory (remove)'],
  ['PATCH', '/ip/address', {}, 400, 'missing or invalid resource identifier'],
  ['PUT', '/ip/address', { foo: '1' }, 400, 'unknown parameter foo'],
  [
    'PUT',
    '/ip/address',
    { address: '192.0.2.1/24', interface: 'x' },
    400,
    'input does not match any value of interface',
  ],
  ['POST', '/ip/address/print', { interface: 'ether1' }, 400, 'unknown parameter interface'],
  ['POST', '/system/identity/listen', {}, 400, 'unknown parameter follow-only'],
  ['PATCH', '/ip/service/www', { disabled: 0 }, 400, 'input does not match any value of disabled'],
  ['PUT', '/ip/address', '{"address"', 400, 'invalid JSON'],
])('%s %s %j fails with %i %s', async (method, path, body, status, detail) => {
  const { ask } = await restClient();
  const answer = await ask(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ error: status, detail: expect.stringContaining(detail) });
});

test('answers 401 to a wrong password and logs it', async () => {
  const { ask, logged, url } = await restClient();
  expect(await ask('GET', '/system/identity', undefined, 'admin:wrong')).toEqual({
    status: 401,
    body: { error: 401, message: 'Unauthorized' },
  });
  expect((await fetch(`${url}/rest/system/identity`)).status).toBe(401);
  expect(logged()).toContain('system,error,critical login failure for user admin from 127.0.0.1 via rest-api');
});

test('keeps one session a user and address, until the password changes', async () => {
  const { ask, run } = await restClient();
  for (let times = 0; times < 3; times += 1) await ask('GET', '/system/identity');
  expect((await ask('GET', '/user/active')).body).toMatchObject([{ name: 'admin', via: 'rest-api' }]);
  await run('/user set admin password=new');
  expect((await ask('GET', '/system/identity')).status).toBe(401);
  expect((await ask('GET', '/system/identity', undefined, 'admin:new')).status).toBe(200);
});

test('lets a user do what its group grants', async () => {
  const { ask } = await restClient('7', '/user add name=eve password=pw group=read');
  expect((await ask('GET', '/system/identity', undefined, 'eve:pw')).status).toBe(200);
  expect(await ask('POST', '/system/identity/set', { name: 'x' }, 'eve:pw')).toMatchObject({
    status: 400,
    body: { detail: 'not enough permissions (9)' },
  });
});

test('closes a command that does not end', async () => {
  const { twin } = await servedTwin();
  const rest = new RestServer(twin, { longest: 20 });
  const request = { method: 'POST', url: '/rest/log/listen', address: '192.0.2.1', signal: twin.neverAborted };
  const headers = { authorization: basic('admin:') };
  expect(await rest.answer({ ...request, headers, body: Buffer.alloc(0) })).toMatchObject({
    status: '400 Bad Request',
    body: '{"detail":"Session closed","error":400,"message":"Bad Request"}',
  });
});

test('refuses large bodies, foreign types and verbs that it does not know', async () => {
  const { url, ask } = await restClient();
  const headers = { authorization: basic('admin:') };
  expect((await ask('POST', '/execute', { script: 'x'.repeat(200_000) })).status).toBe(413);
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fetch(`${url}/rest/ip/address`, { method: 'PUT', headers: form, body: 'a=b' })).status).toBe(415);
  expect((await fetch(`${url}/rest/ip/address`, { method: 'HEAD', headers })).status).toBe(501);
});

test('has headers like RouterOS and no REST on 6', async () => {
  const { url } = await restClient('6.49');
  const response = await fetch(`${url}/rest/system/identity`, { headers: { authorization: basic('admin:') } });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('<title>Error 404: Not Found</title>');
  expect([...response.headers.keys()]).toEqual([
    'cache-control',
    'connection',
    'content-length',
    'content-type',
    'date',
    'expires',
    'x-frame-options',
  ]);
  expect(await (await fetch(`${url}/`)).text()).toContain('<title>RouterOS router configuration page</title>');
  expect(await (await fetch(`${url}/webfig/`)).text()).toContain('RouterOS v6.49.18');
});
