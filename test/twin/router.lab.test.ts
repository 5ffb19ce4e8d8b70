import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let old: Rig;
beforeAll(async () => {
  [rig, old] = await Promise.all([startRig('7'), startRig('6.49')]);
});
afterEach(() => Promise.all([rig.clear(), old.clear()]));
afterAll(() => Promise.all([rig[Symbol.asyncDispose](), old[Symbol.asyncDispose]()]));

const logging =
  '/ip firewall filter add chain=input protocol=tcp dst-port=5000 action=passthrough log=yes log-prefix=trap\n';

describe('log lines', () => {
  test('of 6.49', async () => {
    await old.load(logging);
    await old.touch([5000]);
    expect(await old.logged()).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^trap input: in:ether1 out:\\(unknown 0\\), src-mac ${old.attacker.mac}, proto TCP \\(SYN\\), 198\\.51\\.100\\.66:\\d+->198\\.51\\.100\\.1:5000, len 44$`,
        ),
      ),
    );
  });

  test('of 7 name the state of the connection', async () => {
    await rig.load(logging);
    await rig.touch([5000]);
    expect(await rig.logged()).toContainEqual(
      expect.stringMatching(
        /^trap input: in:ether1 out:\(unknown 0\), connection-state:new src-mac [0-9a-f:]{17}, proto TCP \(SYN\), .*:5000, len 44$/,
      ),
    );
  });

  test('of the forward chain name both interfaces, of ICMP type and code', async () => {
    await rig.load('/ip firewall filter add chain=forward protocol=icmp action=log log-prefix=through\n');
    await rig.answers(outside.attacker, rig.client);
    expect(await rig.logged()).toContainEqual(
      expect.stringMatching(
        /^through forward: in:ether2 out:ether1, connection-state:new src-mac \S+, proto ICMP \(type 8, code 0\), 192\.0\.2\.10->198\.51\.100\.66, len 84$/,
      ),
    );
  });

  test('print as the version prints them', async () => {
    await rig.router.run(':log info "new age"');
    await old.router.run(':log warning "old age"');
    expect(await rig.router.run('/log print where message="new age"')).toMatch(
      /^\d\d:\d\d:\d\d script,info new age\n$/,
    );
    expect(await old.router.run('/log print where message~"^old"')).toMatch(
      /^\d\d:\d\d:\d\d script,warning old age\n$/,
    );
  });
});

describe('prints', () => {
  test('an address list in columns, as 7 does', async () => {
    await rig.router.run('/ip firewall address-list add list=a address=192.0.2.7 comment=seven');
    expect(await rig.router.run('/ip firewall address-list print')).toMatch(
      /^Columns: LIST, ADDRESS, CREATION-TIME\n# LIST {2}ADDRESS {4}CREATION-TIME *\n;;; seven\n0 a {5}192\.0\.2\.7 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/,
    );
  });

  test('an address list with all columns, as 6.49 does', async () => {
    await old.router.run('/ip firewall address-list add list=a address=192.0.2.7');
    expect(await old.router.run('/ip firewall address-list print')).toMatch(
      /^Flags: X - disabled, D - dynamic \n #\s+LIST ADDRESS {3}CREATION-TIME\s+TIMEOUT\s*\n 0\s+a {4}192\.0\.2\.7 [a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d\n$/,
    );
  });

  test('count-only and as-value give values', async () => {
    await rig.load(logging);
    expect(await rig.router.run(':put [/ip firewall filter print count-only where chain=input]')).toBe('1\n');
    expect(await rig.router.run(':put [:typeof [/ip firewall filter print as-value]]')).toBe('array\n');
  });
});

describe('time', () => {
  const tick = (interval: string): string =>
    `/system scheduler add name=tick interval=${interval} start-time=startup on-event=":log info tick"\n`;
  const ticks = async (): Promise<number> => (await rig.router.log(/^tick$/)).length;

  test('a job runs once for each time it falls due', async () => {
    const before = await ticks();
    await rig.load(tick('1m'));
    await rig.twin.clock.advance('5m');
    expect((await ticks()) - before).toBe(5);
    await rig.router.run('/system scheduler remove tick');
    await rig.twin.clock.advance('5m');
    expect((await ticks()) - before).toBe(5);
  });

  test('each run sees the time at which it fell due', async () => {
    await rig.router.run('/system clock set date=2023-07-20 time=20:00:00');
    await rig.router.run(
      '/system scheduler add name=tell interval=1h start-time=startup on-event=":log info \\"it is \\$[/system clock get time]\\""',
    );
    await rig.twin.clock.advance('3h');
    const told = (await rig.router.log(/^it is/)).map(({ message }) => message);
    expect(told.map((text) => text.slice(0, 'it is 21:00'.length))).toEqual([
      'it is 21:00',
      'it is 22:00',
      'it is 23:00',
    ]);
    await rig.router.run('/system scheduler remove tell');
  });

  test('a script that waits goes on when its time has come', async () => {
    await rig.router.run(':execute ":delay 30s; :log info waited"');
    await rig.twin.clock.advance('20s');
    expect(await rig.router.log(/^waited$/)).toHaveLength(0);
    await rig.twin.clock.advance('11s');
    expect(await rig.router.log(/^waited$/)).toHaveLength(1);
  });

  test('setting the clock does not move a job', async () => {
    const before = await ticks();
    await rig.load(tick('10m'));
    await rig.router.run('/system clock set date=2030-01-01 time=00:00:00');
    await rig.twin.clock.advance('9m');
    expect(await ticks()).toBe(before);
    await rig.twin.clock.advance('1m');
    expect((await ticks()) - before).toBe(1);
    await rig.router.run('/system scheduler remove tick');
  });

  test('a script that fails says so in the log', async () => {
    await rig.load('/system scheduler add name=fails interval=1m start-time=startup on-event="/bogus command"\n');
    await rig.twin.clock.advance('1m');
    expect((await rig.router.log(/fails/)).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/bad command name bogus \(line 1 column 2\)/),
    );
    await rig.router.run('/system scheduler remove fails');
  });
});

describe('services', () => {
  test('a disabled service answers RST, another port is another port', async () => {
    await rig.router.run('/ip service set ssh disabled=yes; /ip service set telnet port=2323');
    expect([await rig.stateOf(22), await rig.stateOf(23), await rig.stateOf(2323)]).toEqual([
      'closed',
      'closed',
      'open',
    ]);
    await rig.router.run('/ip service set ssh disabled=no; /ip service set telnet port=23');
    expect([await rig.stateOf(22), await rig.stateOf(23), await rig.stateOf(2323)]).toEqual(['open', 'open', 'closed']);
  });

  test('address= lets the handshake happen and says whom it refused', async () => {
    await rig.router.run('/ip service set ssh address=192.0.2.0/24');
    expect(await rig.stateOf(22)).toBe('open');
    const said = await rig.attacker.exec(['socat', '-T', '1', '-', `TCP:${outside.router}:22`], { input: '' });
    expect(said.stdout).toBe('');
    expect((await rig.router.log(/^denied ssh connect from 198\.51\.100\.66$/)).length).toBeGreaterThan(0);
    await rig.router.run('/ip service set ssh address=""');
  });
});

describe('import and export', () => {
  test('an error carries line and column, and earlier lines stay done', async () => {
    await expect(
      rig.load('/system identity set name=halfway\n/ip firewall filter\nadd chain=input acton=drop\n'),
    ).rejects.toThrow(/bad parameter acton \(line 3 column 17\)/);
    expect(await rig.router.identity()).toBe('halfway');
    await rig.router.run('/system identity set name=MikroTik');
  });

  test.each([
    ['an unknown menu', '/ip dentist add x=1', 'bad command name dentist'],
    ['an unknown command', '/ip address fly', 'bad command name fly'],
    ['an unknown word', 'flay', 'bad command name flay'],
    ['an open quote', ':put "x', 'expected closing quote'],
    ['an open bracket', ':put [/ip address find', 'missing closing brace'],
  ])('%s is refused, never passed over', async (_, text, message) => {
    await expect(rig.load(`${text}\n`)).rejects.toThrow(message);
  });

  test.each(readdirSync('lab/router/husain').filter((file) => file.endsWith('.rsc')))(
    '%s comes out of an export as it went in',
    async (file) => {
      await using first = await startRig('6.49');
      await first.router.run('/ip address remove [find]');
      await first.load(
        readFileSync(`lab/router/husain/${file}`, 'utf8')
          .replace(/^add disabled=no interface=ether1$/m, '')
          .replaceAll('ether3', 'ether1'),
      );
      const exported = withoutDate(await first.router.export());
      await using second = await startRig('6.49');
      await second.router.run('/ip address remove [find]');
      await second.load(exported);
      expect(withoutDate(await second.router.export())).toBe(exported);
    },
  );
});

test('DHCP is served under a firewall that drops all input', async () => {
  await rig.load(`/ip pool add name=lan ranges=192.0.2.100-192.0.2.110
/ip dhcp-server add name=lan interface=ether2 address-pool=lan
/ip dhcp-server network add address=192.0.2.0/24 gateway=192.0.2.1
/ip firewall filter add chain=input action=drop
`);
  const asked = await rig.client.exec([
    'busybox',
    'udhcpc',
    '-n',
    '-q',
    '-f',
    '-t',
    '3',
    '-T',
    '1',
    '-i',
    'eth0',
    '-s',
    '/bin/true',
  ]);
  expect(asked.stderr).toMatch(/lease of 192\.0\.2\.1\d\d obtained/);
  await rig.router.run('/ip dhcp-server remove [find]; /ip dhcp-server network remove [find]; /ip pool remove [find]');
});

const withoutDate = (text: string): string => text.replace(/^# .* by RouterOS/, '# by RouterOS');
