import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

// One packet's way through a firewall, as the kernel tells it.

let project: Project;

const firewall = `# by RouterOS 7.16
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add chain=input action=accept connection-state=established,related comment="what is open"
add chain=input action=jump jump-target=knock protocol=tcp in-interface=ether1
add chain=input action=drop protocol=tcp dst-port=22 src-address-list=banned log=yes
add chain=input action=drop in-interface=ether1 src-address-list=!open protocol=tcp dst-port=8291
add chain=knock action=add-src-to-address-list address-list=open dst-port=1234 protocol=tcp
add chain=knock action=return dst-port=8291 protocol=tcp
add chain=knock action=drop dst-port=23 protocol=tcp disabled=yes
add chain=knock action=reject dst-port=23 protocol=tcp
add chain=forward action=drop in-interface=ether1 connection-nat-state=!dstnat
/ip firewall nat
add chain=dstnat action=dst-nat protocol=tcp dst-port=8080 to-addresses=192.0.2.10 to-ports=80
add chain=srcnat action=masquerade out-interface=ether1
/ip firewall raw
add chain=prerouting action=drop src-address=203.0.113.0/24
`;

beforeAll(() => {
  project = createProject();
  project.write('fw.rsc', firewall);
});

afterAll(() => project[Symbol.dispose]());

async function explain(...argv: string[]): Promise<string> {
  const options = argv.includes('--topology') ? argv : [...argv, '--topology', 'small'];
  const { stdout, stderr, exitCode } = await project.knocklab('explain', 'fw.rsc', ...options);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return stdout;
}

test('a packet that a rule stops is told with the rule and its line', async () => {
  expectShown(import.meta, 'explain', await explain('--from', 'attacker', '--tcp', '8291'));
});

test('a packet that no rule stops is let in by the end of the chain, and each rule says why it was not it', async () => {
  expect(
    await explain('--from', 'attacker', '--tcp', '22'),
  ).toBe(`198.51.100.66 → 198.51.100.1 22/tcp, connection-state=new in by ether1

/ip firewall raw, chain prerouting
    0 · drop src-address=203.0.113.0/24  (not src-address=203.0.113.0/24)

/ip firewall nat, chain dstnat
    0 · dst-nat dst-port=8080 protocol=tcp to-addresses=192.0.2.10 to-ports=80  (not dst-port=8080)

/ip firewall filter, chain input
    0 · accept connection-state=established,related ;;; what is open  (not connection-state=established,related)
    1 → jump in-interface=ether1 jump-target=knock protocol=tcp
    4 ·   add-src-to-address-list address-list=open dst-port=1234 protocol=tcp  (not dst-port=1234)
    5 ·   return dst-port=8291 protocol=tcp  (not dst-port=8291)
    7 ·   reject dst-port=23 protocol=tcp  (not dst-port=23)
    2 · drop dst-port=22 protocol=tcp src-address-list=banned  (not src-address-list=banned)
    3 · drop dst-port=8291 in-interface=ether1 protocol=tcp src-address-list=!open  (not dst-port=8291)

Let in, to the router itself: no rule decides, and the end of a chain accepts.
`);
});

test.each([
  [['--tcp', '23'], 'Rejected by rule 7 of /ip firewall filter (fw.rsc:13):'],
  [['--tcp', '22', '--after', 'listed=banned'], 'Dropped by rule 2 of /ip firewall filter (fw.rsc:8):'],
  [['--tcp', '8291', '--after', 'knock=1234/tcp'], 'Let in, to the router itself: no rule decides'],
  [['--tcp', '80', '--source', '203.0.113.9'], 'Dropped by rule 0 of /ip firewall raw (fw.rsc:19):'],
  [['--tcp', '22', '--established'], 'Let in, to the router itself by rule 0 of /ip firewall filter (fw.rsc:6):'],
  [['--icmp', '--to', 'client'], 'Dropped by rule 8 of /ip firewall filter (fw.rsc:14):'],
  [['--tcp', '8080'], 'Forwarded: no rule decides'],
])('%j: %s', async (argv, verdict) => {
  expect(await explain('--from', 'attacker', ...argv)).toContain(verdict);
});

test('from inside, the way out is translated', async () => {
  const text = await explain('--from', 'client', '--to', '198.51.100.66', '--udp', '53');
  expect(text).toMatch(/chain srcnat\n +1 → masquerade out-interface=ether1/);
  expect(text).toMatch(/^Forwarded: no rule decides/m);
});

test.each([
  [['--from', 'attacker'], /Which packet is it\?/, 2],
  [['--from', 'attacker', '--tcp', '22', '--icmp'], /Which packet is it\?/, 2],
  [['--from', 'attacker', '--tcp', '99999'], /Give a port from 1 to 65535/, 2],
  [['--from', 'atacker', '--tcp', '22'], /There is no host "atacker".*attacker/s, 2],
  [['--from', 'attacker', '--tcp', '22', '--after', 'dance'], /"dance" is nothing that a host could do/, 2],
  [['--from', 'attacker', '--tcp', '23', '--established'], /No connection to 198\.51\.100\.1 port 23/, 3],
  [['--from', 'attacker', '--tcp', '22', '--to', '198.51.100.200'], /does not come by the router/, 3],
])('%j is answered with %s', async (argv, message, code) => {
  const { stderr, exitCode } = await project.knocklab('explain', 'fw.rsc', '--topology', 'small', ...argv);
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(code);
});

test('a firewall that nobody can find is told from one that drops the packet', async () => {
  project.write(
    'deaf.rsc',
    overIpv6.replace('protocol=icmpv6 icmp-options=128 src-address=2001:db8:a::/64', 'protocol=icmpv6'),
  );
  const asked = ['--topology', 'small', '--from', 'attacker', '--ipv6', '--tcp', '22'];
  const { stderr, exitCode } = await project.knocklab('explain', 'deaf.rsc', ...asked);
  expect(stderr).toContain(
    'No packet can be sent from attacker to 2001:db8:a::1: its neighbour solicitations are dropped by rule 0 of /ipv6 firewall filter.',
  );
  expect(exitCode).toBe(3);
});

const overIpv6 = `# by RouterOS 7.16
/ipv6 address
add address=2001:db8:a::1/64 interface=ether1 advertise=no
add address=2001:db8:b::1/64 interface=ether2 advertise=no
/ip firewall filter
add chain=input action=drop in-interface=ether1
/ipv6 firewall filter
add chain=input action=drop protocol=icmpv6 icmp-options=128 src-address=2001:db8:a::/64
add chain=input action=drop protocol=tcp dst-port=22 src-address-list=banned
add chain=forward action=reject in-interface=ether1
`;

test.each([
  [['--ipv6', '--icmp'], 'Dropped by rule 0 of /ipv6 firewall filter (v6.rsc:8):'],
  [['--ipv6', '--tcp', '22'], 'Let in, to the router itself: no rule decides'],
  [['--ipv6', '--tcp', '22', '--after', 'listed=banned'], 'Dropped by rule 1 of /ipv6 firewall filter (v6.rsc:9):'],
  [['--to', '2001:db8:b::10', '--udp', '53'], 'Rejected by rule 2 of /ipv6 firewall filter (v6.rsc:10):'],
  [['--icmp', '--source', '2001:db8:c::1', '--ipv6'], 'no rule decides'],
])('over IPv6, %j: %s', async (argv, answer) => {
  project.write('v6.rsc', overIpv6);
  const { stdout, stderr } = await project.knocklab(
    'explain',
    'v6.rsc',
    '--from',
    'attacker',
    '--topology',
    'small',
    ...argv,
  );
  expect(stderr).toBe('');
  expect(stdout).toContain(answer);
  expect(stdout).toContain('→ 2001:db8:');
});
