import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(() => rig.clear());
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);

describe('entries of a list', () => {
  test('stand among the others in the order in which they came', async () => {
    const add = (text: string): Promise<string> => run(`/ip firewall address-list add list=guests ${text}`);
    await add('address=192.0.2.1');
    await add('address=192.0.2.2 timeout=1m');
    await rig.load(
      '/ip firewall filter add chain=input protocol=tcp dst-port=5000 action=add-src-to-address-list address-list=guests address-list-timeout=1m\n',
    );
    await rig.touch([5000]);
    await add('address=192.0.2.3');
    expect((await rig.router.addressList('guests')).map(({ address }) => address)).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      outside.attacker,
      '192.0.2.3',
    ]);
  });

  test('can be given another time and a comment', async () => {
    await run('/ip firewall address-list add list=guests address=192.0.2.77 timeout=1m comment="the plumber"');
    expect(await run('/ip firewall address-list print')).toMatch(/;;; the plumber\n0 D guests {2}192\.0\.2\.77 /);
    await run('/ip firewall address-list set [find list=guests] timeout=1h comment=stays');
    await rig.twin.clock.advance('30m');
    expect(Object.keys(await rig.entries('guests'))).toEqual(['192.0.2.77']);
    expect(await run(':put [/ip firewall address-list get [find list=guests] comment]')).toBe('stays\n');
    await rig.twin.clock.advance('31m');
    expect(await rig.entries('guests')).toEqual({});
  });

  test.each([
    ['0.0.0.0/0', 'filtered'],
    ['198.51.100.60-198.51.100.70', 'filtered'],
    ['0.0.0.0', 'open'],
  ])('the static entry %s holds the attacker: port 22 is %s', async (address, state) => {
    await rig.load(`/ip firewall address-list add list=some address=${address}
/ip firewall filter add chain=input protocol=tcp dst-port=22 src-address-list=some action=drop
`);
    expect(await rig.stateOf(22)).toBe(state);
  });

  test('an address stays on a list when a range around it goes', async () => {
    await rig.load(`/ip firewall address-list
add list=some address=198.51.100.66
add list=some address=198.51.100.65-198.51.100.67 comment=around
/ip firewall filter add chain=input protocol=tcp dst-port=22 src-address-list=some action=drop
`);
    await run('/ip firewall address-list remove [find comment=around]');
    expect(await rig.stateOf(22)).toBe('filtered');
  });

  test('are there already, whoever adds them again', async () => {
    await run('/ip firewall address-list add list=guests address=192.0.2.77 timeout=1m');
    for (const timeout of ['', ' timeout=5m'])
      await expect(run(`/ip firewall address-list add list=guests address=192.0.2.77${timeout}`)).rejects.toThrow(
        'failure: already have such entry',
      );
    expect(await rig.router.addressList('guests')).toHaveLength(1);
  });

  test('cannot be moved to another list', async () => {
    await run('/ip firewall address-list add list=guests address=192.0.2.77 timeout=1m');
    await expect(run('/ip firewall address-list set [find list=guests] list=friends')).rejects.toThrow(
      'failure: the twin does not enforce another list for a dynamic entry',
    );
  });

  test('a static entry that gets a time becomes one', async () => {
    await run('/ip firewall address-list add list=guests address=192.0.2.77');
    await run('/ip firewall address-list set [find list=guests] timeout=1m');
    await rig.twin.clock.advance('61s');
    expect(await rig.entries('guests')).toEqual({});
  });
});

describe('print', () => {
  const comments = async (args: string): Promise<string[]> =>
    [...(await run(`/ip firewall filter print ${args}`)).matchAll(/;;; (\w+)/g)].map(([, name = '']) => name);

  test('shows what was asked for, and numbers that the next command uses', async () => {
    await rig.load(`/ip firewall filter
add chain=input action=accept comment=first
add chain=forward action=drop comment=second
add chain=input action=drop comment=third disabled=yes
`);
    expect(await comments('')).toEqual(['first', 'second', 'third']);
    expect(await comments('chain=input')).toEqual(['first', 'third']);
    expect(await comments('where disabled')).toEqual(['third']);
    expect(await comments('where disabled=no')).toEqual(['first', 'second']);
    expect(await comments('from=1')).toEqual(['second']);
    expect(await run('/ip firewall filter print terse proplist=action where chain=forward')).toBe(
      ' 0    comment=second action=drop\n',
    );
    await run('/ip firewall filter { print chain=input; set 1 disabled=no }');
    expect(await comments('where disabled')).toEqual([]);
  });
});

describe('content', () => {
  const say = (bytes: Buffer): Promise<unknown> =>
    rig.attacker.exec(['socat', '-', `UDP:${outside.router}:7000`], { input: bytes });

  test.each([
    ['a line end', 'GET /open\\r\\n', Buffer.from('GET /open\r\n')],
    ['quotes and a backslash', 'say \\"x\\" \\\\o/', Buffer.from('say "x" \\o/')],
    ['bytes that are no text', '\\FF\\FE', Buffer.from([0xff, 0xfe])],
    ['a bar', 'a|62|c', Buffer.from('a|62|c')],
    ['what looks like an option', '-t nat', Buffer.from('-t nat')],
  ])('finds %s', async (_, written, bytes) => {
    await rig.load(
      `/ip firewall filter add chain=input protocol=udp dst-port=7000 content="${written}" action=add-src-to-address-list address-list=told address-list-timeout=1m\n`,
    );
    await say(Buffer.from('something else: GET /open, say x o/, abc'));
    expect(await rig.entries('told')).toEqual({});
    await say(Buffer.concat([Buffer.from('well, '), bytes, Buffer.from('!')]));
    expect(Object.keys(await rig.entries('told'))).toEqual([outside.attacker]);
  });
});

describe('rules that cannot be where they are', () => {
  test('are marked and not in the way; the others are enforced', async () => {
    await rig.load(`/ip firewall filter
add chain=both in-interface-list=all protocol=tcp dst-port=22 action=drop
add chain=both protocol=tcp dst-port=23 action=drop
add chain=input action=jump jump-target=both
add chain=output action=jump jump-target=both
add chain=both action=jump jump-target=input
add chain=input action=jump jump-target=nowhere
`);
    expect((await rig.router.rules('filter')).map(({ invalid }) => invalid)).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
    expect([await rig.stateOf(22), await rig.stateOf(23)]).toEqual(['open', 'filtered']);
    await run('/ip firewall filter remove [find chain=output]');
    expect(await rig.stateOf(22)).toBe('filtered');
  });
});

test('the memory log is emptied by keeping one line and back', async () => {
  await run(':log info one; :log info two');
  await run('/system logging action { set memory memory-lines=1; set memory memory-lines=1000 }');
  expect((await rig.router.log()).map(({ message }) => message)).toEqual(['two']);
});

test.each(['feb/30/2023', '2023-13-01'])('%s is no date', async (date) => {
  await expect(run(`/system clock set date=${date}`)).rejects.toThrow('invalid value for argument date');
});

test('several address types match any of them', async () => {
  await rig.load('/ip firewall filter add chain=input dst-address-type=broadcast,local protocol=icmp action=drop\n');
  expect(await rig.answers(outside.router)).toBe(false);
  await run('/ip firewall filter set 0 dst-address-type=broadcast,multicast');
  expect(await rig.answers(outside.router)).toBe(true);
});
