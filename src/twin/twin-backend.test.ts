import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { servedTwin } from './fixtures/served-twin.ts';
import { Menu } from './menu/menu.ts';
import { RawClient } from './services/raw-client.ts';

const blocklist = '/ip/firewall/address-list';

test('adds, reads, changes, unsets and removes an item', async () => {
  const client = await (await servedTwin()).api();
  client.send(`${blocklist}/add`, '=list=bad', '=address=192.0.2.1', '=comment=x');
  const [done] = await client.take(1);
  const id = /^=ret=(\*[0-9A-F]+)$/.exec(done?.[1] ?? '')?.[1] ?? '';
  client.send(`${blocklist}/print`, `?.id=${id}`, '=.proplist=address,comment,disabled');
  expect(await client.take(2)).toEqual([['!re', '=address=192.0.2.1', '=comment=x', '=disabled=false'], ['!done']]);
  client.send(`${blocklist}/disable`, `=.id=${id}`);
  client.send(`${blocklist}/set`, `=numbers=${id}`, '=address=192.0.2.2', '=!comment=');
  client.send(`${blocklist}/print`, '=.proplist=address,comment,disabled');
  expect(await client.take(4)).toEqual([
    ['!done'],
    ['!done'],
    ['!re', '=address=192.0.2.2', '=disabled=true'],
    ['!done'],
  ]);
  client.send(`${blocklist}/remove`, `=.id=${id}`);
  client.send(`${blocklist}/print`, '=count-only=');
  expect(await client.take(2)).toEqual([['!done'], ['!done', '=ret=0']]);
});

test('runs a script by its id, and by its name', async () => {
  const { run, api } = await servedTwin('7', '/system script add name=a source="/system identity set name=by-script"');
  const client = await api();
  client.send('/system/script/run', `=.id=${(await run(':put [/system script find]')).trim()}`);
  client.send('/system/script/run', '=number=a');
  expect(await client.take(2)).toEqual([['!done'], ['!done']]);
  expect(await run(':put [/system script get a run-count]; :put [/system identity get name]')).toBe('2\nby-script\n');
});

test('shows flags as booleans, and finds by them', async () => {
  const client = await (await servedTwin()).api();
  client.send('/interface/list/print', '?builtin=true', '=.proplist=name,builtin');
  expect(await client.take(2)).toEqual([
    ['!re', '=name=all', '=builtin=true'],
    ['!re', '=name=none', '=builtin=true'],
  ]);
});

test('takes several ids, moves and finds', async () => {
  const { run, api } = await servedTwin(
    '7',
    '/ip firewall filter; add chain=input action=accept comment=a; add chain=input action=accept comment=b; add chain=input action=accept comment=c',
  );
  const ids = (await run(':put [/ip firewall filter find]')).trim().split(';');
  const client = await api();
  client.send('/ip/firewall/filter/move', `=numbers=${ids[2]}`, `=destination=${ids[0]}`);
  client.send('/ip/firewall/filter/disable', `=.id=${ids[0]},${ids[1]}`);
  client.send('/ip/firewall/filter/print', '=.proplist=comment', '?disabled=true');
  client.send('/ip/firewall/filter/find');
  client.send('/ip/firewall/filter/get', `=.id=${ids[0]}`, '=value-name=comment');
  expect(await client.take(7)).toEqual([
    ['!done'],
    ['!done'],
    ['!re', '=comment=a'],
    ['!re', '=comment=b'],
    ['!done'],
    ['!done', `=ret=${[ids[2], ids[0], ids[1]].join(';')}`],
    ['!done', '=ret=a'],
  ]);
});

test.each([
  ['7', 'unknown parameter foo'],
  ['6.49', 'unknown parameter'],
])('refuses what RouterOS %s does not know', async (ros, unknown) => {
  const client = await (await servedTwin(ros)).api();
  const trap = async (...words: string[]): Promise<unknown> => {
    client.send(...words);
    const [refused] = await client.take(2);
    return refused?.slice(1);
  };
  expect(await trap('/no/such/print')).toEqual(['=category=0', '=message=no such command prefix']);
  expect(await trap('/ip/address/fly')).toEqual(['=category=0', '=message=no such command']);
  expect(await trap('/ip/address/add', '=foo=1')).toEqual(['=category=0', `=message=${unknown}`]);
  expect(await trap('/ip/address/remove', '=.id=*99')).toEqual(['=category=0', '=message=no such item']);
  expect(await trap('/ip/address/add', '=address=192.0.2.1/24', '=interface=ether99')).toEqual([
    '=category=1',
    '=message=input does not match any value of interface',
  ]);
  client.send('/execute', '=script=:put 1', '=as-string=');
  expect((await client.next())?.slice(1)).toEqual(
    ros === '7' ? ['=ret=1\r\n'] : ['=category=0', '=message=unknown parameter'],
  );
});

test.each([
  ['7', 'true'],
  ['6.49', 'yes'],
])('listens to what comes, changes and goes on RouterOS %s', async (ros, dead) => {
  const { run, api } = await servedTwin(ros, '/ip firewall address-list add list=old address=192.0.2.9');
  const client = await api();
  client.send(`${blocklist}/listen`, '=.proplist=address,disabled', '.tag=l');
  client.send('/system/identity/print');
  await client.take(2);
  await run('/ip firewall address-list add list=bad address=192.0.2.1');
  expect(await client.next()).toEqual(['!re', '=address=192.0.2.1', '=disabled=false', '.tag=l']);
  await run('/ip firewall address-list disable [find list=bad]');
  expect(await client.next()).toEqual(['!re', '=address=192.0.2.1', '=disabled=true', '.tag=l']);
  await run('/ip firewall address-list remove [find list=bad]');
  expect(await client.next()).toEqual(['!re', `=.dead=${dead}`, expect.stringMatching(/^=\.id=\*/), '.tag=l']);
  client.send('/cancel', '=tag=l', '.tag=c');
  expect(await client.take(3)).toEqual([
    ['!trap', '=category=2', '=message=interrupted', '.tag=l'],
    ['!done', '.tag=c'],
    ['!done', '.tag=l'],
  ]);
});

test('follows the log', async () => {
  const { run, api } = await servedTwin();
  const client = await api();
  client.send('/log/print', '=follow-only=', '=.proplist=message,topics', '?topics=script,info', '.tag=f');
  client.send('/system/identity/print');
  await client.take(2);
  await run(':log info "first"');
  expect(await client.next()).toEqual(['!re', '=message=first', '=topics=script,info', '.tag=f']);
  client.send('/log/print', '=follow=', '=.proplist=message', '?message=first', '.tag=g');
  expect(await client.next()).toEqual(['!re', '=message=first', '.tag=g']);
});

test('prints again and again, numbered', async () => {
  const client = await (await servedTwin()).api();
  client.send('/system/identity/print', '=interval=50ms', '.tag=i');
  expect(await client.take(2)).toEqual([
    ['!re', '=name=MikroTik', '=.section=0', '.tag=i'],
    ['!re', '=name=MikroTik', '=.section=1', '.tag=i'],
  ]);
});

test('cannot follow what is no list', async () => {
  const client = await (await servedTwin()).api();
  client.send('/system/identity/listen');
  expect(await client.take(2)).toEqual([['!trap', '=category=0', '=message=unknown parameter follow-only'], ['!done']]);
});

test('lets a user do what its group grants', async () => {
  const configuration =
    '/user add name=eve password=pw group=read; /user group add name=shell policy=ssh,read; /user add name=bob group=shell';
  const { api, logged } = await servedTwin('7', configuration);
  const client = await api('eve', 'pw');
  client.send('/system/identity/print');
  expect(await client.take(2)).toEqual([['!re', '=name=MikroTik'], ['!done']]);
  for (const command of ['/system/identity/set', '/user/set', '/ip/address/add', '/execute']) {
    client.send(command);
    expect(await client.take(2)).toEqual([
      ['!trap', expect.any(String), '=message=not enough permissions (9)'],
      ['!done'],
    ]);
  }
  const other = await (await servedTwin('7', configuration)).api();
  other.send('/login', '=name=bob', '=password=');
  expect(await other.take(2)).toEqual([['!trap', '=message=invalid user name or password (6)'], ['!done']]);
  expect(logged()).toContain('system,info,account user eve logged in from 127.0.0.1 via api');
});

test('shows its sessions and ends them when the client goes', async () => {
  const { run, api, logged } = await servedTwin();
  const client = await api();
  client.send('/user/active/print', '=.proplist=name,address,via');
  expect(await client.take(2)).toEqual([['!re', '=name=admin', '=address=127.0.0.1', '=via=api'], ['!done']]);
  client.socket.destroy();
  await expect.poll(() => run(':put [/user active print count-only]')).toBe('0\n');
  expect(logged()).toContain('system,info,account user admin logged out from 127.0.0.1 via api');
});

test('asks old clients for the answer to a challenge', async () => {
  const { portOf, logged } = await servedTwin('6.42.12', '/user set admin password=secret');
  const client = await RawClient.connect({ host: '127.0.0.1', port: await portOf('api') });
  onTestFinished(() => client[Symbol.dispose]());
  const attempt = async (password: string): Promise<unknown> => {
    client.send('/login');
    const challenge = (await client.next())?.[1]?.slice('=ret='.length) ?? '';
    expect(challenge).toMatch(/^[0-9a-f]{32}$/);
    const md5 = createHash('md5').update(Buffer.of(0)).update(password).update(Buffer.from(challenge, 'hex'));
    client.send('/login', '=name=admin', `=response=00${md5.digest('hex')}`);
    return await client.next();
  };
  expect(await attempt('wrong')).toEqual(['!trap', '=message=cannot log in']);
  await client.next();
  expect(await attempt('secret')).toEqual(['!done']);
  expect(logged()).toContain('system,error,critical login failure for user admin from 127.0.0.1 via api');
});

test('closes what is more than max-sessions', async () => {
  const { portOf } = await servedTwin('7', '/ip service set api max-sessions=2');
  const port = await portOf('api');
  const clients = await Promise.all([1, 2, 3].map(() => RawClient.connect({ host: '127.0.0.1', port })));
  onTestFinished(() => {
    for (const client of clients) client[Symbol.dispose]();
  });
  const served: boolean[] = [];
  for (const client of clients) {
    client.send('/login', '=name=admin', '=password=');
    served.push((await client.next()) !== undefined);
  }
  expect(served).toEqual([true, true, false]);
});

test('prints more records than go out together, each once and in order', async () => {
  const { run, api } = await servedTwin();
  await run(':for i from=1 to=4500 do={ /ip firewall address-list add list=bad address=(10.0.0.0 + $i) }');
  const client = await api();
  client.send(`${blocklist}/print`, '=.proplist=address', '.tag=p');
  const rows = await client.take(4501);
  expect(rows.at(-1)).toEqual(['!done', '.tag=p']);
  expect(rows[0]).toEqual(['!re', '=address=10.0.0.1', '.tag=p']);
  expect(new Set(rows.map((row) => row[1])).size).toBe(4501);
});

test('hides secrets from a group without sensitive', async () => {
  const { twin, api } = await servedTwin(
    '7',
    '/user group add name=plain policy=api,read; /user add name=eve group=plain',
  );
  const secret = { type: { parse: (given: string) => given }, sensitive: true };
  const watcher = { changed: () => undefined, renamed: () => undefined };
  const spec = { path: 'vault', kind: 'list', properties: { key: secret }, initial: [{ key: 'open sesame' }] } as const;
  twin.menus.add(new Menu(spec, watcher));
  const see = async (user: string): Promise<unknown> => {
    const client = await api(user);
    client.send('/vault/print', '=.proplist=key');
    return await client.next();
  };
  expect(await see('admin')).toEqual(['!re', '=key=open sesame']);
  expect(await see('eve')).toEqual(['!re', '=key=*****']);
});
