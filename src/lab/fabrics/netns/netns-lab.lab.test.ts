import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { processesCalled } from '../../../../test/processes.ts';
import { runCommand } from '../../../process/run-command.ts';
import { startProcess } from '../../../process/start-process.ts';
import type { Lab } from '../../lab.ts';
import { findTopology, parseTopology, readTopology } from '../../topology/read-topology.ts';
import { attachLab, listLabs } from '../fabric.ts';
import { startLab } from './start-lab.ts';

const uniqueName = (): string => `test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
const upLab = async (topology: string, options = {}): Promise<Lab> =>
  startLab(await readTopology(await findTopology(topology)), { name: uniqueName(), ...options });

const oneNetwork = parseTopology({
  name: 'one-network.yaml',
  text: `name: one-network
networks: { lan: { subnet: 192.0.2.0/24, subnet6: 2001:db8::/64 } }
router: { interfaces: { ether1: { network: lan } } }
hosts:
  isp:
    kind: isp
    network: lan
    address: 192.0.2.53
    dhcp: { range: 192.0.2.100-192.0.2.199, leases: { client: 192.0.2.10 } }
    dns: { api.telegram.org: 149.154.167.220, client.example: 192.0.2.10 }
  client: { network: lan, address: dhcp, expect: 192.0.2.10 }
  other: { network: lan, address: dhcp }
  fixed: { network: lan, address: 192.0.2.77, address6: 2001:db8::77 }
  fixed6: { network: lan, address6: 2001:db8::78 }
`,
});
const upOneNetwork = (): Promise<Lab> => startLab(oneNetwork, { name: uniqueName() });

test('delivers the first packet between two hosts of a switch', async () => {
  await using lab = await upOneNetwork();
  const { exitCode, stdout } = await lab.host('fixed').exec(['ping', '-c', '1', '-W', '2', '192.0.2.53']);
  expect(stdout).toContain('1 received');
  expect(exitCode).toBe(0);
  const ping6 = await lab.host('fixed').exec(['ping', '-c', '1', '-W', '2', '2001:db8::78']);
  expect(ping6.stdout).toContain('1 received');
});

test('names the router’s interfaces and leaves their addresses to its configuration', async () => {
  await using lab = await upLab('paper');
  const { stdout } = await lab.router.exec(['ip', '-br', 'addr']);
  expect(
    stdout
      .replaceAll(/@if\d+/g, '')
      .split('\n')
      .map((line) => line.trim().split(/\s+/).join(' ')),
  ).toEqual(['lo UNKNOWN 127.0.0.1/8', 'ether1 UP', 'ether2 UP', 'ether3 UP', '']);
  expect(lab.router).toMatchObject({ kind: 'router', address: '10.0.2.15' });
  const link = await lab.router.exec(['ip', 'link', 'show', 'ether1']);
  expect(link.stdout).toContain(`link/ether ${lab.topology.router.interfaces.ether1?.mac} `);
  expect(lab.router.mac).toBe(lab.topology.router.interfaces.ether1?.mac);
});

test('connects every network of the paper to the router', async () => {
  await using lab = await upLab('paper');
  const addresses =
    'addr add 10.0.2.15/24 dev ether1\naddr add 10.10.10.1/24 dev ether2\naddr add 103.190.47.45/24 dev ether3\n';
  await lab.router.exec(['ip', '-batch', '-'], { input: addresses });
  await lab.host('attacker').exec(['ip', 'addr', 'add', '10.10.10.254/24', 'dev', 'eth0']);
  await lab.host('admin').exec(['ip', 'addr', 'add', '103.190.47.46/24', 'dev', 'eth0']);
  for (const [from, to] of [
    ['attacker', '10.10.10.1'],
    ['admin', '103.190.47.45'],
    ['isp', '10.0.2.15'],
  ] as const) {
    expect((await lab.host(from).exec(['ping', '-c', '1', '-W', '2', to])).exitCode, `${from} to ${to}`).toBe(0);
  }
});

test('leases addresses and name servers from the ISP', async () => {
  await using lab = await upOneNetwork();
  const client = lab.host('client');
  expect(client.address).toBeUndefined();
  await lab.leaseAddresses();
  expect(client.address).toBe('192.0.2.10');
  expect(lab.host('other').address).toMatch(/^192\.0\.2\.1\d\d$/);
  const names = await client.exec(['getent', 'hosts', 'api.telegram.org', 'client.example', 'nobody.example']);
  expect(names.stdout.trim().split(/\s+/)).toEqual([
    '149.154.167.220',
    'api.telegram.org',
    '192.0.2.10',
    'client.example',
  ]);
  expect((await client.exec(['ip', 'route'])).stdout).toContain('default via 192.0.2.53');
  expect((await client.exec(['ping', '-c', '1', '-W', '2', 'api.telegram.org'])).exitCode).toBe(0);
});

test('serves real clients with the lab’s names', async () => {
  await using lab = await upOneNetwork();
  await lab.leaseAddresses();
  mkdirSync(`${lab.directory}/www/bot`, { recursive: true });
  writeFileSync(`${lab.directory}/www/bot/getMe`, 'from the lab');
  // It goes into the background once it listens.
  await lab.host('isp').exec(['busybox', 'httpd', '-p', '80', '-h', `${lab.insideDirectory}/www`]);
  const { stdout } = await lab
    .host('client')
    .exec(['curl', '-s', 'http://api.telegram.org/bot/getMe'], { timeoutMs: 5000 });
  expect(stdout).toBe('from the lab');
});

test('says which host got no lease, with the server’s log', async () => {
  await using lab = await upOneNetwork();
  const pid = readFileSync(`${lab.directory}/hosts/isp/dnsmasq.pid`, 'utf8').trim();
  await lab.host('isp').exec(['sh', '-c', `kill ${pid}`]);
  await expect(lab.leaseAddresses()).rejects.toMatchObject({
    code: 'lab/no-lease',
    message: expect.stringMatching(/^client \(eth0, 02:.*, network "lan"\) got no lease\.\nother /),
    evidence: expect.stringContaining('dnsmasq'),
  });
});

test('says which host got another address than expected', async () => {
  const source = { name: 'x.yaml', text: oneNetwork.source.text.replace('expect: 192.0.2.10', 'expect: 192.0.2.11') };
  await using lab = await startLab(parseTopology(source), { name: uniqueName() });
  await expect(lab.leaseAddresses()).rejects.toMatchObject({
    message: expect.stringMatching(/^client .* got 192\.0\.2\.10 by DHCP, not 192\.0\.2\.11\.$/),
  });
});

test('shows a command as a person types it, with its own exit code', async () => {
  await using lab = await upOneNetwork();
  const result = await lab.host('fixed').exec(['sh', '-c', 'cat; exit 7'], { input: 'text' });
  expect(result).toMatchObject({ command: "sh -c 'cat; exit 7'", exitCode: 7, stdout: 'text' });
});

test('ends a command inside at its timeout', async () => {
  await using lab = await upOneNetwork();
  const result = await lab.host('fixed').exec(['sleep', '7591'], { timeoutMs: 100 });
  expect(result).toMatchObject({ timedOut: true, signal: 'SIGTERM' });
  expect(processesCalled('sleep 7591')).toEqual([]);
});

test('lets a program inside finish what it does on a signal', async () => {
  await using lab = await upOneNetwork();
  const script = 'trap "echo saved; exit 3" TERM; echo ready; while :; do sleep 0.01; done';
  const program = await lab.host('fixed').start(['sh', '-c', script]);
  await once(program.stdout, 'data');
  program.kill();
  expect(await program.ended).toMatchObject({ exitCode: 3, stdout: 'ready\nsaved\n' });
});

test('names a program that does not exist', async () => {
  await using lab = await upOneNetwork();
  for (const program of ['no-such-program', './no-such-program']) {
    await expect(lab.host('fixed').exec([program])).rejects.toMatchObject({ code: 'tool/missing' });
  }
});

test('suggests the host that was meant', async () => {
  await using lab = await upOneNetwork();
  expect(() => lab.host('clinet')).toThrow(
    'There is no host "clinet" in topology "one-network". Did you mean "client"?',
  );
});

test('reaches a port and an abstract socket of a host’s loopback', async () => {
  await using lab = await upOneNetwork();
  const host = lab.host('fixed');
  for (const [listen, target] of [
    ['TCP-LISTEN:8728,bind=127.0.0.1,fork', 8728],
    ['ABSTRACT-LISTEN:knocklab-twin,fork', '@knocklab-twin'],
  ] as const) {
    await using server = await host.start(['socat', '-d', '-d', listen, 'EXEC:cat']);
    await once(server.stderr, 'data');
    const path = await host.reach(target);
    expect(await host.reach(target)).toBe(path);
    const socket = createConnection(path);
    socket.end('there and back');
    expect(await text(socket)).toBe('there and back');
  }
});

test('keeps the machine’s network, names and files out', async () => {
  await using lab = await upOneNetwork();
  const inside = async (script: string): Promise<string[]> =>
    (await lab.host('fixed').exec(['sh', '-c', script])).stdout.trim().split('\n');
  expect(await inside('cat /etc/resolv.conf')).toEqual(['']);
  expect(await inside('ip -br link | cut -c 1-5')).toEqual(['lo   ', 'eth0@']);
  expect(await inside('ip route')).toEqual(['192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.77']);
  expect(['knocklab', 'mount', 'netns']).toEqual(expect.arrayContaining(await inside('ls /run')));
  expect(await inside('ls -d /proc/[0-9]*')).not.toContain(`/proc/${process.pid}`);
});

test('is found by name from elsewhere, with its leases', async () => {
  await using lab = await upOneNetwork();
  await lab.leaseAddresses();
  const attached = await attachLab(lab.name);
  expect(attached.topology).toEqual(lab.topology);
  expect(attached.host('client').address).toBe('192.0.2.10');
  expect((await attached.host('client').exec(['ip', '-4', '-br', 'addr', 'show', 'eth0'])).stdout).toContain(
    '192.0.2.10/24',
  );
  expect(await listLabs()).toContainEqual(
    expect.objectContaining({ name: lab.name, topology: 'one-network', keep: false }),
  );
});

test('leaves no process and no namespace behind', async () => {
  const lab = await upOneNetwork();
  await lab.host('fixed').start(['sleep', '7592'], { detached: true });
  await expect.poll(() => processesCalled('sleep 7592')).toHaveLength(1);
  const [sleeper] = processesCalled('sleep 7592');
  const namespace = await runCommand(['readlink', `/proc/${sleeper}/ns/net`]);
  await lab.down();
  expect(processesCalled('sleep 7592')).toEqual([]);
  expect(await namespacesInUse()).not.toContain(namespace.stdout.trim());
  await expect(lab.host('fixed').exec(['true'])).rejects.toMatchObject({ code: 'lab/gone' });
  await expect(attachLab(lab.name)).rejects.toMatchObject({ code: 'lab/not-running' });
  await lab.down();
});

async function namespacesInUse(): Promise<string> {
  return (await runCommand(['sh', '-c', 'readlink /proc/[0-9]*/ns/net'])).stdout;
}

/** Starts a lab, and says that it is up or why it isn't. */
function harnessArgv(name: string, { keep = false, wait = false } = {}): string[] {
  const file = (path: string): string => JSON.stringify(join(import.meta.dirname, path));
  const script = `
    import { parseTopology } from ${file('../../topology/read-topology.ts')};
    import { startLab } from ${file('start-lab.ts')};
    const topology = parseTopology(${JSON.stringify(oneNetwork.source)});
    const lab = await startLab(topology, { name: '${name}', keep: ${keep} }).catch((error) => error);
    console.log(lab.code ?? (await lab.host('isp').exec(['echo', 'up'])).stdout);
    ${wait ? 'setTimeout(() => {}, 60_000);' : ''}`;
  return [process.execPath, '--input-type=module', '-e', script];
}

async function startHarness(name: string, options = {}) {
  const harness = await startProcess(harnessArgv(name, { wait: true, ...options }));
  const [word] = await once(harness.stdout, 'data');
  expect(String(word).trim()).toBe('up');
  return harness;
}

/** Runs a harness in a user namespace that allows `limit` more of them; sysctls of this kind count for each. */
async function runWithUserNamespaces(limit: number, through: readonly string[]): Promise<string> {
  const script = `echo ${limit} > /proc/sys/user/max_user_namespaces; exec "$@"`;
  const around = [
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    'sh',
    '-c',
    script,
    'sh',
  ];
  const { stdout } = await runCommand([...around, ...through, ...harnessArgv(uniqueName())]);
  return stdout.trim();
}

test('does without a user namespace when root can’t have one', async () => {
  expect(await runWithUserNamespaces(0, [])).toBe('up');
});

test('refuses to start when a user can’t have a user namespace', async () => {
  expect(await runWithUserNamespaces(1, ['unshare', '--user', '--map-user=1000'])).toBe('lab/no-user-namespaces');
});

test('vanishes when its harness is killed', async () => {
  const name = uniqueName();
  const harness = await startHarness(name);
  const { directory } = await attachLab(name);
  harness.kill('SIGKILL');
  await harness.ended;
  await expect.poll(() => existsSync(directory)).toBe(false);
  await expect(attachLab(name)).rejects.toMatchObject({ code: 'lab/not-running' });
});

test('stays until it is taken down when it is to be kept', async () => {
  const name = uniqueName();
  const harness = await startHarness(name, { keep: true });
  harness.kill('SIGKILL');
  await harness.ended;
  const lab = await attachLab(name);
  onTestFinished(() => lab.down());
  expect((await lab.host('fixed').exec(['ping', '-c', '1', '-W', '2', '192.0.2.53'])).exitCode).toBe(0);
  expect(await listLabs()).toContainEqual(expect.objectContaining({ name, keep: true }));
  await expect(startLab(oneNetwork, { name, keep: true })).rejects.toMatchObject({ code: 'lab/name-taken' });
  await lab.down();
  expect(existsSync(lab.directory)).toBe(false);
});

test('does not keep its harness from ending', async () => {
  const { exitCode, stdout } = await runCommand(harnessArgv(uniqueName()), { timeoutMs: 20_000 });
  expect({ exitCode, stdout: stdout.trim() }).toEqual({ exitCode: 0, stdout: 'up' });
});

test('builds the topology with two sites', async () => {
  await using lab = await upLab('two-sites');
  expect((await lab.host('attacker').exec(['ping', '-c', '1', '-W', '2', '198.51.100.2'])).exitCode).toBe(0);
  expect((await lab.host('alice').exec(['cat', '/etc/resolv.conf'])).stdout).toBe('nameserver 198.51.100.2\n');
});

test('rejects a name that could be an option', async () => {
  await expect(startLab(oneNetwork, { name: '-x y' })).rejects.toMatchObject({ code: 'input/lab-name' });
});
