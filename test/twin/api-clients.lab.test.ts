import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../src/lab/host.ts';
import { inside, outside, type Rig, startRig } from './rig.ts';

/** Foreign clients on the hosts of a lab, against the router's own addresses: nothing of ours is between them. */
let rig: Rig;

beforeAll(async () => {
  rig = await startRig('7');
  await rig.load(`/ip service set api-ssl disabled=no
/user add name=auditor group=read password=look
/certificate add name=gw common-name=gw.example subject-alt-name=IP:${inside.router} key-size=prime256v1 key-usage=tls-server
/certificate sign gw
/ip service set www-ssl certificate=gw disabled=no
/ip service set api-ssl certificate=gw
`);
}, 60_000);

afterAll(async () => await rig[Symbol.asyncDispose]());

/** What a program prints, errors included. */
async function output(host: Host, argv: readonly string[], input?: string): Promise<string> {
  const { stdout, stderr } = await host.exec(argv, {
    timeoutMs: 60_000,
    ...(input === undefined ? {} : { input }),
  });
  return `${stdout}${stderr}`;
}

const python = (host: Host, text: string): Promise<string> => output(host, ['/usr/bin/python3', '-c', text]);

test('librouteros logs in, reads, changes and fails', async () => {
  const printed = await python(
    rig.client,
    `
from librouteros import connect
from librouteros.query import Key
from librouteros.exceptions import TrapError
api = connect(host='${inside.router}', username='admin', password='')
lists = api.path('ip', 'firewall', 'address-list')
number = lists.add(list='bad', address='203.0.113.9', comment='from python')
print('added', number)
address, listed = Key('address'), Key('list')
print([row for row in lists.select(address, listed).where(listed == 'bad')])
lists.update(**{'.id': number, 'disabled': True})
print([row['disabled'] for row in lists if row['.id'] == number])
lists.remove(number)
print(len(list(lists)))
try:
    lists.add(list='bad', foo='x')
except TrapError as error:
    print('trap', error.message)
try:
    connect(host='${inside.router}', username='admin', password='wrong')
except TrapError as error:
    print('trap', error.message)
print(list(api('/system/identity/print')))
`,
  );
  expect(printed).toMatch(/^added \*[0-9A-F]+\n/);
  expect(printed).toContain("{'address': '203.0.113.9', 'list': 'bad'}");
  expect(printed).toContain('[True]\n0\n');
  expect(printed).toContain('trap unknown parameter foo\n');
  expect(printed).toContain('trap invalid user name or password (6)');
  expect(printed).toContain("[{'name': 'MikroTik'}]");
  const messages = (await rig.router.log()).map(({ message }) => message);
  expect(messages).toContain(`user admin logged in from ${inside.client} via api`);
  expect(messages).toContain(`login failure for user admin from ${inside.client} via api`);
});

test('librouteros speaks TLS and is held to its group', async () => {
  const printed = await python(
    rig.client,
    `
import ssl
from librouteros import connect
from librouteros.exceptions import TrapError
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
api = connect(host='${inside.router}', username='auditor', password='look', port=8729, ssl_wrapper=context.wrap_socket)
print([row['name'] for row in api.path('interface', 'list')][:1] != None)
try:
    tuple(api('/system/identity/set', name='x'))
except TrapError as error:
    print('trap', error.message)
`,
  );
  expect(printed).toBe('True\ntrap not enough permissions (9)\n');
});

const curl = (host: Host, ...args: string[]): Promise<string> =>
  output(host, ['curl', '-sS', '--max-time', '20', ...args]);

test.each([
  ['http', []],
  ['https', ['-k']],
])('curl works with REST over %s', async (scheme, options) => {
  const base = `${scheme}://${inside.router}/rest`;
  const ask = (path: string, ...args: string[]): Promise<string> =>
    curl(rig.client, ...options, '-u', 'admin:', ...args, `${base}${path}`);
  const json = ['-H', 'content-type: application/json'];
  const added = JSON.parse(
    await ask('/ip/firewall/address-list', '-X', 'PUT', ...json, '-d', '{"list":"bad","address":"203.0.113.7"}'),
  );
  expect(added).toMatchObject({ list: 'bad', address: '203.0.113.7' });
  const path = `/ip/firewall/address-list/${added['.id']}`;
  expect(JSON.parse(await ask(path, '-X', 'PATCH', ...json, '-d', '{"comment":"x"}'))).toMatchObject({ comment: 'x' });
  expect(await rig.entries('bad')).toHaveProperty(['203.0.113.7']);
  expect(await ask(path, '-X', 'DELETE', '-w', '%{http_code}')).toBe('204');
  expect(await ask('/nowhere')).toBe(
    '{"detail":"no such command or directory (nowhere)","error":400,"message":"Bad Request"}',
  );
  expect(await curl(rig.client, ...options, '-u', 'admin:wrong', `${base}/system/identity`)).toBe(
    '{"error":401,"message":"Unauthorized"}',
  );
});

test('curl verifies the certificate that the router has signed', async () => {
  await rig.load('/certificate export-certificate gw file-name=gw\n');
  const [pem = ''] = await rig.router.run(':put [/file get gw.crt contents]').then((text) => [String(text)]);
  const file = '/run/knocklab/gw.pem';
  await output(rig.client, ['sh', '-c', `cat > ${file}`], pem);
  const url = `https://${inside.router}/rest/system/identity`;
  expect(await curl(rig.client, '--cacert', file, '-u', 'admin:', url)).toBe('{"name":"MikroTik"}');
  expect(await curl(rig.client, '-u', 'admin:', url).catch(String)).toMatch(/self-signed|SSL certificate problem/);
});

test('a service keeps strangers out by their address, after the handshake', async () => {
  await rig.load(`/ip service set www address=192.0.2.0/24,::1\n`);
  expect(await rig.stateOf(80)).toBe('open');
  expect(await curl(rig.attacker, `http://${outside.router}/`).catch(String)).toMatch(/reset|Empty reply/i);
  expect(await curl(rig.client, `http://${inside.router}/`)).toContain('RouterOS router configuration page');
  const messages = (await rig.router.log()).map(({ message }) => message);
  expect(messages).toContain(`denied www connect from ${outside.attacker}`);
});

test('bare node-routeros logs in, reads, changes, listens and fails', async () => {
  const script = `
const { RouterOSAPI } = require(process.argv[1]);
const open = (password) => new RouterOSAPI({ host: '${inside.router}', user: 'admin', password, timeout: 20 });
(async () => {
  const api = await open('').connect();
  const list = '/ip/firewall/address-list';
  const heard = new Promise((resolve) => {
    const stream = api.stream([list + '/listen', '=.proplist=address'], (error, row) => {
      if (row?.address === '203.0.113.8') stream.close().then(() => resolve(row.address));
    });
  });
  await api.write('/system/identity/print');
  const [{ ret }] = await api.write(list + '/add', ['=list=bad', '=address=203.0.113.8']);
  console.log('heard', await heard);
  console.log('read', JSON.stringify(await api.write(list + '/print', ['?list=bad', '=.proplist=address'])));
  await api.write(list + '/remove', ['=.id=' + ret]);
  console.log('left', JSON.stringify(await api.write(list + '/print', ['?list=bad'])));
  console.log('trap', await api.write('/no/such/print').catch((error) => error.message));
  await api.close();
  console.log('refused', await open('wrong').connect().catch((error) => error.errno));
})();`;
  const library = createRequire(import.meta.url).resolve('node-routeros');
  const printed = await output(rig.client, [process.execPath, '-e', script, library]);
  expect(printed).toBe(`heard 203.0.113.8
read [{"address":"203.0.113.8"}]
left []
trap no such command prefix
refused CANTLOGIN
`);
});

test('services answer on IPv6 as well', async () => {
  expect(await curl(rig.lab.router, '-g', 'http://[::1]/rest/system/identity', '-u', 'admin:')).toBe(
    '{"name":"MikroTik"}',
  );
  const messages = (await rig.router.log()).map(({ message }) => message);
  expect(messages).toContain('user admin logged in from ::1 via rest-api');
});
