import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
const leaseScript = '/run/knocklab/print-lease';
beforeAll(async () => {
  rig = await startRig();
  const script =
    '#!/bin/sh\n[ "$1" = bound ] && echo "$ip|$mask|$router|$dns|$domain|$ntpsrv|$lease|$opt150"\nexit 0\n';
  await rig.client.exec(['sh', '-c', `printf '%s' "$1" > ${leaseScript}; chmod +x ${leaseScript}`, 'sh', script]);
  await rig.load(`/ip pool add name=lan ranges=192.0.2.100-192.0.2.110
/ip dhcp-server option add name=tftp code=150 value="'192.0.2.5'"
/ip dhcp-server add name=lan interface=ether2 address-pool=lan lease-time=10m disabled=no address-lists=guests \\
    lease-script=":log info \\"lease \\$leaseBound \\$leaseServerName \\$leaseActIP \\$leaseActMAC\\""
/ip dhcp-server network add address=192.0.2.0/24 gateway=192.0.2.1 dns-server=192.0.2.1 domain=lan.example \\
    ntp-server=192.0.2.7 dhcp-option=tftp
`);
});
afterAll(() => rig[Symbol.asyncDispose]());

const run = (line: string): Promise<string> => rig.router.run(line);
const logged = async (): Promise<string[]> => (await rig.router.log()).map(({ message }) => message);

/** What a client is given: `192.0.2.110|24|…`. */
async function lease(...options: string[]): Promise<string> {
  const argv = ['busybox', 'udhcpc', '-f', '-n', '-q', '-t3', '-T1', '-i', 'eth0', '-s', leaseScript, ...options];
  return (await rig.client.exec(argv)).stdout.trim();
}

describe('a DHCP server', () => {
  test('gives an address of the pool and what the network says, and tells of it', async () => {
    const [address = '', ...rest] = (await lease('-O', '150')).split('|');
    expect(address).toMatch(/^192\.0\.2\.1(0\d|10)$/);
    expect(rest.slice(0, 6)).toEqual(['24', '192.0.2.1', '192.0.2.1', 'lan.example', '192.0.2.7', '600']);
    expect(rest[6]).toBe('c0000205');
    const mac = (rig.client.mac ?? '').toUpperCase();
    await expect.poll(logged).toContain(`lease 1 lan ${address} ${mac}`);
    expect((await logged()).find((message) => message.startsWith('lan assigned'))).toContain(`${address} for ${mac}`);
    expect(Object.keys(await rig.entries('guests'))).toEqual([address]);
    expect(await run('/ip pool used print')).toContain(mac);
  });

  test('a lease that is removed is gone, and given anew', async () => {
    await run('/ip dhcp-server lease remove [find dynamic]');
    expect(await run('/ip dhcp-server lease print count-only')).toBe('0\n');
    await expect.poll(logged).toEqual(expect.arrayContaining([expect.stringMatching(/^lan deassigned /)]));
    await expect.poll(async () => Object.keys(await rig.entries('guests'))).toEqual([]);
    expect(await lease()).toMatch(/^192\.0\.2\.1/);
  });

  test('a lease that nobody renews ends, and the script is told so', async () => {
    const address = (await lease()).split('|')[0] ?? '';
    const mac = (rig.client.mac ?? '').toUpperCase();
    await rig.twin.clock.advance('9m');
    const before = await logged();
    await expect
      .poll(() => run(':put [/ip dhcp-server lease get [find dynamic] expires-after]'))
      .toMatch(/^(?:1m|00:01:00|\d\ds|00:00:\d\d)\n$/);
    await rig.twin.clock.advance('61s');
    const since = (await logged()).slice(before.length);
    expect(since).toContain(`lan deassigned ${address} for ${mac}`);
    expect(since).toContain(`lease 0 lan ${address} ${mac}`);
    expect(await run('/ip dhcp-server lease print count-only')).toBe('0\n');
    expect(Object.keys(await rig.entries('guests'))).toEqual([]);
    expect(await lease()).toMatch(/^192\.0\.2\.1/);
  });

  test('a client that is still there when time is turned keeps its lease', async () => {
    const address = (await run(':put [/ip dhcp-server lease get [find dynamic] address]')).trim();
    await rig.client.exec(['ip', 'address', 'add', `${address}/24`, 'dev', 'eth0']);
    const before = (await logged()).length;
    await rig.twin.clock.advance('30m');
    expect(await run(':put [/ip dhcp-server lease get [find dynamic] address]')).toBe(`${address}\n`);
    expect((await logged()).slice(before).filter((message) => message.includes('assigned'))).toEqual([]);
    await rig.client.exec(['ip', 'address', 'del', `${address}/24`, 'dev', 'eth0']);
  });

  test('a lease that is made static stays the same address', async () => {
    const before = (await run(':put [/ip dhcp-server lease get [find dynamic] address]')).trim();
    await run('/ip dhcp-server lease make-static [find dynamic]');
    expect(await run('/ip dhcp-server lease print count-only where dynamic')).toBe('0\n');
    expect(await run('/ip dhcp-server lease export')).toContain(`add address=${before} mac-address=`);
    await run('/ip dhcp-server lease set [find] address=192.0.2.77 lease-time=1h');
    expect(await lease()).toMatch(/^192\.0\.2\.77\|.*\|3600\|$/);
    expect(await run(':put [/ip dhcp-server lease get [find] status]')).toBe('bound\n');
  });

  test('a client that is blocked gets nothing', async () => {
    await run('/ip dhcp-server lease set [find] block-access=yes');
    expect(await lease()).toBe('');
    await run('/ip dhcp-server lease remove [find dynamic=no]; /ip dhcp-server disable lan');
    expect(await lease()).toBe('');
  });
});

describe('a DHCP client', () => {
  beforeAll(async () => {
    await rig.attacker.exec([
      'dnsmasq',
      '--conf-file=/dev/null',
      '--user=',
      '--group=',
      '--port=0',
      '--pid-file=',
      '--dhcp-leasefile=/run/knocklab/isp.leases',
      '--no-ping',
      '--dhcp-authoritative',
      '--dhcp-range=198.51.100.20,198.51.100.20,1h',
      '--dhcp-option=option:router,198.51.100.66',
      '--dhcp-option=option:dns-server,198.51.100.66',
    ]);
    await run('/ip address remove [find interface=ether1]');
  });

  test('takes an address, a route and a name server, and runs its script', async () => {
    await run(
      '/ip dhcp-client add interface=ether1 disabled=no default-route-distance=5 ' +
        'script=":log info \\"client \\$bound \\$\\"lease-address\\" \\$interface\\""',
    );
    await expect.poll(() => run(':put [/ip dhcp-client get 0 status]'), { timeout: 8000 }).toBe('bound\n');
    expect(await run('/ip route print')).toMatch(/DAd 0\.0\.0\.0\/0\s+198\.51\.100\.66\s+5/);
    expect(await run(':put [/ip dns get dynamic-servers]')).toBe('198.51.100.66\n');
    expect(await rig.answers('198.51.100.20')).toBe(true);
    await expect.poll(logged).toContain('client 1 198.51.100.20 ether1');
    expect(await logged()).toContain('dhcp-client on ether1 got IP address 198.51.100.20');
  });

  test('gives its lease back', async () => {
    await run('/ip dhcp-client release 0');
    await expect.poll(() => rig.answers('198.51.100.20')).toBe(false);
    await expect.poll(logged).toContain('client 0  ether1');
    expect(await logged()).toContain('dhcp-client on ether1 lost IP address 198.51.100.20 - lease stopped locally');
    await run('/ip dhcp-client renew 0');
    await expect.poll(() => run(':put [/ip dhcp-client get 0 status]'), { timeout: 8000 }).toBe('bound\n');
  });
});
