import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
/** The attacker's own name server knows one zone, and says no to everything else. */
beforeAll(async () => {
  rig = await startRig();
  const zone = ['--address=/#/', '--host-record=www.example,203.0.113.80,60', '--txt-record=www.example,hello'];
  const many = Array.from({ length: 60 }, (_, index) => `--host-record=many.example,203.0.113.${index + 100}`);
  await rig.attacker.exec([
    'dnsmasq',
    '--conf-file=/dev/null',
    '--user=',
    '--group=',
    '--no-resolv',
    '--no-hosts',
    '--pid-file=',
    '--local-ttl=60',
    ...zone,
    ...many,
  ]);
  await rig.load(`/ip dns set allow-remote-requests=yes servers=${outside.attacker}\n`);
});
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);

/** What a client in the LAN is told of a name. */
async function lookup(name: string, type = 'a', server: string = inside.router): Promise<string> {
  const { stdout, stderr } = await rig.client.exec(['busybox', 'nslookup', `-type=${type}`, name, server]);
  return `${stdout}${stderr}`;
}

describe('static names', () => {
  beforeAll(() =>
    rig.load(`/ip dns static
add name=router.lan address=192.0.2.1
add name=router.lan type=AAAA address=2001:db8:b::1
add name=lab.example address=192.0.2.2 match-subdomain=yes
add name=alias.lan type=CNAME cname=router.lan
add name=alias.example type=CNAME cname=www.example
add name=lan type=MX mx-exchange=mail.lan mx-preference=5
add name=lan type=TXT text="v=spf1 -all"
add name=no.example type=NXDOMAIN
add regexp="^ad[0-9]+\\\\.example\\$" address=192.0.2.3
add name=inner.test type=FWD forward-to=${outside.attacker} match-subdomain=yes
`),
  );

  test.each([
    ['router.lan', 'a', '192.0.2.1'],
    ['ROUTER.lan', 'a', '192.0.2.1'],
    ['router.lan', 'aaaa', '2001:db8:b::1'],
    ['deep.lab.example', 'a', '192.0.2.2'],
    ['alias.lan', 'a', '192.0.2.1'],
    ['alias.example', 'a', '203.0.113.80'],
    ['lan', 'mx', '5 mail.lan'],
    ['lan', 'txt', 'v=spf1 -all'],
    ['ad12.example', 'a', '192.0.2.3'],
    ['no.example', 'a', 'NXDOMAIN'],
    ['adx.example', 'a', 'NXDOMAIN'],
  ])('%s %s: %s', async (name, type, expected) => {
    expect(await lookup(name, type)).toContain(expected);
  });

  test('a disabled name is asked of the servers', async () => {
    await run('/ip dns static disable [find name=no.example]');
    await run('/ip dns static add name=www.example address=192.0.2.9 disabled=yes');
    expect(await lookup('www.example')).toContain('203.0.113.80');
    await run('/ip dns static enable [find name=www.example]');
    expect(await lookup('www.example')).toContain('192.0.2.9');
    await run('/ip dns static remove [find name=www.example]');
  });

  test.each(['type=A', 'name=x', 'name=x type=CNAME', 'name=x address=2001:db8::1 type=A'])(
    'what says too little is refused: %s',
    async (props) => {
      await expect(run(`/ip dns static add ${props}`)).rejects.toThrow(/failure: /);
    },
  );
});

describe('the cache', () => {
  test('remembers what a server said, until it is flushed', async () => {
    await run('/ip dns cache flush');
    expect(await lookup('www.example', 'txt')).toContain('hello');
    expect(await run('/ip dns cache print')).toMatch(/www\.example\s+TXT\s+hello\s+(1m|5\ds)/);
    await rig.attacker.exec(['busybox', 'killall', 'dnsmasq']);
    expect(await lookup('www.example', 'txt')).toContain('hello');
    await run('/ip dns set query-server-timeout=200ms query-total-timeout=400ms');
    await run('/ip dns cache flush');
    expect(await lookup('www.example', 'txt')).not.toContain('hello');
  });
});

describe(':resolve', () => {
  test('knows static names and aliases, and says what it does not know', async () => {
    expect(await run(':put [:resolve alias.lan]')).toBe('192.0.2.1\n');
    expect(await run(':put [:typeof [:resolve router.lan]]')).toBe('ip\n');
    expect(await run(':put [:resolve 192.0.2.77]')).toBe('192.0.2.77\n');
    expect(await run(':put [:resolve domain-name=router.lan type=ipv6]')).toBe('2001:db8:b::1\n');
    expect(await run(`:put [:resolve router.lan server=${inside.router} server-port=53]`)).toBe('192.0.2.1\n');
    await run('/ip dns static add name=gone.lan type=NXDOMAIN');
    await expect(run(':resolve gone.lan')).rejects.toThrow('dns name does not exist');
    await expect(run(':resolve unknown.example')).rejects.toThrow('dns server failure');
  });
});

test('an answer puts its address on a list', async () => {
  await run('/ip dns static add name=listed.lan address=192.0.2.44 ttl=1m address-list=seen');
  expect(await lookup('listed.lan')).toContain('192.0.2.44');
  await expect.poll(async () => Object.keys(await rig.entries('seen'))).toEqual(['192.0.2.44']);
});

test('nobody else is answered unless that is allowed, and the answer comes from where it was asked', async () => {
  expect(await lookup('router.lan', 'a', outside.router)).toContain('192.0.2.1');
  expect(await rig.stateOf(53)).toBe('open');
  await run('/ip dns set allow-remote-requests=no');
  expect(await rig.stateOf(53)).toBe('closed');
  expect(await lookup('router.lan')).not.toContain('192.0.2.1\n');
});
