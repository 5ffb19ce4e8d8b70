import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

let project: Project;

beforeEach(() => {
  project = createProject();
});

afterEach(() => project[Symbol.dispose]());

const scenarioText = (body: string): string => `
import { expect, scenario } from 'knocklab';
${body}
`;

describe('a command line that is wrong', () => {
  test.each([
    ['a command that does not exist', ['rnu'], "unknown command 'rnu'\n(Did you mean run?)"],
    ['an option that does not exist', ['run', '--cofnig', 'x'], "unknown option '--cofnig'"],
    ['a clock that does not exist', ['run', '--clock', 'slow'], 'Known values: virtual, real.'],
    ['a router that does not exist', ['run', '--router', 'cisco'], 'Known values: twin, chr, device.'],
    ['no workers', ['run', '--workers', '0'], 'Give a whole number from 1.'],
    ['a configuration that does not exist', ['run', '--config', 'none.rsc'], 'There is no file "none.rsc".'],
    ['a host without a command', ['exec', 'attacker'], "missing required argument 'command'"],
    ['a topology that does not exist', ['up', '--topology', 'papre'], 'There is no topology "papre"'],
  ])('with %s ends with 2 and says why', async (_, argv, message) => {
    project.write('scenarios/a.scenario.ts', scenarioText(''));
    const { exitCode, stderr } = await project.knocklab(...argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test('with a scenario that does not exist names the known ones', async () => {
    project.write('scenarios/husain/scheme1.scenario.ts', '');
    project.write('scenarios/husain/scheme3.scenario.ts', '');
    const { exitCode, stderr } = await project.knocklab('run', 'husain/schme3');
    expect(stderr).toContain('There is no scenario "husain/schme3". Did you mean "husain/scheme3"');
    expect(stderr).toContain('known: husain/scheme1, husain/scheme3');
    expect(exitCode).toBe(2);
  });
});

describe('a scenario file that is wrong', () => {
  test.each([
    ['b.scenario.ts', 'const = 1;', 'scenarios/b.scenario.ts:3', 'Unexpected token'],
    ['b.scenario.ts', "throw new Error('at once');", 'scenarios/b.scenario.ts:3:7', 'at once'],
    ['b.scenario.ts', "import './nowhere.ts';", 'nowhere.ts', 'Cannot find module'],
    ['b.scenario.ts', '', '', 'No test suite found'],
  ])('%s: %s', async (name, body, place, message) => {
    project.write(`scenarios/${name}`, scenarioText(body));
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain(message);
    expect(stdout).toContain(place);
    expect(exitCode).toBe(2);
  });

  test('in YAML is shown with its place', async () => {
    project.write('scenarios/b.yaml', 'scenario: B\ntopology: paper\nrouter: x.rsc\nsteps:\n  - knok: 1\n');
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain('Unknown property "knok". Did you mean "knock"');
    expect(stdout).toContain('b.yaml:5:5');
    expect(exitCode).toBe(2);
  });

  test('does not keep the others from running', async () => {
    project.write('scenarios/a.scenario.ts', scenarioText("throw new Error('at once');"));
    project.write('scenarios/b.yaml', 'scenario: B\ntopology: paper\nrouter: none.rsc\nsteps:\n  - advance: 1s\n');
    const { exitCode, stdout } = await project.knocklab('run');
    expect(stdout).toContain('at once');
    expect(stdout).toContain('There is no configuration "none.rsc"');
    expect(exitCode).toBe(2);
  });
});

test('a run leaves its reports and a link to them', async () => {
  project.write('scenarios/b.yaml', 'scenario: B\ntopology: paper\nrouter: none.rsc\nsteps:\n  - advance: 1s\n');
  const { stdout } = await project.knocklab('run', '--out', 'out');
  const read = (name: string): string => readFileSync(join(project.folder, 'out', 'latest', name), 'utf8');
  expect(JSON.parse(read('results.json'))).toMatchObject({ exitCode: 2, scenarios: [{ id: 'b', status: 'error' }] });
  expect(read('trace.jsonl')).toContain('"type":"run-finished"');
  expect(stdout).toMatch(/report +out\/.*index\.html/);
});

test('with --debug a stack trace is shown, without it none', async () => {
  const argv = ['exec', '--name', 'nobody', 'attacker', 'id'];
  expect((await project.knocklab(...argv)).stderr).not.toContain('    at ');
  expect((await project.knocklab('exec', '--debug', ...argv.slice(1))).stderr).toContain('    at ');
});

test('a run leaves nothing but its own folder', async () => {
  project.write('scenarios/b.yaml', 'scenario: B\ntopology: paper\nrouter: none.rsc\nsteps:\n  - advance: 1s\n');
  await project.knocklab('run');
  expect(readdirSync(project.folder).toSorted()).toEqual(['reports', 'scenarios']);
});

test('doctor says of each tool what it is for', async () => {
  const { stdout, exitCode } = await project.knocklab('doctor');
  expectShown(import.meta, 'doctor', stdout);
  expect(exitCode).toBe(0);
});
