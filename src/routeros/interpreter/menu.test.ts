import { describe, expect, test } from 'vitest';
import { parseScript, programOf } from '../parser.ts';
import { bool, keyed, num, str } from '../value.ts';
import { startSession } from './testing/run.ts';

/** What a text asks of the router. */
async function callsOf(text: string): Promise<readonly string[]> {
  const session = startSession();
  const output = await session.run(text);
  const calls = session.device.calls.map(({ path, command, args, unset }) =>
    [
      `/${path}`,
      command,
      ...Object.entries(args).map(([name, value]) => `${name}=${value}`),
      ...unset.map((name) => `!${name}`),
    ].join(' '),
  );
  return output.startsWith('!') ? [...calls, output] : calls;
}

const add = '/ip/firewall/filter add chain=input';

test.each([
  ['/ip firewall filter add chain=input', [add]],
  ['/ip/firewall/filter/add chain=input', [add]],
  ['/ip firewall/filter add chain=input', [add]],
  ['/ip/firewall/filter/\nadd chain=input', [add]],
  ['/ip firewall\nfilter\nadd chain=input', [add]],
  ['/ip firewall address-list\n.. filter add chain=input\n../filter add chain=input', [add, add]],
  ['/ip fi fil add ch=input', [add]],
  ['/ip firewall filter { add chain=input }; /ip firewall filter\nadd chain=input', [add, add]],
  ['/ip firewall filter\n/system identity set name=x\nadd chain=input', ['/system/identity set name=x', add]],
  ['/ip firewall filter\n:if (true) do={ add chain=input }', [add]],
  ['/ip firewall filter { /ip address }\nadd x=1', ['! bad command name add (line 2 column 1)']],
  ['/ip firewall filter remove [find]', ['/ip/firewall/filter find', '/ip/firewall/filter remove numbers=']],
  ['/ip firewall filter set 0,1 disabled=yes !comment', ['/ip/firewall/filter set numbers=0,1 disabled=yes !comment']],
  ['/ip firewall filter set numbers=0 comment=', ['/ip/firewall/filter set numbers=0 comment=']],
  [
    '/ip firewall filter add comment=007 timeout=1d list=1.5',
    ['/ip/firewall/filter add comment=007 timeout=1d list=1.5'],
  ],
  [':local t 1d; /ip firewall filter add timeout=$t', ['/ip/firewall/filter add timeout=1d00:00:00']],
  ['/ip firewall filter print detail proplist=chain', ['/ip/firewall/filter print detail=true proplist=chain']],
  [
    '/log info "hi there"; :log warning ("a" . 1); /log error message=x',
    ['/log info message=hi there', '/log warning message=a1', '/log error message=x'],
  ],
  ['/tool fetch https://192.0.2.1/ keep-result=no', ['/tool fetch url=https://192.0.2.1/ keep-result=no']],
])('%j asks for %j', async (text, calls) => {
  expect(await callsOf(text)).toEqual(calls);
});

test.each([
  ['foo bar', 'bad command name foo (line 1 column 1)'],
  ['/ip blah print', 'bad command name blah (line 1 column 5)'],
  ['\n  /ip firewall filter\n  blah', 'bad command name blah (line 3 column 3)'],
  ['/container/print', 'syntax error (line 1 column 11)'],
  ['/ip firewall filter add chan=input', 'bad parameter chan (line 1 column 25)'],
  ['/ip firewall filter add c=input', 'bad parameter c (line 1 column 25)'],
  ['/ip firewall filter add chain=input oops', 'bad parameter oops (line 1 column 37)'],
  ['/ip firewall filter add "x"', 'expected end of command (line 1 column 25)'],
  ['/ip firewall filter find where nonsense=1', 'expected end of command (line 1 column 32)'],
  ['/ip firewall filter set 0 where chain=x', 'bad parameter where (line 1 column 33)'],
  ['/ip address x=1', 'expected command name (line 1 column 13)'],
  ['nowhere x=[elsewhere]', 'bad command name elsewhere (line 1 column 12)'],
  ['/ip firewall filter remove *BAD', 'no such item (line 1 column 21)'],
  ['/ip firewall filter\nput "x"', 'bad command name put (line 2 column 1)'],
])('%j fails with %j', async (text, message) => {
  expect((await callsOf(text)).at(-1)).toBe(`! ${message}`);
});

test('earlier RouterOS only points at an unknown argument', async () => {
  const session = startSession({ dialect: '6.49' });
  expect(await session.run('/ip address add foo=1')).toBe('! expected end of command (line 1 column 17)');
});

test('an error inside a function points into the text that defined it', async () => {
  const session = startSession();
  await session.run('\n\n:global f do={\n  /ip address add foo=1\n}');
  expect(await session.run(':global f; $f')).toBe('! bad parameter foo (line 4 column 19)');
});

describe('where', () => {
  const conditions: readonly (readonly [string, string])[] = [
    ['', '*1;*2;*3'],
    ['chain=input', '*1;*2'],
    ['chain=input action=drop', '*1'],
    ['where chain=input and action=drop', '*1'],
    ['chain="input" or chain=forward', '*1;*2;*3'],
    ['comment', '*2'],
    ['!comment', '*1;*3'],
    ['comment=""', ''],
    ['disabled', '*3'],
    ['!disabled', '*1;*2'],
    ['disabled=yes', '*3'],
    ['comment~"^knock"', '*2'],
    ['(chain=input and (action=accept or disabled))', '*2'],
    ['.id=*2', '*2'],
    ['chain=$wanted', '*3'],
    ['chain=$chain', '*1;*2;*3'],
    ['dst-port=22', '*1'],
    ['dst-port>100', '*2'],
    ['comment="$[:pick "xknock one" 1 10]"', '*2'],
  ];

  test.each(conditions)('find %s gives %j', async (condition, ids) => {
    const session = startSession();
    session.device.put('ip/firewall/filter', {
      chain: str('input'),
      action: str('drop'),
      disabled: bool(false),
      'dst-port': str('22'),
    });
    session.device.put('ip/firewall/filter', {
      chain: str('input'),
      action: str('accept'),
      disabled: bool(false),
      comment: str('knock one'),
      'dst-port': num(1000),
    });
    session.device.put('ip/firewall/filter', { chain: str('forward'), action: str('drop'), disabled: bool(true) });
    expect(
      await session.run(`:local wanted forward; :local chain output; :put [/ip firewall filter find ${condition}]`),
    ).toBe(ids);
  });

  test('print counts and gives values', async () => {
    const session = startSession();
    session.device.put('ip/address', { address: str('192.0.2.1/24') });
    expect(
      await session.run(
        ':put [/ip address print count-only where interface=ether1]; :put ([/ip address print as-value]->0->"address")',
      ),
    ).toBe('0\n192.0.2.1/24');
    expect(session.device.calls.map(({ asValue }) => asValue)).toEqual([true, true]);
    expect(await session.run('/ip address print')).toBe('1 rows');
  });
});

describe('the console', () => {
  test('a line may change the menu of the next', async () => {
    const { interpreter, device } = startSession();
    const line = (text: string, menu: readonly string[]): ReturnType<typeof interpreter.runLine> =>
      interpreter.runLine(programOf({ name: 'console', text }), { menu });
    const first = await line('/ip firewall', []);
    const second = await line('filter', first.menu);
    await line('add chain=input', second.menu);
    expect([
      first.menu,
      second.menu,
      (await line('..', second.menu)).menu,
      (await line('/', second.menu)).menu,
    ]).toEqual([['ip', 'firewall'], ['ip', 'firewall', 'filter'], ['ip', 'firewall'], []]);
    expect(device.calls).toMatchObject([{ path: 'ip/firewall/filter', command: 'add' }]);
  });

  test('arguments of a run are variables', async () => {
    const { interpreter, printed } = startSession();
    const script = parseScript({ name: 'lease', text: ':put "$leaseBound $"lease-hostname""' });
    await interpreter.run(script, {
      args: keyed([
        ['leaseBound', num(1)],
        ['lease-hostname', str('laptop')],
      ]),
    });
    expect(printed()).toBe('1 laptop\n');
  });
});
