import { expect, onTestFinished, test } from 'vitest';
import type { Sentence } from '../routeros/api/sentence.ts';
import { connectApi } from './api-client.ts';
import { Router } from './router.ts';
import { type Received, startScriptedRouter } from './scripted-router.ts';

/** A router that answers these commands so, and every other with an empty `!done`. */
async function open(answers: Readonly<Record<string, readonly Sentence[]>> = {}) {
  const scripted = await startScriptedRouter({
    answer: ({ name, reply }) => reply(...(answers[name] ?? []), ...(endsItself(answers[name]) ? [] : [['!done']])),
  });
  const router = new Router(await connectApi({ at: scripted, user: 'admin', password: '' }));
  onTestFinished(async () => {
    await router.close();
    await scripted[Symbol.asyncDispose]();
  });
  return { router, commands: () => scripted.received.slice(1).map(wordsOf) };
}

const endsItself = (sentences: readonly Sentence[] = []): boolean => sentences.at(-1)?.[0] === '!done';

function wordsOf({ name, attributes, queries }: Received): string[] {
  return [name, ...Array.from(attributes, ([key, value]) => `=${key}=${value}`), ...queries];
}

const trap = (message: string): Sentence[] => [['!trap', `=message=${message}`], ['!done']];

test.each(['/ip firewall filter', 'ip firewall filter', '/ip/firewall/filter', ' /ip/firewall/filter/ '])(
  'takes the menu written as %j',
  async (menu) => {
    const { router, commands } = await open();
    await router.print(menu);
    expect(commands()).toEqual([['/ip/firewall/filter/print']]);
  },
);

test('asks for what the caller wants', async () => {
  const { router, commands } = await open();
  await router.print('/ip/address', {
    query: { interface: 'ether1', disabled: 'false' },
    proplist: ['.id'],
    stats: true,
  });
  expect(commands()).toEqual([
    ['/ip/address/print', '=.proplist=.id', '=stats=', '?interface=ether1', '?disabled=false'],
  ]);
});

test('adds, sets, removes and calls', async () => {
  const { router, commands } = await open({ '/ip/address/add': [['!done', '=ret=*7']] });
  expect(await router.add('/ip address', { address: '192.0.2.1/24', disabled: true })).toBe('*7');
  await router.set('/ip address', '*7', { mtu: 1500, disabled: false });
  await router.set('/system identity', undefined, { name: 'gw' });
  await router.remove('/ip address', '*7');
  await router.call('/ip firewall filter', 'reset-counters-all');
  expect(commands()).toEqual([
    ['/ip/address/add', '=address=192.0.2.1/24', '=disabled=yes'],
    ['/ip/address/set', '=.id=*7', '=mtu=1500', '=disabled=no'],
    ['/system/identity/set', '=name=gw'],
    ['/ip/address/remove', '=.id=*7'],
    ['/ip/firewall/filter/reset-counters-all'],
  ]);
});

test('runs a console line', async () => {
  const { router, commands } = await open({ '/execute': [['!done', '=ret=one\r\ntwo\r\n']] });
  expect(await router.run(':put [/ip/address/print]')).toBe('one\ntwo\n');
  expect(commands()).toEqual([['/execute', '=script=:put [/ip/address/print]', '=as-string=']]);
});

test('rejects a console line that the router refuses', async () => {
  const { router } = await open({ '/execute': trap('bad command name foo (line 1 column 2)') });
  await expect(router.run('/foo')).rejects.toMatchObject({ code: 'router/trap' });
});

const source = { name: 'gw.rsc', text: '/ip address\nadd adress=192.0.2.1/24 interface=ether1\n' };

test('imports a configuration and leaves no file behind', async () => {
  const { router, commands } = await open();
  await router.importConfig(source);
  expect(commands()).toEqual([
    ['/file/add', '=name=knocklab-import.rsc', `=contents=${source.text}`],
    ['/import', '=file-name=knocklab-import.rsc'],
    ['/file/remove', '=.id=knocklab-import.rsc'],
  ]);
});

test.each([
  ['expected end of command (line 2 column 5)', 'gw.rsc:2:5\n2 | add adress=192.0.2.1/24 interface=ether1\n        ^'],
  [
    'Script Error: failure: already have such address (/ip/address/add; line 2) (:import; line 1)',
    'gw.rsc:2:1\n2 | add adress=192.0.2.1/24 interface=ether1\n    ^',
  ],
  ['failure: already have such entry', 'gw.rsc'],
])('shows where the configuration is wrong: %s', async (message, where) => {
  const { router, commands } = await open({ '/import': trap(message) });
  await expect(router.importConfig(source)).rejects.toMatchObject({
    code: 'input/configuration',
    message: `${message}\n\n${where}`,
  });
  expect(commands().at(-1)?.[0]).toBe('/file/remove');
});

test('does not blame the configuration for a file that the router does not take', async () => {
  const { router } = await open({ '/file/add': trap('failure: new contents too long') });
  await expect(router.importConfig(source)).rejects.toMatchObject({ code: 'router/trap' });
});

test('reads identity, version and leases', async () => {
  const { router } = await open({
    '/system/identity/print': [['!re', '=name=gw']],
    '/system/resource/print': [['!re', '=uptime=1m', '=version=6.49.18 (long-term)']],
    '/ip/dhcp-server/lease/print': [['!re', '=address=192.0.2.9', '=mac-address=02:00:00:00:00:01']],
  });
  expect(await router.identity()).toBe('gw');
  expect(await router.version()).toBe('6.49.18 (long-term)');
  expect(await router.dhcpLeases()).toEqual([{ address: '192.0.2.9', 'mac-address': '02:00:00:00:00:01' }]);
});

test('reads an address list', async () => {
  const { router, commands } = await open({
    '/ip/firewall/address-list/print': [
      [
        '!re',
        '=.id=*1',
        '=list=scan',
        '=address=192.0.2.7',
        '=timeout=50s',
        '=dynamic=true',
        '=creation-time=jul/20/2023 20:43:56',
      ],
      ['!re', '=.id=*2', '=list=scan', '=address=192.0.2.0/24', '=dynamic=false'],
    ],
  });
  expect(await router.addressList('scan')).toEqual([
    { list: 'scan', address: '192.0.2.7', timeout: '50s', dynamic: true, creationTime: 'jul/20/2023 20:43:56' },
    { list: 'scan', address: '192.0.2.0/24', dynamic: false },
  ]);
  await router.addressList();
  expect(commands()).toEqual([['/ip/firewall/address-list/print', '?list=scan'], ['/ip/firewall/address-list/print']]);
});

test.each<[string | RegExp | undefined, number]>([
  [undefined, 2],
  ['login failure', 1],
  [/LOGIN/gi, 1],
  ['^nothing', 0],
])('reads the log lines that %s finds', async (pattern, count) => {
  const { router } = await open({
    '/log/print': [
      ['!re', '=time=20:43:56', '=topics=system,error,critical', '=message=login failure for user x'],
      ['!re', '=time=20:43:57', '=topics=system,info', '=message=rule added by admin'],
    ],
  });
  expect(await router.log(pattern)).toHaveLength(count);
});

test('reads the rules of a table with their counters', async () => {
  const { router, commands } = await open({
    '/ip/firewall/filter/print': [
      [
        '!re',
        '=.id=*1',
        '=chain=input',
        '=action=accept',
        '=bytes=80',
        '=packets=2',
        '=invalid=false',
        '=dynamic=false',
        '=disabled=false',
      ],
      ['!re', '=.id=*A', '=chain=input', '=action=drop', '=comment=all else', '=disabled=true', '=log=true'],
    ],
  });
  const common = { table: 'filter', chain: 'input', invalid: false, dynamic: false };
  const first = { number: 0, id: '*1', action: 'accept', text: 'action=accept chain=input', disabled: false };
  const text = 'action=drop chain=input comment="all else" disabled=yes log=yes';
  const second = { number: 1, id: '*A', action: 'drop', comment: 'all else', text, disabled: true };
  expect(await router.filterRules()).toEqual([
    { ...common, ...first, packets: 2, bytes: 80 },
    { ...common, ...second, packets: 0, bytes: 0 },
  ]);
  expect(commands()).toEqual([['/ip/firewall/filter/print', '=stats=']]);
});
