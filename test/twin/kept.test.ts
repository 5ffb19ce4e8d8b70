import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keptWithoutEffect } from '../../src/twin/menu/kept-without-effect.ts';
import { StandAloneTwin } from '../../src/twin/stand-alone/stand-alone-twin.ts';

async function router(ros: string, text = ''): Promise<StandAloneTwin> {
  const twin = await StandAloneTwin.start({ ros, clock: 'virtual' });
  await twin.load({ name: 'test.rsc', text });
  return twin;
}

async function run(twin: StandAloneTwin, text: string): Promise<string> {
  const printed: string[] = [];
  await twin.run({ name: 'script', text }, (line) => printed.push(line));
  return printed.join('');
}

/** Without the header, which names the moment. */
const exported = async (twin: StandAloneTwin): Promise<string> =>
  (await run(twin, '/export show-sensitive')).replace(/^#.*\n/gm, '');

const office = `/interface pppoe-client
add add-default-route=yes disabled=no interface=ether1 name=wan-pppoe password=p user=u
/interface wireless security-profiles
set [ find default=yes ] supplicant-identity=Office
add authentication-types=wpa2-psk mode=dynamic-keys name=guests wpa2-pre-shared-key="pass phrase"
/ip ipsec proposal
set [ find default=yes ] enc-algorithms=aes-256-cbc
/ppp profile
set default-encryption use-encryption=required
add local-address=10.9.0.1 name=vpn remote-address=vpn-pool
/queue simple
add max-limit=10M/20M name=lan target=192.168.88.0/24
/snmp community
set [ find default=yes ] addresses=10.0.0.0/8
/ip address
add address=203.0.113.9/32 interface=wan-pppoe
/ip cloud
set ddns-enabled=yes
/ip firewall filter
add action=drop chain=input in-interface=wan-pppoe
/ip ipsec peer
add address=198.51.100.1/32 name=branch
/ppp secret
add name=ann password=s3cret profile=vpn service=l2tp
/snmp
set contact=admin enabled=yes
/system note
set show-at-login=no
/tool mac-server
set allowed-interface-list=none
`;

describe.each(['6.49', '7'])('menus without an effect on RouterOS %s', (ros) => {
  test('load, are kept, and are exported so that they load again', async () => {
    const first = await exported(await router(ros, office));
    expect(first).toContain('add action=drop chain=input in-interface=wan-pppoe');
    expect(first).toContain('wpa2-pre-shared-key="pass phrase"');
    expect(await exported(await router(ros, first))).toBe(first);
  });

  test('answer find, get and print', async () => {
    const twin = await router(ros, office);
    expect(await run(twin, ':put [/ppp secret get [find name=ann] profile]')).toBe('vpn\n');
    expect(await run(twin, ':put [/queue simple get lan max-limit]')).toBe('10M/20M\n');
    expect(await run(twin, ':put [:len [/interface wireless security-profiles find]]')).toBe('2\n');
    expect(await run(twin, '/interface print')).toContain('wan-pppoe');
  });

  test('are named, each once, with nothing of what is secret', async () => {
    const notes = keptWithoutEffect((await router(ros, office)).twin.menus).join('\n');
    for (const path of ['/interface pppoe-client', '/ppp secret', '/snmp', '/queue simple'])
      expect(notes.split('\n').filter((note) => note === path)).toEqual([path]);
    expect(notes).not.toContain('s3cret');
    expect(keptWithoutEffect((await router(ros)).twin.menus)).toEqual([]);
  });

  test.each([
    ['/ppp secret add name=x colour=red', /expected end of command|bad parameter|colour/],
    ['/ppp sekret add name=x', /bad command name sekret/],
    ['/ip ipsec active-peers frobnicate', /bad command name|expected end of command/],
  ])('what RouterOS does not know is refused: %s', async (line, text) => {
    expect(await run(await router(ros), line)).toMatch(text);
  });

  test('secrets stay out of an export where the release leaves them out', async () => {
    const text = await run(await router(ros, office), '/export');
    expect(text.includes('s3cret')).toBe(ros === '6.49');
  });
});

test('menus of one generation are unknown to the other', async () => {
  expect(await run(await router('6.49'), '/interface wireguard add name=wg1')).toMatch(/bad command name wireguard/);
  expect(await run(await router('7'), '/ip accounting set enabled=yes')).toMatch(/bad command name accounting/);
  expect(await run(await router('6.49'), '/ip accounting set enabled=yes; :put ok')).toBe('ok\n');
});

test('the table is sorted and names each menu of a generation once', () => {
  const lines = readFileSync('src/twin/menus/kept/kept-menus.txt', 'utf8').trim().split('\n');
  const keys = ['6', '7'].flatMap((generation) =>
    lines.flatMap((line) => {
      const [path, , , , only = ''] = line.split('|');
      return only === '' || only === generation ? [`${generation} ${path}`] : [];
    }),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
