import { expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Twin } from '../twin.ts';
import type { Peer } from './session.ts';

const from = (address: string, via: Peer['via'] = 'ssh'): Peer => ({ address, via });
const console_ = { user: 'admin', signal: new AbortController().signal };

async function run(twin: Twin, text: string, user = 'admin'): Promise<string> {
  const printed: string[] = [];
  await twin.scripts.runText({ name: 'test', text }, { ...console_, user, print: (line) => printed.push(line) });
  return printed.join('');
}

const logged = (twin: Twin): string[] =>
  twin.log.entries.map(({ topics, message }) => `${topics.join(',')} ${message}`);

async function twinWith(text: string, ros = '7'): Promise<Twin> {
  const twin = twinOnPaper(ros);
  await run(twin, text);
  return twin;
}

test('a user comes in, is seen, and goes', async () => {
  const twin = await twinWith('/user add name=eve password=s3cret group=read');
  const session = twin.accounts.logIn('eve', 's3cret', from('192.0.2.9'));
  expect(session).toMatchObject({ user: 'eve', via: 'ssh', address: '192.0.2.9' });
  expect([...(session?.policies ?? [])]).toContain('read');
  expect([...(session?.policies ?? [])]).not.toContain('write');
  expect(await run(twin, ':put [/user active print as-value]')).toMatch(/address=192\.0\.2\.9;.*group=read;name=eve/s);
  session?.logOut();
  session?.logOut();
  expect(await run(twin, ':put [/user active print count-only]')).toBe('0\n');
  expect(logged(twin)).toEqual([
    'system,info,account user eve logged in from 192.0.2.9 via ssh',
    'system,info,account user eve logged out from 192.0.2.9 via ssh',
  ]);
});

test.each([
  ['a wrong password', '', 'admin', 'wrong', '192.0.2.9', 'ssh'],
  ['an unknown user', '', 'root', '', '192.0.2.9', 'ssh'],
  ['a disabled user', '/user add name=eve group=read disabled=yes', 'eve', '', '192.0.2.9', 'telnet'],
  ['another address', '/user add name=eve group=read address=10.0.0.0/8', 'eve', '', '192.0.2.9', 'api'],
  ['IPv6', '/user add name=eve group=read address=10.0.0.0/8', 'eve', '', '2001:db8::1', 'api'],
  ['a group without the way in', '/user group add name=g policy=api; /user add name=eve group=g', 'eve', '', '', 'ftp'],
] as const)('refuses %s', async (_, setup, name, password, address, via) => {
  const twin = await twinWith(setup);
  expect(twin.accounts.logIn(name, password, from(address, via))).toBeUndefined();
  const where = address === '' ? '' : ` from ${address}`;
  expect(logged(twin)).toEqual([`system,error,critical login failure for user ${name}${where} via ${via}`]);
});

test('admits the address that a user may come from', async () => {
  const twin = await twinWith('/user add name=eve group=read address=10.0.0.0/8,192.0.2.9,2001:db8::/32');
  expect(twin.accounts.logIn('eve', '', from('2001:db8:7::1'))).toBeDefined();
  expect(twin.accounts.logIn('eve', '', from('2001:db9::1'))).toBeUndefined();
  expect(twin.accounts.logIn('eve', '', from('192.0.2.9'))).toBeDefined();
  expect(twin.accounts.logIn('eve', '', from('10.2.3.4'))).toBeDefined();
});

test('lets the harness in whatever the users are, and says nothing of it', async () => {
  const twin = await twinWith('/user set admin password=secret');
  const session = twin.accounts.logIn('admin', '', { address: '127.0.0.1', via: 'api', management: true });
  expect([...(session?.policies ?? [])]).toContain('policy');
  expect(twin.accounts.active).toEqual([]);
  session?.logOut();
  expect(logged(twin)).toEqual([]);
});

test.each(['print detail', 'print as-value', 'export', 'get admin', 'print'])(
  'shows no password in %s',
  async (command) => {
    const twin = await twinWith('/user set admin password=hush-hush');
    const printing = command.startsWith('get') ? `:put [/user ${command}]` : `/user ${command}`;
    expect(await run(twin, printing)).not.toContain('hush');
  },
);

test('changes the own password with /password', async () => {
  const twin = await twinWith('/user add name=eve password=old group=write');
  const change = (old: string, confirm: string): Promise<string> =>
    run(twin, `/password old-password=${old} new-password=new confirm-new-password=${confirm}`, 'eve');
  await expect(change('wrong', 'new')).rejects.toThrow('failure: incorrect current password');
  await expect(change('old', 'other')).rejects.toThrow('failure: new passwords do not match');
  await change('old', 'new');
  expect(twin.accounts.logIn('eve', 'new', from('192.0.2.9'))).toBeDefined();
});

test.each([
  ['/user remove admin', 'failure: last user with full permissions cannot be removed'],
  ['/user set admin group=read', 'failure: last user with full permissions cannot be changed'],
  ['/user disable admin', 'failure: last user with full permissions cannot be changed'],
  ['/user add name=admin group=read', 'failure: user with the same name already exists'],
  ['/user add name=eve group=none', 'input does not match any value of group'],
  ['/user group remove full', 'failure: can not remove default group'],
  ['/user add name=eve group=read address=2001:db8::/129', 'invalid value for argument address'],
  ['/user group add name=g policy=fly', 'input does not match any value of policy'],
  ['/user settings set minimum-password-length=8; /user set admin password=short', 'failure: password is too short'],
  ['/user settings set minimum-categories=3; /user set admin password=aB', 'failure: password does not meet'],
])('%s fails: %s', async (text, message) => {
  await expect(twinWith(text)).rejects.toThrow(message);
});

test('groups print what they grant and what not, by release', async () => {
  const [six, seven] = [await twinWith('', '6.49'), await twinWith('')];
  expect(await run(six, ':put [/user group get read policy]')).toBe(
    'local,telnet,ssh,reboot,read,test,winbox,password,web,sniff,sensitive,api,romon,tikapp,!ftp,!write,!policy,!dude\n',
  );
  expect(await run(seven, ':put [/user group get write policy]')).toBe(
    'local,telnet,ssh,reboot,read,write,test,winbox,password,web,sniff,sensitive,api,romon,rest-api,!ftp,!policy\n',
  );
});

test('a group of one’s own is exported, users are not', async () => {
  const twin = await twinWith('/user group add name=backup policy=read,ftp,ssh; /user add name=eve group=backup');
  const exported = await run(twin, '/export');
  expect(exported).toMatch(/\/user group\nadd name=backup policy="ssh,ftp,read,/);
  expect(exported).not.toContain('eve');
});

test('a session is ended from /user active', async () => {
  const twin = twinOnPaper();
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  twin.accounts.logIn('admin', '', { ...from('192.0.2.9'), end });
  await expect(run(twin, '/user active request-logout *77')).rejects.toThrow('no such item');
  await run(twin, '/user active request-logout [find via=ssh]');
  expect(isOver).toBe(true);
  twin.accounts.logIn('admin', '', from('192.0.2.9', 'rest-api'));
  await expect(run(twin, '/user active request-logout [find via=rest-api]')).rejects.toThrow('action failed (6)');
});

test('remembers when a user came last, but not of REST', async () => {
  const twin = twinOnPaper();
  const last = (): Promise<string> => run(twin, ':put [/user get admin last-logged-in]');
  twin.accounts.logIn('admin', '', from('192.0.2.9', 'rest-api'));
  expect(await last()).toBe('\n');
  twin.accounts.logIn('admin', '', from('192.0.2.9'));
  expect(await last()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/);
});
