import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

let project: Project;

beforeEach(() => {
  project = createProject();
});

afterEach(() => project[Symbol.dispose]());

/** One knock on 7777 opens 22 and 80 to the outside for a minute. */
const firewall = `# by RouterOS 6.49.18
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=add-src-to-address-list address-list=guests address-list-timeout=1m chain=input dst-port=7777 in-interface=ether1 log=yes log-prefix=knock protocol=tcp
add action=drop chain=input dst-port=22,80 in-interface=ether1 protocol=tcp src-address-list=!guests
`;

const steps = `
scenario: one knock opens the door
topology: small
router: fw.rsc
steps:
  - title: the door is shut
    scan: { from: attacker, to: router, tcp: [22, 80], expect: filtered }
  - scan: { from: client, to: router, tcp: [22, 80], expect: open }
  - knock: { from: attacker, to: router, sequence: [7777/tcp] }
  - expect: { address-list: guests, holds: attacker }
  - expect: { log: /^knock input/, times: 1 }
  - title: the door is open
    scan: { from: attacker, to: router, tcp: [22, 80], expect: open }
  - connect: { from: attacker, to: router, port: 22, expect: connected }
  - ping: { from: attacker, to: client, expect: answered }
  - run: { on: client, command: [ping, -c1, 192.0.2.1] }
  - run: { router: /system identity set name=gate }
  - advance: 61s
  - expect: { address-list: guests, does-not-hold: attacker }
  - title: the door is shut again
    scan: { from: attacker, to: router, tcp: [22, 80], expect: filtered }
`;

function results(): { exitCode: number; scenarios: { status: string; steps: { title: string; status: string }[] }[] } {
  return JSON.parse(readFileSync(join(project.folder, 'reports', 'latest', 'results.json'), 'utf8'));
}

/** `title: status` of every step of the first scenario. */
function stepsOf(): string[] {
  return results().scenarios[0]?.steps.map(({ title, status }) => `${title}: ${status}`) ?? [];
}

describe('a YAML scenario', () => {
  test('passes on its firewall', async () => {
    project.write('fw.rsc', firewall);
    project.write('scenarios/door.yaml', steps);
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain('1 passed');
    expectShown(import.meta, 'run', stdout);
    expect(stepsOf().filter((step) => !step.endsWith(': passed'))).toEqual([]);
    expect(stepsOf()).toHaveLength(13);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['without its drop', /^add action=drop.*$/m, '', 'the door is shut', '22, 80/tcp filtered', '22, 80/tcp open'],
    [
      'without its knock',
      /^add action=add.*$/m,
      '',
      'guests holds attacker',
      'guests holds 198.51.100.66',
      'guests is empty',
    ],
    [
      'with another timeout',
      '=1m',
      '=2m',
      'guests does not hold attacker',
      'guests does not hold',
      'guests holds 198.51.100.66',
    ],
    ['with another prefix', '=knock ', '=bell ', 'the log has', '/^knock input/: exactly 1', '0 of'],
  ])('fails on a firewall %s and names the step', async (_, rule, instead, step, expected, observed) => {
    project.write('fw.rsc', firewall);
    const wrong = project.write('wrong.rsc', firewall.replace(rule, instead));
    project.write('scenarios/door.yaml', steps);
    const { exitCode, stdout } = await project.knocklab('run', 'door', '--config', wrong);
    expect(stdout).toMatch(new RegExp(`✖ +\\d+ ${step}`));
    expect(stdout).toContain(expected);
    expect(stdout).toContain(observed);
    expect(stepsOf().at(-1)).toBe('the door is shut again: skipped');
    expect(exitCode).toBe(1);
  });
});

test('a configuration that RouterOS refuses is shown with its place', async () => {
  project.write('fw.rsc', `${firewall}add acton=drop chain=input\n`);
  project.write('scenarios/door.yaml', steps);
  const { exitCode, stdout } = await project.knocklab('run');
  expect(stdout).toContain('fw.rsc:8:5');
  expect(stdout).toContain('8 | add acton=drop chain=input');
  expect(stdout).toMatch(/^ +\^$/m);
  expect(exitCode).toBe(2);
});

const scenarioText = (body: string): string => `
import { expect, scenario } from 'knocklab';
scenario<'attacker' | 'client'>('A', { about: 'A', topology: 'small', router: 'fw.rsc' }, async (context) => {
  const { attacker, client, router, step } = context;
${body}
});
`;

describe('a harness that cannot look', () => {
  test('because the router died says so, whatever the step expected', async () => {
    project.write('fw.rsc', firewall);
    const kill = 'for p in /proc/[0-9]*; do grep -aq twin/mai[n].ts $p/cmdline && kill -9 ${p#/proc/}; done; true';
    project.write(
      'scenarios/a.scenario.ts',
      scenarioText(`
  await step('the router dies', () => router.exec(['sh', '-c', ${JSON.stringify(kill)}]));
  await step('nothing is open', async () => expect(await attacker.scan(router, [22])).not.toShow({ open: [22] }));`),
    );
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain('The twin router is gone');
    expect(exitCode).toBe(3);
  });

  test('because nobody is there is inconclusive', async () => {
    project.write('fw.rsc', firewall);
    project.write(
      'scenarios/a.scenario.ts',
      scenarioText(`
  await step('22 is filtered', async () => {
    expect(await attacker.scan('198.51.100.77', [22])).toShow({ filtered: [22] });
  });`),
    );
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain('nmap found nobody at 198.51.100.77');
    expect(exitCode).toBe(4);
  });

  test('because the target fell silent is inconclusive', async () => {
    project.write('fw.rsc', `${firewall}add action=drop chain=forward\n`);
    project.write(
      'scenarios/a.scenario.ts',
      scenarioText(`
  await step('22 of the client is filtered', async () => {
    expect(await attacker.scan(client, [22])).toShow({ filtered: [22] });
  });`),
    );
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain('22/tcp of client did not answer attacker');
    expect(exitCode).toBe(4);
  });

  test('because a tool is missing does not even begin', async () => {
    project.write('fw.rsc', firewall);
    project.write('scenarios/door.yaml', steps);
    const { exitCode, stderr } = await project.without('nmap').knocklab('run');
    expect(stderr).toContain('Missing: nmap (scans ports)');
    expect(exitCode).toBe(3);
    expect(existsSync(join(project.folder, 'reports'))).toBe(false);
  });
});

describe('an interrupted run', () => {
  const endless = scenarioText(`
  await step('passes', async () => expect(await router.addressList('guests')).not.toHold(attacker));
  await step('waits', () => attacker.exec(['sleep', '600']));`);

  test('reports what it measured and leaves nothing', async () => {
    project.write('fw.rsc', firewall);
    project.write('scenarios/a.scenario.ts', endless);
    const { exitCode, stdout } = await project.interrupted('SIGINT', /passes/, 'run');
    expect(exitCode).toBe(130);
    expect(results()).toMatchObject({ exitCode: 130, scenarios: [{ status: 'error' }] });
    expect(stepsOf()[0]).toBe('passes: passed');
    expect(stdout).toContain('the run was interrupted');
    expect(project.holders()).toEqual([]);
  });

  test('leaves nothing even when it is killed', async () => {
    project.write('fw.rsc', firewall);
    project.write('scenarios/a.scenario.ts', endless);
    await project.interrupted('SIGKILL', /passes/, 'run');
    await expect.poll(() => project.holders()).toEqual([]);
  });
});
