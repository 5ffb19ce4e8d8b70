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
add action=drop chain=prerouting src-address=!0.0.0.0/1
/ip dns
set allow-remote-requests=yes cache-size=8192
/system scheduler
add interval=1s name=guests on-event=":global klSeen 1"
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
  - title: the door is open
    scan: { from: attacker, to: router, tcp: [22], expect: open }
`;

function withScenario({ project }: Street, text = knock): void {
  project.write('fw.rsc', firewall);
  project.write('scenarios/door.yaml', text);
}

const results = ({ project }: Street): { scenarios: { status: string; error?: { code: string }; steps: unknown[] }[] } =>
  JSON.parse(readFileSync(join(project.folder, 'reports', 'latest', 'results.json'), 'utf8'));

test('a scenario passes on a device, which is afterwards what it was', async () => {
  const street = await openStreet();
  withScenario(street);
  const before = await street.export();
  const { code, out, err } = await street.knocklab('run', ...onDevice, '--yes');
  expect([err, code]).toEqual(['', 0]);
  expect(out).toContain('/ip/firewall/filter: 5 items added');
  expect(out).toContain('/ip/dns: allow-remote-requests, cache-size set');
  expect(out).toContain(`${address} is as it was: its export is the same`);
  expect(await street.export()).toBe(before);
  expect(await street.cards()).toEqual(['card1', 'card2', 'card3']);
});
