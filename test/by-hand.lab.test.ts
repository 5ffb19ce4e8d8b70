import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

let project: Project;

beforeEach(() => {
  project = createProject();
});

afterEach(async () => {
  await project.knocklab('down', '--name', name);
  project[Symbol.dispose]();
});

const name = `hand-${process.pid}`;

const firewall = `# by RouterOS 6.49.18
/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall address-list
add list=guests address=192.0.2.10 timeout=1m
`;

async function up(): Promise<void> {
  project.write('fw.rsc', firewall);
  const { exitCode, stderr, stdout } = await project.knocklab(
    'up',
    '--topology',
    'small',
    '--config',
    'fw.rsc',
    '--name',
    name,
  );
  expect(stderr).toBe('');
  expect(stdout).toMatch(/attacker +eth0 +198\.51\.100\.66/);
  expect(exitCode).toBe(0);
}

test('a lab by hand is up, used and taken down', async () => {
  await up();
  const lab = ['--name', name];

  const exec = await project.knocklab('exec', ...lab, 'attacker', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7');
  expect(exec).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
  expect((await project.knocklab('exec', ...lab, 'attacker', 'ping', '-c1', '192.0.2.10')).exitCode).toBe(0);
  expect((await project.knocklabWith('hello', 'exec', ...lab, 'client', '--', 'cat')).stdout).toBe('hello');

  const router = await project.knocklab('router', ...lab, '/ip firewall address-list print');
  expect(router.stdout).toMatch(/guests +192\.0\.2\.10/);

  const before = await project.knocklab('clock', 'now', ...lab);
  const after = await project.knocklab('clock', 'advance', ...lab, '61s');
  expect(after.stderr).toBe('');
  expect(Date.parse(after.stdout.trim()) - Date.parse(before.stdout.trim())).toBeGreaterThanOrEqual(61_000);
  expect((await project.knocklab('router', ...lab, '/ip firewall address-list print')).stdout).not.toContain('guests');

  expect(await project.knocklab('down', ...lab)).toEqual({ exitCode: 0, stdout: `${name} is down\n`, stderr: '' });
  expect((await project.knocklab('exec', ...lab, 'attacker', 'true')).exitCode).toBe(3);
});

test('docs/lab-by-hand.md shows what is printed', async () => {
  const lab = ['--name', name];
  const seen = async (...argv: string[]): Promise<string> => {
    const { stdout, stderr } = await project.knocklab(...argv);
    expect(stderr).toBe('');
    return stdout.replaceAll(` --name ${name}`, '').replaceAll(name, 'lab');
  };
  expectShown(import.meta, 'up', await seen('up', ...lab));
  await seen('exec', ...lab, 'attacker', '--', 'knock', '10.10.10.1', '5000');
  const scan = ['nmap', '-n', '-p', '22,23,80,8291', '10.10.10.1'];
  expectShown(import.meta, 'exec', await seen('exec', ...lab, 'attacker', '--', ...scan));
  const print = '/ip firewall address-list print where list=port_scanners';
  expectShown(import.meta, 'router', await seen('router', ...lab, print));
  expectShown(import.meta, 'clock now', await seen('clock', 'now', ...lab));
  expectShown(import.meta, 'clock advance', await seen('clock', 'advance', ...lab, '1m'));
  expectShown(import.meta, 'telegram', await seen('telegram', ...lab));
  expectShown(import.meta, 'down', await seen('down', ...lab));
});

test('a mistake in a command by hand is answered with what would be right', async () => {
  await up();
  const host = await project.knocklab('exec', '--name', name, 'attaker', 'true');
  expect(host.stderr).toContain('Did you mean "attacker"');
  expect(host.exitCode).toBe(2);
  const duration = await project.knocklab('clock', 'advance', '--name', name, 'soon');
  expect(duration.stderr).toContain('"soon" is no duration');
  expect(duration.exitCode).toBe(2);
  const twice = await project.knocklab('up', '--topology', 'small', '--config', 'fw.rsc', '--name', name);
  expect(twice.stderr).toContain(`A lab named "${name}" is running.`);
  expect(twice.exitCode).toBe(3);
});

test('run --keep leaves the lab of a scenario that failed', async () => {
  project.write('fw.rsc', firewall);
  project.write(
    `scenarios/${name}.yaml`,
    'scenario: K\ntopology: small\nrouter: fw.rsc\nsteps:\n  - expect: { address-list: guests, holds: attacker }\n',
  );
  const { exitCode, stdout } = await project.knocklab('run', '--keep');
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`knocklab exec --name ${name}`);
  expect((await project.knocklab('exec', '--name', name, 'attacker', 'true')).exitCode).toBe(0);
});
