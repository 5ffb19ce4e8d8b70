import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

// What changes for whom, seen by packets under both configurations.

let project: Project;

const addresses = `# by RouterOS 7.16
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
`;

const before = `${addresses}/ip firewall filter
add chain=input action=accept connection-state=established,related
add chain=input action=add-src-to-address-list address-list=trap address-list-timeout=1h protocol=tcp dst-port=5000 in-interface=ether1
add chain=input action=drop src-address-list=trap in-interface=ether1 protocol=tcp
add chain=input action=accept protocol=tcp dst-port=22 in-interface=ether1
add chain=input action=drop in-interface=ether1
/ip firewall nat
add chain=dstnat action=dst-nat in-interface=ether1 protocol=tcp dst-port=8080 to-addresses=192.0.2.10 to-ports=80
`;

/** WinBox is let in above the drop, the forwarded port leads elsewhere, and nobody is trapped any more. */
const after = `${addresses}/ip firewall filter
add chain=input action=accept connection-state=established,related
add chain=input action=accept protocol=tcp dst-port=22,8291 in-interface=ether1 comment="remote | support"
add chain=input action=drop in-interface=ether1
/ip firewall nat
add chain=dstnat action=dst-nat in-interface=ether1 protocol=tcp dst-port=8080 to-addresses=192.0.2.10 to-ports=8081
`;

beforeAll(() => {
  project = createProject();
  project.write('before.rsc', before);
  project.write('after.rsc', after);
  project.write(
    'policy.yaml',
    'may_open:\n  - { to: router, packets: [8291/tcp], because: remote support }\n  - { from: attacker, packets: [tcp], when: after a scan, because: nobody is banned any more }\n  - { packets: [8080/tcp], because: the web server has moved }\n',
  );
});

afterAll(() => project[Symbol.dispose]());

const diff = (...argv: string[]) => project.knocklab('diff', ...argv, '--topology', 'small');

test('what opens is told first, with rules, lines and a packet to try', async () => {
  const { stdout, stderr, exitCode } = await diff('before.rsc', 'after.rsc');
  expect(stderr).toBe('');
  expect(stdout).toContain(`OPENED
  attacker → router   NOT ALLOWED
      at first: 8291/tcp
      after a scan: 22, 8291/tcp
      was dropped by filter 4 (before.rsc:10), or filter 2 (before.rsc:8)
      is  let in by filter 1 ;;; remote | support (after.rsc:7)
      try attacker → 198.51.100.1 8291/tcp
`);
  expect(stdout).toContain(`SENT ELSEWHERE
  attacker → router: always: 8080/tcp   NOT ALLOWED
      was forwarded to 192.0.2.10:80: no rule decides
      is  forwarded to 192.0.2.10:8081: no rule decides
`);
  expect(stdout).toMatch(/NO LONGER LISTED\n {2}attacker → router: always: 5000\/tcp\n.*listed on trap/);
  expectShown(import.meta, 'diff', stdout);
  expect(stdout).not.toMatch(/client →/);
  expect(exitCode).toBe(1);
});

test('what the policy allows to open is no failure, and a table for a pull request holds every cell', async () => {
  const { stdout, exitCode } = await diff('before.rsc', 'after.rsc', '--policy', 'policy.yaml', '--format', 'markdown');
  expect(stdout).toContain('| opened | attacker → router | at first: 8291/tcp<br>after a scan: 22, 8291/tcp |');
  expect(stdout).toContain(';;; remote \\| support');
  expect(stdout).not.toContain('not allowed');
  expect(exitCode).toBe(0);
});

test('a configuration and itself differ for nobody; what closes is no failure', async () => {
  const same = await diff('before.rsc', 'before.rsc', '--format', 'json');
  expect(JSON.parse(same.stdout)).toMatchObject({ changes: [] });
  expect(same.exitCode).toBe(0);
  const back = await diff('after.rsc', 'before.rsc', '--policy', 'policy.yaml', '--format', 'json');
  const kinds = new Set((JSON.parse(back.stdout) as { changes: { kind: string }[] }).changes.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['closed', 'sent elsewhere', 'now listed']));
  expect(back.exitCode).toBe(0);
});

test('a fault in the policy is shown with its place', async () => {
  project.write('wrong.yaml', 'may_open:\n  - { to: router, packets: [winbox], because: x }\n');
  const { stderr, exitCode } = await diff('before.rsc', 'after.rsc', '--policy', 'wrong.yaml');
  expect(stderr).toMatch(/wrong\.yaml:2:\d+/);
  expect(exitCode).toBe(2);
});

test('a snapshot is the same again, and tells what is not', async () => {
  const first = await project.knocklab('snapshot', 'before.rsc', '--topology', 'small');
  expect(first.stdout).toContain(`attacker → router
  at first
    delivered: 22/tcp
    dropped, listed on trap: 5000/tcp
`);
  expectShown(import.meta, 'snapshot', first.stdout);
  project.write('reach.txt', first.stdout);
  const again = await project.knocklab('snapshot', 'before.rsc', '--topology', 'small', '--check', 'reach.txt');
  expect(again).toMatchObject({ stdout: 'As in reach.txt.\n', exitCode: 0 });
  const other = await project.knocklab('snapshot', 'after.rsc', '--topology', 'small', '--check', 'reach.txt');
  expect(other.stdout).toMatch(/attacker → router\n.*\n.*- +delivered: 22\/tcp\n(.*\n)*\+ +delivered: 22, 8291\/tcp/);
  expect(other.exitCode).toBe(1);
});

test('IPv6 that nobody thought of opens what IPv4 keeps closed', async () => {
  const closed = `${addresses}/ip firewall filter\nadd chain=input action=drop in-interface=ether1\n`;
  const ipv6 = `/ipv6 address
add address=2001:db8:a::1/64 interface=ether1 advertise=no
add address=2001:db8:b::1/64 interface=ether2 advertise=no
`;
  const closing = `/ipv6 firewall filter
add chain=input action=accept protocol=icmpv6 icmp-options=135
add chain=input action=drop in-interface=ether1
add chain=forward action=drop in-interface=ether1
`;
  const deaf = '/ipv6 firewall filter add chain=input action=drop in-interface=ether1\n';
  project.write('v4.rsc', closed);
  project.write('forgotten.rsc', closed + ipv6);
  project.write('closed6.rsc', closed + ipv6 + closing);
  project.write('deaf.rsc', closed + ipv6 + deaf);
  const forgotten = await diff('v4.rsc', 'forgotten.rsc');
  expect(forgotten.stdout).toContain(`OPENED
  attacker → router over IPv6: always: all tcp, all udp, icmp   NOT ALLOWED
      was goes nowhere
      is  let in: no rule decides
      try attacker → 2001:db8:a::1 21/tcp
`);
  expect(forgotten.stdout).not.toMatch(/router:/);
  expect(forgotten.exitCode).toBe(1);
  const repaired = await diff('forgotten.rsc', 'closed6.rsc');
  expect(repaired.stdout).toContain('CLOSED\n  attacker → router over IPv6: always: all tcp, all udp, icmp\n');
  expect(repaired.stdout).toContain('is  dropped by filter 1 (closed6.rsc:12)');
  expect(repaired.stdout).not.toMatch(/client →/);
  expect(repaired.exitCode).toBe(0);
  // Who drops neighbour solicitations is not found any more: no packet comes as far as a rule.
  const silent = await diff('closed6.rsc', 'deaf.rsc');
  expect(silent.stdout).toContain('attacker → router over IPv6: always: all tcp, all udp, icmp\n');
  expect(silent.stdout).toContain('is  goes nowhere');
});
