import { expect, onTestFinished, test } from 'vitest';
import { createProject } from './knocklab.ts';

// Findings of `knocklab check` and the packets that show them, in one lab.

const firewall = `# by RouterOS 7.16
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ipv6 address
add address=2001:db8:a::1/64 advertise=no interface=ether1
add address=2001:db8:b::1/64 advertise=no interface=ether2
/interface list
add name=WAN
/interface list member
add interface=ether1 list=WAN
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=add-src-to-address-list address-list=first address-list-timeout=30s chain=input dst-port=1001 protocol=tcp
add action=add-src-to-address-list address-list=second address-list-timeout=30s chain=input dst-port=1002 protocol=tcp src-address-list=first
add action=add-src-to-address-list address-list=open address-list-timeout=1h chain=input dst-port=1007 protocol=tcp src-address-list=second
add action=accept chain=input dst-port=8291 protocol=tcp src-address-list=open
add action=drop chain=input dst-port=8000-9000 in-interface-list=WAN protocol=tcp
add action=log chain=input dst-port=8080 in-interface-list=WAN protocol=tcp
add action=accept chain=input dst-port=8291 in-interface-list=WAN protocol=tcp src-address-list=friends
add action=jump chain=forward in-interface-list=WAN jump-target=out
add action=drop chain=out
add action=reject chain=forward content=bad in-interface-list=WAN protocol=udp
/ip firewall address-list
add address=203.0.113.9 list=friends
`;

test('packets in a lab confirm what a check says, or say what cannot be tried', async () => {
  const project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
  project.write('fw.rsc', firewall);
  const argv = ['check', 'fw.rsc', '--prove', '--topology', 'small', '--json'];
  const { exitCode, stdout, stderr } = await project.knocklab(...argv);
  expect([exitCode, stderr]).toEqual([1, '']);
  const [{ findings }] = JSON.parse(stdout);
  const proofs = findings
    .filter(({ proof }: { proof: unknown }) => proof !== null)
    .map(({ check, rule, proof }: { check: string; rule: number | null; proof: object }) => ({
      check,
      rule,
      ...proof,
    }));
  expect(proofs).toEqual([
    {
      check: 'own-combination',
      rule: 1,
      verdict: 'confirmed',
      evidence: 'attacker asks the TCP ports 1 to 1007, one after the other, and is on open then',
    },
    {
      check: 'other-layers',
      rule: null,
      verdict: 'confirmed',
      evidence: '23/tcp from attacker is delivered: no rule decides',
    },
    {
      check: 'other-layers',
      rule: null,
      verdict: 'confirmed',
      evidence: '22/tcp over IPv6 from attacker is delivered: no rule decides',
    },
    { check: 'shadowed', rule: 6, verdict: 'confirmed', evidence: '8080/tcp from attacker ends at rule 5' },
    {
      check: 'shadowed',
      rule: 7,
      verdict: 'confirmed',
      evidence: '8291/tcp of a member of friends from attacker ends at rule 5',
    },
    {
      check: 'shadowed',
      rule: 10,
      verdict: 'untried',
      evidence: 'no packet of ours matches the rule: it asks for content',
    },
    {
      check: 'ipv6-forgotten',
      rule: null,
      verdict: 'confirmed',
      evidence: '22/tcp over IPv6 from attacker to client is forwarded: no rule decides',
    },
  ]);
});

test('a finding that this network does not show is not confirmed', async () => {
  const project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
  const own = 'add action=drop chain=input src-address=198.51.100.0/24\n';
  project.write(
    'fw.rsc',
    firewall.replace(
      'add action=accept chain=input connection-state',
      `${own}add action=accept chain=input connection-state`,
    ),
  );
  const { stdout } = await project.knocklab(
    'check',
    'fw.rsc',
    '--prove',
    '--topology',
    'small',
    '--except',
    '1,2,3,4,5,6,7,8,shadowed',
  );
  expect(stdout).toContain('proof: refuted, 23/tcp from attacker is dropped: rule 0 of filter\n');
});

test('a lab that does not come up loses nothing of what was found', async () => {
  const project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
  project.write(
    'fw.rsc',
    '/ip firewall filter\nadd action=drop chain=input\nadd action=drop chain=input in-interface=wan\n',
  );
  const { exitCode, stdout, stderr } = await project.knocklab('check', 'fw.rsc', '--prove', '--topology', 'small');
  expect(exitCode).toBe(2);
  expect(stdout).toContain('fw.rsc:3: /ip firewall filter 1 can never match');
  expect(stderr).toContain('It needs interfaces wan,');
});
