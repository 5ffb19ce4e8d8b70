import { expect, test } from 'vitest';
import { StandAloneTwin } from '../stand-alone/stand-alone-twin.ts';

/** What an office router's configuration says of its network, in both spellings of the version. */
const configuration = (ros: '6.49' | '7'): string => `/interface bridge
add name=lan vlan-filtering=yes
/interface ethernet
set [ find default-name=ether1 ] comment=uplink name=wan
set [ find default-name=ether9 ] disabled=yes mtu=1400
/interface vlan
add interface=lan name=guests vlan-id=20
/interface list
add name=WAN
add include=WAN name=ALL
/ip pool
add name=lan ranges=192.0.2.100-192.0.2.199
/ip dhcp-server option
add code=150 name=tftp value="'192.0.2.5'"
/ip dhcp-server
add address-pool=lan disabled=no interface=lan lease-script=":log info \\$leaseActIP" name=lan
${ros === '7' ? '/routing table\nadd fib name=isp2\n' : ''}/interface bridge port
add bridge=lan interface=ether2
add bridge=lan frame-types=admit-only-untagged-and-priority-tagged interface=ether3 pvid=20
/interface bridge settings
set use-ip-firewall=yes
/interface bridge vlan
add bridge=lan tagged=lan,ether2 vlan-ids=20-22
/interface list member
add interface=wan list=WAN
/ip address
add address=192.0.2.1/24 interface=lan
add address=203.0.113.1/32 interface=wan network=203.0.113.254
/ip arp
add address=192.0.2.9 interface=lan mac-address=02:00:00:00:00:99
/ip dhcp-client
add disabled=no interface=guests script=":log info x"
/ip dhcp-server lease
add address=192.0.2.50 address-lists=friends client-id=1:2:0:0:0:0:1 mac-address=02:00:00:00:00:01 server=lan
/ip dhcp-server network
add address=192.0.2.0/24 dhcp-option=tftp dns-server=192.0.2.1 gateway=192.0.2.1
/ip dns
set allow-remote-requests=yes servers=198.51.100.53,2001:db8::53
/ip dns static
add address=192.0.2.1 name=router.lan
add name=alias.lan cname=router.lan type=CNAME
add forward-to=198.51.100.53 regexp="\\\\.corp\\$" type=FWD
/ip route
add distance=2 gateway=203.0.113.254
add check-gateway=ping gateway=203.0.113.254%wan ${ros === '7' ? 'routing-table=isp2' : 'routing-mark=isp2'}
add ${ros === '7' ? 'blackhole' : 'type=blackhole'} dst-address=10.0.0.0/8
/ip settings
set rp-filter=strict
/ipv6 address
add address=2001:db8:1::1 interface=lan
/ipv6 nd
set [ find default=yes ] advertise-dns=no
add interface=guests ra-lifetime=none
/ipv6 route
add dst-address=2001:db8:2::/48 gateway=fe80::1%wan
${ros === '7' ? '/routing rule' : '/ip route rule'}
add action=lookup-only-in-table src-address=192.0.2.0/24 table=isp2
`;

async function loaded(ros: '6.49' | '7', text: string): Promise<StandAloneTwin> {
  const router = await StandAloneTwin.start({ ros, clock: 'virtual' });
  await router.load({ name: 'router.rsc', text });
  return router;
}

async function said(router: StandAloneTwin, line: string): Promise<string> {
  const printed: string[] = [];
  await router.run({ name: 'line', text: line }, (text) => printed.push(text));
  return printed.join('');
}

const exported = async (router: StandAloneTwin): Promise<string> =>
  (await said(router, '/export')).replace(/^#.*\n/gm, '');

test.each(['6.49', '7'] as const)('RouterOS %s: what is exported loads to the same', async (ros) => {
  const first = await exported(await loaded(ros, configuration(ros)));
  for (const words of ['name=wan', 'vlan-ids=20-22', 'table=isp2', 'lease-script=', 'forward-to=', 'ra-lifetime=none'])
    expect(first).toContain(words);
  expect(first.includes('add blackhole dst-address=10.0.0.0/8\n')).toBe(ros === '7');
  expect(await exported(await loaded(ros, first))).toBe(first);
});

test('a router on paper has the ports that its file names, and shows what it would do', async () => {
  const router = await loaded('7', configuration('7'));
  expect(await said(router, ':put [/interface ethernet print count-only]')).toContain('6\n');
  expect(await said(router, '/ip route print')).toMatch(/DAc 192\.0\.2\.0\/24 +lan +0/);
  expect(await said(router, '/ip route print')).toMatch(/DAc 203\.0\.113\.254 +wan +0/);
  expect(await said(router, ':put [/ip route get [find distance=2] active]')).toBe('true\n');
  expect(await said(router, ':put [:resolve alias.lan]')).toBe('192.0.2.1\n');
  expect(await said(router, ':resolve nowhere.example')).toContain('failure: dns server failure');
  expect(await said(router, ':put [/ip dhcp-client get 0 status]')).toBe('searching...\n');
  expect(await said(router, ':put ([/interface ethernet monitor ether2 once as-value]->"status")')).toBe('link-ok\n');
  expect(await said(router, '/interface ethernet monitor ether9 once')).toContain('status: no-link');
  expect(await said(router, '/interface print where name=lo')).toMatch(/R +lo +loopback +65536/);
});

test('an interface that is gone leaves its number behind', async () => {
  const router = await loaded('7', configuration('7'));
  await said(router, '/interface vlan remove guests');
  expect(await said(router, '/ip dhcp-client export')).toMatch(/interface=\*[0-9A-F]+/);
  const text = await exported(router);
  expect(await exported(await loaded('7', text))).toBe(text);
});

test.each([
  ['7', '/routing rule add action=lookup table=main', ''],
  ['6.49', '/routing table add name=x', 'bad command name'],
  ['7', '/ip address add address=192.0.2.1/24 interface=ether77', 'input does not match any value of interface'],
  ['7', '/interface list member add list=LAN interface=ether1', 'input does not match any value of list'],
  ['7', '/ip route add dst-address=10.0.0.0/8', 'failure: gateway must be specified'],
  ['7', '/interface bridge add name=ether1', 'failure: already have interface with such name'],
  ['7', '/interface vlan add name=v interface=ether1 vlan-id=5000', 'vlan-id'],
  ['7', '/ip dns static add name=x type=CNAME', 'failure: cname must be specified'],
  ['7', '/ipv6 address add address=192.0.2.1/24 interface=ether1', 'invalid value for argument address'],
] as const)('RouterOS %s: %s: %s', async (ros, line, text) => {
  const router = await StandAloneTwin.start({ ros, clock: 'virtual' });
  const answer = await said(router, line);
  if (text === '') expect(answer).toBe('');
  else expect(answer).toContain(text);
});
