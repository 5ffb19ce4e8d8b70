import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { twinOnPaper } from '../../fixtures/twin-on-paper.ts';
import type { Twin } from '../../twin.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the console shows of a line, errors included. */
async function shown(twin: Twin, text: string, signal = twin.neverAborted): Promise<string> {
  let output = '';
  const print = (part: string): void => {
    output += part;
  };
  try {
    await twin.scripts.runText({ name: 'test', text }, { user: 'admin', print, signal });
  } catch (error) {
    output += String(error instanceof Error ? error.message : error);
  }
  return output;
}

const fetchAs = (ros: string, args: string): Promise<string> => shown(twinOnPaper(ros), `/tool fetch ${args}`);

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test.each([
  ['6.49', /failure: closing connection: <404 Not Found> 127\.0\.0\.1:\d+ \(4\)$/],
  ['7.12', /failure: closing connection: <404 Not Found> 127\.0\.0\.1:\d+ \(4\)$/],
  ['7.13', /failure: Fetch failed with status 404$/],
])('RouterOS %s says of a 404: %s', async (ros, text) => {
  const peer = await serve((_, response) => response.writeHead(404).end());
  const said = await fetchAs(ros, `url="http://${peer}/x"`);
  expect(said).toMatch(/^ {2}status: failed\n/);
  expect(said).toMatch(text);
});

test.each([
  ['6.49', '<302 Found "http://192.0.2.1/y">'],
  ['7.16', 'status 302 (Location: "http://192.0.2.1/y")'],
])('RouterOS %s does not follow a redirection and says where it leads', async (ros, text) => {
  const peer = await serve((_, response) => response.writeHead(302, { location: 'http://192.0.2.1/y' }).end());
  expect(await fetchAs(ros, `url="http://${peer}/x"`)).toContain(text);
});

test('follows as many redirections as it may, and no more', async () => {
  const peer = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('there');
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  const ask = (count: number): Promise<string> =>
    fetchAs('7', `url="http://${peer}/2" output=user http-max-redirect-count=${count}`);
  expect(await ask(2)).toContain('data: there');
  expect(await ask(1)).toContain('Fetch failed with status 302');
});

test('keeps the body in a file and shows how much it was', async () => {
  const peer = await serve((_, response) => response.end('x'.repeat(1500)));
  const twin = twinOnPaper();
  const said = await shown(twin, `/tool fetch url="http://${peer}/d/list.rsc?a=1"`);
  expect(said).toBe('      status: finished\n  downloaded: 2KiB\n       total: 2KiB\n    duration: 1s\n\n');
  expect(twin.files.find('list.rsc')?.bytes).toHaveLength(1500);
  expect(twin.log.entries.map(({ message }) => message)).toContain('Download from 127.0.0.1 to list.rsc FINISHED');
});

test('gives data, status and headers to a script', async () => {
  const peer = await serve((_, response) => response.writeHead(201, { 'x-lab': 'yes' }).end('hello'));
  const fetch = `[/tool fetch url="http://${peer}/" output=user-with-headers as-value]`;
  const script = `:local r ${fetch}; :put ($r->"data"); :put ($r->"code"); :put ($r->"status"); :put ($r->"http-headers"->"x-lab")`;
  expect(await shown(twinOnPaper(), script)).toBe('hello\n201\nfinished\nyes\n');
});

test('asks for path and query as they are, by URL or by address, port, host and src-path', async () => {
  const asked: unknown[] = [];
  const peer = await serve((request, response) => {
    asked.push([request.url, request.headers.host]);
    response.end();
  });
  const port = peer.split(':')[1];
  await fetchAs('7', `url="http://${peer}/bot1/sendMessage\\?text=a%20b" output=none`);
  await fetchAs('6.49', `mode=http address=127.0.0.1 port=${port} host=web.lan src-path="/a b.txt" keep-result=no`);
  expect(asked).toEqual([
    ['/bot1/sendMessage?text=a%20b', peer],
    ['/a%20b.txt', `web.lan:${port}`],
  ]);
});

test.each([
  ['6.49', 'Mikrotik/6.x Fetch'],
  ['7.12', 'MikroTik 7'],
  ['7.16.2', 'RouterOS 7.16.2'],
])('RouterOS %s calls itself %s', async (ros, agent) => {
  let heard: string | undefined;
  const peer = await serve((request, response) => {
    heard = request.headers['user-agent'];
    response.end();
  });
  await fetchAs(ros, `url="http://${peer}/" keep-result=no`);
  expect(heard).toBe(agent);
});

test('posts data as a form, unless a header says otherwise, and packs it when told to', async () => {
  const heard: unknown[] = [];
  const peer = await serve((request, response) => {
    readAll(request).then(
      (body) => {
        const { 'content-type': type, 'content-encoding': encoding } = request.headers;
        heard.push([request.method, type, (encoding === 'gzip' ? gunzipSync(body) : body).toString()]);
        response.end();
      },
      () => response.destroy(),
    );
  });
  const post = (more: string): Promise<string> =>
    fetchAs('7', `url="http://${peer}/" output=none http-method=post ${more}`);
  await post('http-data="text=hi"');
  await post('http-data="{}" http-header-field="Content-Type: application/json"');
  await post('http-data="packed" http-content-encoding=gzip');
  const form = 'application/x-www-form-urlencoded';
  expect(heard).toEqual([
    ['POST', form, 'text=hi'],
    ['POST', 'application/json', '{}'],
    ['POST', form, 'packed'],
  ]);
});

test('reads a body that the server has packed', async () => {
  const peer = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked')),
  );
  expect(await fetchAs('7', `url="http://${peer}/" output=user`)).toContain('data: unpacked');
});

test('says who it is, openly or by digest', async () => {
  const heard: (string | undefined)[] = [];
  const peer = await serve((request, response) => {
    const { authorization } = request.headers;
    heard.push(authorization);
    const challenge = 'Digest realm="lab", nonce="n1", qop="auth", opaque="o"';
    if (authorization === undefined) response.writeHead(401, { 'www-authenticate': challenge }).end();
    else response.end();
  });
  await fetchAs('7', `url="http://${peer}/a" user=eve password=s3cret output=none`);
  await fetchAs('7', `url="http://${peer}/a" user=eve password=s3cret http-auth-scheme=digest output=none`);
  expect(heard.slice(0, 2)).toEqual([`Basic ${Buffer.from('eve:s3cret').toString('base64')}`, undefined]);
  const said = heard[2] ?? '';
  const word = (name: string): string => new RegExp(`${name}="?([^",]+)`).exec(said)?.[1] ?? '';
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const expected = md5(`${md5('eve:lab:s3cret')}:n1:00000001:${word('cnonce')}:auth:${md5('GET:/a')}`);
  expect(word('response')).toBe(expected);
});

test('says that nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(await fetchAs('7', `url="http://127.0.0.1:${port}/"`)).toContain('failure: connection refused');
  expect(await fetchAs('7', `url="ftp://127.0.0.1:${port}/x"`)).toContain('failure: connection refused');
});

test('stops when it is interrupted, and when its time is over', async () => {
  const stop = new AbortController();
  const peer = await serve(() => stop.abort());
  const silent = await serve(() => undefined);
  expect(await shown(twinOnPaper(), `/tool fetch url="http://${peer}/"`, stop.signal)).toContain('interrupted');
  expect(await fetchAs('7', `url="http://${silent}/" duration=50ms`)).toContain('failure: connection timeout');
  expect(await fetchAs('7', `url="http://${silent}/" idle-timeout=50ms`)).toContain(
    'failure: idle timeout - connecting',
  );
});

test.each([
  ['url="no url"', 'failure: invalid URL'],
  ['url=""', 'failure: invalid URL'],
  ['url="smb://127.0.0.1/x"', 'failure: invalid URL'],
  ['url="http://127.0.0.1/x" upload=yes src-path=a', 'failure: only [s]ftp modes support upload'],
  ['url="http://nowhere.example/"', 'failure: dns server failure'],
  ['url="http://192.0.2.1/"', 'this twin stands alone'],
  ['url="ftp://192.0.2.1/x"', 'this twin stands alone'],
  ['url="http://127.0.0.1/" http-method=grab', 'input does not match any value of http-method'],
])('of %s it says: %s', async (args, text) => {
  expect(await fetchAs('7', args)).toContain(text);
});

test('finds a static name without asking', async () => {
  const peer = await serve((_, response) => response.end('found'));
  const twin = twinOnPaper();
  await twin.menus.get('ip dns static').add({ name: 'web.lan', address: '127.0.0.1' });
  const port = peer.split(':')[1];
  expect(await shown(twin, `/tool fetch url="http://web.lan:${port}/" output=user`)).toContain('data: found');
});

test('takes files to FTP and SFTP servers and back, and nothing that is said there becomes an option of a program', async () => {
  const served = twinOnPaper();
  await served.menus.get('user').add({ name: 'eve', group: 'full', password: 'a"b\\ -o x' });
  const ports = await served.serveAt(() => ({ address: '127.0.0.1', port: 0 }));
  onTestFinished(async () => {
    for (const { props, id } of served.menus.get('ip service').items)
      if (props['disabled'] !== 'yes') await served.menus.get('ip service').set(id, { disabled: 'yes' });
    await served.commit();
  });
  const portOf = (name: string): number => ports.find((one) => one.service === name)?.port ?? 0;
  const twin = twinOnPaper();
  twin.files.write('backup.bin', Uint8Array.of(0, 255, 10, 13, 128));
  const account = 'user=eve password="a\\"b\\\\ -o x"';
  for (const [mode, service] of [
    ['ftp', 'ftp'],
    ['sftp', 'ssh'],
  ] as const) {
    const place = `mode=${mode} address=127.0.0.1 port=${portOf(service)} ${account}`;
    const up = await shown(twin, `/tool fetch ${place} upload=yes src-path=backup.bin dst-path="-o ${mode} file"`);
    expect(up).toContain('status: finished\n    uploaded: 1KiB\n');
    expect([...(served.files.find(`-o ${mode} file`)?.bytes ?? [])]).toEqual([0, 255, 10, 13, 128]);
    await shown(twin, `/tool fetch ${place} src-path="-o ${mode} file" dst-path=${mode}.back`);
    expect([...(twin.files.find(`${mode}.back`)?.bytes ?? [])]).toEqual([0, 255, 10, 13, 128]);
    expect(await shown(twin, `/tool fetch ${place} src-path=none dst-path=none`)).toMatch(
      /failure: .*(?:550|no such)/i,
    );
    expect(await shown(twin, `/tool fetch ${place} password=wrong src-path=none`)).toMatch(/failure: /);
  }
});
