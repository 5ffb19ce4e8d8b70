import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

// A reviewed snapshot as an expectation of scenarios: kept, and seen to be broken.

let project: Project;
let output: string;

const firewall = `# by RouterOS 7.16
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add chain=input action=accept connection-state=established,related
add chain=input action=add-src-to-address-list address-list=trap address-list-timeout=1h protocol=tcp dst-port=5000 in-interface=ether1
add chain=input action=drop src-address-list=trap in-interface=ether1 protocol=tcp
add chain=input action=add-src-to-address-list address-list=open address-list-timeout=10m protocol=tcp dst-port=1234 in-interface=ether1
add chain=input action=accept protocol=tcp dst-port=8291 src-address-list=open in-interface=ether1
add chain=input action=drop in-interface=ether1 comment="the end"
`;

const inTypeScript = `import { expect, scenario } from 'knocklab';

const reach = 'firewall/gw.reach.txt';
const knocked = { when: 'after knocking 1234/tcp' };

scenario<'attacker' | 'client'>(
  'Nothing but the knock opens WinBox',
  { about: 'Who reaches what.', topology: 'small', router: 'firewall/gw.rsc' },
  async ({ attacker, client, router, clock, step }) => {
    await step('a knock opens what the snapshot says', async () => {
      await attacker.knock(router, ['1234/tcp']);
      await expect(router.reachability({ from: [attacker] })).toMatchReachability(reach, knocked);
    });
    await step('the lists are as before', async () => {
      expect(await router.addressList('open')).toHold(attacker);
      expect(await router.addressList('trap')).not.toHold(attacker);
    });
    await step('later it is as at first', async () => {
      await clock.advance('11m');
      await expect(router.reachability({ from: [attacker] })).toMatchReachability(reach);
    });
    await step.soft('a rule too many is seen', async () => {
      await router.run('/ip firewall filter set [find comment="the end"] dst-port=!9999 protocol=tcp');
      await expect(router.reachability({ from: ['attacker'] })).toMatchReachability(reach);
    });
    await step.soft('who is trapped reaches nothing', async () => {
      await attacker.connect(router, 5000);
      await expect(router.reachability({ from: [attacker] })).toMatchReachability(reach, { when: 'after a dance' });
    });
    await step.soft('there is no other', async () => {
      await expect(router.reachability({ from: [client] })).toMatchReachability('firewall/other.reach.txt');
    });
  },
);
`;

const inYaml = `scenario: The LAN reaches everything
topology: small
router: firewall/gw.rsc
steps:
  - expect: { reachability: firewall/gw.reach.txt, from: client }
`;

beforeAll(async () => {
  project = createProject();
  project.write('firewall/gw.rsc', firewall);
  project.write('scenarios/door.scenario.ts', inTypeScript);
  project.write('scenarios/lan.yaml', inYaml);
  const { stdout } = await project.knocklab('snapshot', 'firewall/gw.rsc', '--topology', 'small');
  project.write('firewall/gw.reach.txt', stdout);
  output = (await project.knocklab('run')).stdout;
}, 240_000);

afterAll(() => project[Symbol.dispose]());

test('what is as the snapshot says passes, in the situation that the scenario has made', () => {
  expect(output).toMatch(/✔ +1 a knock opens what the snapshot says/);
  expect(output).toMatch(/✔ +3 later it is as at first/);
});

test('a router remembers nothing of having been looked at', () => {
  expect(output).toMatch(/✔ +2 the lists are as before/);
});

test('a YAML scenario expects the same', () => {
  expect(output).toMatch(/✔ +1 client reaches what firewall\/gw\.reach\.txt says: at first/);
});

test('what fares otherwise is told as a table, with the rule that decides', () => {
  expect(output).toMatch(/✖ +4 a rule too many is seen/);
  expectShown(import.meta, 'toMatchReachability', output);
});

test('a situation that the snapshot does not know, and a snapshot that is not there, are mistakes of the scenario', () => {
  expect(output).toMatch(/says nothing of "after a dance"/);
  expect(output).toMatch(/There is no snapshot "firewall\/other\.reach\.txt"\./);
  expect(output.replaceAll(/\s+/g, ' ')).toContain(
    'npx knocklab snapshot firewall/gw.rsc --topology small > firewall/other.reach.txt',
  );
});
