import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStreet, type Street } from './street.ts';

// The device is a twin in a lab that plays the machine's surroundings: no real network card is touched, and no real network met.

const address = '192.168.88.1';
const onDevice = ['--router', 'device', '--address', address, '--nic', 'ether1=card1', '--nic', 'ether2=card2'];

/** Port 22 is shut to the outside until somebody knocks. */
const firewall = `/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall address-list
add address=203.0.113.9 list=friends
/ip firewall filter
add action=add-src-to-address-list address-list=guests address-list-timeout=1h chain=input dst-port=7777 in-interface=ether1 protocol=tcp
add action=accept chain=input src-address-list=guests
add action=accept chain=input in-interface=ether2
add action=drop chain=input
add action=drop chain=output dst-address=!198.51.100.0/23
/ip firewall raw
add action=drop chain=prerouting src-address=192.168.88.0/24
/ip dns
set allow-remote-requests=yes cache-size=8192
/system scheduler
add interval=1s name=guests on-event=":global klSeen [:len [/log find message~\\"of an earlier run\\"]]"
/system identity
set name=gate
`;

const knock = `scenario: one knock opens the door
topology: small
router: fw.rsc
start-at: 2023-07-20T20:43:00
steps:
  - title: the door is shut
    scan: { from: attacker, to: router, tcp: [22], expect: filtered }
  - knock: { from: attacker, to: router, sequence: [7777/tcp] }
  - expect: { address-list: guests, holds: attacker }
  - run: { router: ':if ([:len [/log find message~"of an earlier run"]] > 0) do={ :error "seen" }' }
  - title: the door is open
    scan: { from: attacker, to: router, tcp: [22], expect: open }
  - title: the network of the management is not to be reached from the lab
    ping: { from: attacker, to: 192.168.88.2, expect: unanswered }
`;

function withScenario({ project }: Street, text = knock): void {
  project.write('fw.rsc', firewall);
  project.write('scenarios/door.yaml', text);
}

const results = ({
  project,
}: Street): { scenarios: { status: string; error?: { code: string }; steps: unknown[] }[] } =>
  JSON.parse(readFileSync(join(project.folder, 'reports', 'latest', 'results.json'), 'utf8'));

test('a scenario passes on a device, which is afterwards what it was', async () => {
  const street = await openStreet();
  const { router, project } = street;
  withScenario(street);
  const before = await street.export();
  await router.run(':log info "of an earlier run"');
  const [clock] = await router.print('/system/clock');
  const { code, out, err } = await street.knocklab('run', ...onDevice, '--yes');
  expect([code, err, code === 0 ? '' : out]).toEqual([0, '', '']);
  expect(out).toContain('/ip/firewall/filter: 5 items added');
  expect(out).toContain('/ip/dns: allow-remote-requests, cache-size set');
  expect(out).toContain('the clock is set to 2023-07-20T20:43:00');
  expect(out).toContain(`${address} is as it was: its export is the same`);
  expect(await street.export()).toBe(before);
  // The next scenario meets nobody whom this one has let in.
  expect(await router.addressList()).toEqual([]);
  expect(JSON.stringify(await router.print('/ip/firewall/connection'))).not.toContain('198.51.100.66');
  expect((await router.print('/system/clock'))[0]?.date).toBe(clock?.date);
  expect(await router.print('/system/script/environment')).toEqual([]);
  expect(await router.print('/file', { query: { name: 'knocklab-import.rsc' } })).toEqual([]);
  expect(await street.cards()).toEqual(['card1', 'card2', 'card3']);
  const [, log = ''] = /kept in (\S+\.log)$/m.exec(out) ?? [];
  expect(readFileSync(log, 'utf8')).toContain('of an earlier run\n');
  // What somebody hands on tells nothing of the rest of his router.
  const page = readFileSync(join(project.folder, 'reports', 'latest', 'index.html'), 'utf8');
  expect(page).toContain('is a device with RouterOS 7');
  expect(page).not.toContain('contact=somebody');
});

test.each([
  ['yes', 0],
  ['y', 2],
] as const)('on a terminal the word yes is typed: %s ends with %i', async (typed, code) => {
  const street = await openStreet();
  withScenario(street);
  const before = await street.export();
  const ended = await street.typed(typed, 'run', ...onDevice);
  expect(ended.code).toBe(code);
  expect(ended.out).toContain('/ip/firewall/filter: 5 items added');
  expect(ended.out.includes('the door is shut')).toBe(code === 0);
  expect(ended.out.includes('export    reports/')).toBe(code === 0);
  expect(await street.export()).toBe(before);
});

test.each([
  ['a step that does not pass', knock.replace('tcp: [22], expect: filtered', 'tcp: [22], expect: open'), 1],
  ['a command that the router refuses', `${knock}  - run: { router: /ip nowhere }\n`, 3],
])('%s leaves nothing on the device', async (_, text, status) => {
  const street = await openStreet();
  withScenario(street, text);
  const before = await street.export();
  const { code, out } = await street.knocklab('run', ...onDevice, '--yes');
  expect(code).toBe(status);
  expect(out).toContain('is as it was: its export is the same');
  expect(await street.export()).toBe(before);
  expect(await street.cards()).toEqual(['card1', 'card2', 'card3']);
});

test('an import that breaks off is taken back', async () => {
  const street = await openStreet();
  withScenario(street);
  street.project.write('fw.rsc', `${firewall}/ip firewall filter\nadd action=nonsense chain=input\n`);
  const before = await street.export();
  const { code, out } = await street.knocklab('run', ...onDevice, '--yes');
  expect(code).toBe(2);
  expect(out).toContain('input does not match any value of action');
  expect(out).toContain('is as it was: its export is the same');
  expect(await street.export()).toBe(before);
});

test('what a scenario has changed besides is said, with the file that has it', async () => {
  const street = await openStreet();
  withScenario(street, `${knock}  - run: { router: /snmp set contact=nobody }\n`);
  const { code, out } = await street.knocklab('run', ...onDevice, '--yes');
  expect(code).toBe(3);
  expect(results(street).scenarios[0]?.error?.code).toBe('device/changed');
  expect(out).toContain('+ /snmp set contact=nobody');
  const [, file = ''] = /(\S+\/door\.rsc)\.$/m.exec(out) ?? [];
  expect(readFileSync(file, 'utf8')).toContain('set contact=somebody');
});

test('Ctrl-C puts it back', async () => {
  const street = await openStreet();
  withScenario(street, `${knock}  - advance: 60s\n`);
  const before = await street.export();
  const ended = await street.signalled('SIGINT', /✔ +1 the door is shut/, 'run', ...onDevice, '--yes');
  expect(ended).toMatchObject({ code: 130, out: expect.stringContaining('is as it was: its export is the same') });
  expect(await street.export()).toBe(before);
  expect(await street.cards()).toEqual(['card1', 'card2', 'card3']);
});

test('after SIGKILL the file that was named puts it back', async () => {
  const street = await openStreet();
  withScenario(street, `${knock}  - advance: 60s\n`);
  const before = await street.export();
  const { code, out } = await street.signalled('SIGKILL', /✔ +1 the door is shut/, 'run', ...onDevice, '--yes');
  expect(code).not.toBe(0);
  expect(await street.export()).not.toBe(before);
  const [, file = ''] = /killed: knocklab device restore (\S+) --address 192\.168\.88\.1$/m.exec(out) ?? [];

  const again = ['run', '--router', 'device', '--address', address, '--nic', 'ether1=card3', '--nic', 'ether2=eth9'];
  await street.lab.host('machine').exec(['ip', 'link', 'add', 'eth9', 'type', 'veth', 'peer', 'name', 'eth10']);
  const refused = await street.knocklab(...again, '--yes');
  expect(refused.out).toContain('A run is under way on the device, or was killed (script "knocklab-run-');

  const saved = readFileSync(join(street.project.folder, file), 'utf8');
  const other = street.project.write('other.rsc', saved.replace(/knocklab-run-\w+/, 'knocklab-run-other'));
  const restore = (name: string) => street.knocklab('device', 'restore', name, '--address', address, '--yes');
  expect((await restore(other)).err).toContain('or was killed (script "knocklab-run-');
  expect(await street.export()).not.toBe(before);

  expect(await restore(file)).toMatchObject({ code: 0, out: expect.stringContaining('is as the export has it') });
  expect(await street.export()).toBe(before);
  expect(await restore(file)).toMatchObject({ code: 0, out: expect.stringContaining('is as the export has it') });
  expect(await street.export()).toBe(before);
});

test('what the command line alone can tell is refused before anybody has spoken to the device', async () => {
  const street = await openStreet();
  withScenario(street);
  const device = ['run', '--router', 'device', '--yes'];
  const to = ['--address', address];
  const nic = (card: string): string[] => [...device, ...to, '--nic', `ether1=${card}`];
  const ip = async (line: string): Promise<boolean> =>
    (await street.lab.host('machine').exec(['ip', ...line.split(' ')])).exitCode === 0;
  await ip('link set card2 up');
  await ip('route add 203.0.113.0/24 dev card2');
  await ip('link add br0 type bridge');
  await ip('link set card3 master br0');
  await ip('link add eth9 type veth peer name eth10');
  // Not every kernel has it.
  const isStacked = await ip('link add link eth9 name above1 type macvlan');
  const refusals: [argv: string[], code: number, message: string][] = [
    [device, 2, '"--router device" needs "--address"'],
    [[...device, ...to], 2, '"--router device" needs "--nic".'],
    [['run', ...to], 2, '"--address" needs "--router device".'],
    [['run', '--nic', 'ether1=card1'], 2, '"--nic" needs "--router device".'],
    [[...nic('card1'), '--keep'], 2, '"--keep" does not go with "--router device".'],
    [[...nic('card1'), '--fabric', 'docker'], 2, '"--fabric docker" does not go with "--router device".'],
    [nic('eth0'), 3, '"eth0" has the address 192.168.88.2'],
    [nic('card2'), 3, '"card2" has the route 203.0.113.0/24'],
    [nic('card3'), 3, '"card3" is part of br0'],
    [nic('br0'), 3, '"br0" is no card (bridge)'],
    [nic('lo'), 3, '"lo" is no card (loopback)'],
    [nic('card9'), 3, '"card9" is none of this machine'],
    [[...nic('card1'), '--nic', 'ether2=card1'], 3, '"card1" is given for two interfaces'],
    [nic('card1').filter((word) => word !== '--yes'), 2, 'Nobody is there to agree to it.'],
  ];
  if (isStacked) refusals.push([nic('eth9'), 3, '"eth9" carries above1']);
  for (const [argv, code, message] of refusals)
    expect([argv, await street.knocklab(...argv)]).toMatchObject([
      argv,
      { code, err: expect.stringContaining(message) },
    ]);
  // Where a user namespace is forbidden, labs are root's own, and root may become somebody else.
  const canLeave = (await street.lab.host('machine').exec(['unshare', '--user', 'true'])).exitCode === 0;
  const nobody = canLeave ? ['unshare', '--user'] : ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const asNobody = await street.behind(nobody, ...nic('card1'));
  expect(asNobody).toMatchObject({ code: 3, err: expect.stringContaining('Only root can move a network card') });
  expect(existsSync(join(street.project.folder, 'reports'))).toBe(false);
  expect(await street.router.log('logged in')).toEqual([]);
});

test('a device or a configuration that could not be put back is refused, and nothing has been changed', async () => {
  const street = await openStreet();
  const { router, project } = street;
  withScenario(street);
  const before = await street.export();
  const refuse = async (message: string, ...argv: string[]): Promise<void> => {
    const { code, out } = await street.knocklab('run', ...onDevice, '--yes', ...argv);
    expect([code === 0, out]).toEqual([false, expect.stringContaining(message)]);
    expect(out).not.toContain('export    ');
  };
  const with_ = (line: string): string[] => ['--config', project.write('other.rsc', `${firewall}${line}\n`)];
  await refuse('"set" in /ip/service is not put back', ...with_('/ip service set api disabled=yes'));
  await refuse('what /system/reboot does is not put back', ...with_('/system reboot'));
  await refuse('only a run could tell', ...with_('/ip pool add name=[/system reboot] ranges=192.0.2.7'));
  await refuse('only a run could tell', ...with_(':foreach i in=[/user find] do={ /user remove $i }'));
  await refuse('names ether5, over which', ...with_('/ip address add address=192.0.2.9/24 interface=ether5'));
  const change = async (menu: string, properties: Record<string, string>, message: string): Promise<void> => {
    const id = await router.add(menu, properties);
    await refuse(message);
    await router.remove(menu, id);
  };
  await change('/ip/firewall/nat', { chain: 'srcnat', action: 'masquerade' }, '/ip/firewall/nat: 1');
  await change('/ip/address', { address: '203.0.113.1/24', interface: 'ether2' }, '/ip/address: 1');
  await router.set('/system/ntp/client', undefined, { enabled: true });
  await refuse('the device gets its time by NTP');
  await router.set('/system/ntp/client', undefined, { enabled: false });
  await router.set('/interface/ethernet', 'ether2', { disabled: true });
  await refuse("The device's interface ether2 is disabled.");
  await router.set('/interface/ethernet', 'ether2', { disabled: false });
  await change('/ip/route', { gateway: '192.168.88.2' }, '0.0.0.0/0 via 192.168.88.2');
  expect(await street.export()).toBe(before);
  expect(await street.cards()).toEqual(['card1', 'card2', 'card3']);
});

test.each([
  ['ether3', '10.0.0.0/24', 'needs a network card for ether3'],
  [
    'ether1',
    '192.168.88.128/25',
    "The lab's network 192.168.88.128/25 and the management's, 192.168.88.1/24, overlap.",
  ],
  ['ether5', '10.0.0.0/24', "leads over ether5, which is to be the lab's"],
  ['ether8', '10.0.0.0/24', "The device's interface ether8 is not there."],
])('a topology with %s in %s is refused', async (name, subnet, message) => {
  const street = await openStreet();
  withScenario(street, knock.replace('small', 'near'));
  const near = `name: near
networks: { outside: { subnet: ${subnet} } }
router: { interfaces: { ${name}: { network: outside } } }
hosts: { attacker: { network: outside } }
`;
  street.project.write('lab/topologies/near.yaml', near);
  const nics = name === 'ether1' || name === 'ether3' ? [] : ['--nic', `${name}=card3`];
  const { code, out } = await street.knocklab('run', ...onDevice, ...nics, '--yes');
  expect(code).not.toBe(0);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(message);
  expect(out).not.toContain('export    ');
});

test('RouterOS 6 is refused: its API takes no file', async () => {
  const street = await openStreet({ ros: '6.49' });
  withScenario(street);
  const { code, out } = await street.knocklab('run', ...onDevice, '--yes');
  expect(code).toBe(3);
  expect(out).toMatch(/192\.168\.88\.1:8728 is RouterOS 6\.49.*; scenarios need 7 or later/);
});
