import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachLab, startLab, sweepLabs } from '../../src/lab/fabrics/fabric.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';

const folder = mkdtempSync(join(tmpdir(), 'knocklab-docker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const topologies = join(import.meta.dirname, '..', '..', 'lab', 'topologies');
const read = async (name: string) => await readTopology(await findTopology(name, topologies));

/** Containers whose lab has this name, in whatever state they are. */
async function containers(...labels: readonly string[]): Promise<string[]> {
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
  const { stdout } = await execa('docker', ['ps', '--all', '--format', '{{.Names}} {{.State}}', ...filters]);
  return stdout.split('\n').filter((line) => line !== '');
}

const knocklab = (...argv: readonly string[]) =>
  execa(process.execPath, ['bin/knocklab.js', ...argv], { reject: false, all: true });

describe('the paper in containers', () => {
  test('all three schemes and the indicators pass as they do in namespaces', { timeout: 600_000 }, async () => {
    const schemes = ['husain/scheme1', 'husain/scheme2', 'husain/scheme3', 'husain/indicators'];
    const { exitCode, all } = await knocklab('run', ...schemes, '--fabric', 'docker', '--out', folder);
    expect(all).toMatch(/4 scenarios: 4 passed/);
    expect(all).toMatch(/(\d+) steps: \1 passed/);
    expect(exitCode).toBe(0);
  });

  test('a lab that is kept is found, used and taken down by other processes', async () => {
    const name = `docker-kept-${process.pid}`;
    const up = await knocklab('up', '--fabric', 'docker', '--name', name);
    expect(up.all).toContain(`lab "${name}" is up`);
    expect(await containers(`knocklab.lab=${name}`)).toHaveLength(7);
    const { stdout } = await knocklab(
      'exec',
      '--name',
      name,
      'attacker',
      '--',
      'ip',
      '-4',
      '-o',
      'addr',
      'show',
      'eth0',
    );
    expect(stdout).toContain('10.10.10.254/24');
    expect((await knocklab('up', '--fabric', 'docker', '--name', name)).all).toContain('is running');
    expect((await knocklab('down', name)).all).toBe(`${name} is down`);
    expect(await containers(`knocklab.lab=${name}`)).toEqual([]);
  });
});

describe('a lab of containers', () => {
  let lab: Lab;
  const name = `docker-small-${process.pid}`;

  beforeAll(async () => {
    lab = await startLab('docker', await read('small'), { name });
  });
  afterAll(async () => await lab.down());

  const shell = async (host: string, script: string): Promise<string> => {
    const { stdout } = await lab.host(host).exec(['sh', '-c', `exec 2>&1; ${script}`], { timeoutMs: 20_000 });
    return stdout.trim();
  };

  test('its links, MAC addresses and routes are those of the other fabric', async () => {
    await using other = await startLab('netns', lab.topology, { name });
    const look =
      "ip -o link | sed 's/.*: \\([a-z0-9]*\\)@.*ether \\([0-9a-f:]*\\) .*/\\1 \\2/; t; d'; ip -o -4 addr | awk '{print $2,$4}'; ip route";
    for (const host of lab.hosts.keys()) {
      const seen = await shell(host, look);
      const { stdout } = await other.host(host).exec(['sh', '-c', look]);
      expect(seen).toBe(stdout.trim());
      expect(seen).toMatch(/^\w+ 02:/m);
    }
  });

  test('hosts reach each other through the router once it has addresses, and it forwards', async () => {
    await shell('router', 'ip addr add 198.51.100.1/24 dev ether1; ip addr add 192.0.2.1/24 dev ether2');
    expect(await shell('attacker', 'ping -c 1 -W 2 192.0.2.10')).toContain('1 received');
  });

  // The machine's own addresses: behind a bridge of Docker's they would answer. What the suite sees on the machine's
  // interfaces meanwhile is looked at by test/no-packet-leaves.ts.
  test('there is no way out: no host has an interface, a route or an answer of the machine', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((ones) => ones ?? []);
    const own = addresses.flatMap(({ address, family, internal }) => (family === 'IPv4' && !internal ? [address] : []));
    expect(own).not.toEqual([]);
    for (const host of lab.hosts.values()) {
      const interfaces = await shell(
        host.name,
        "ls /sys/class/net | grep -vE '^(lo|eth0|ether[0-9]|tunl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|sit0|ip6tnl0|ip6gre0)$'",
      );
      expect(interfaces).toBe('');
      for (const address of own) {
        const answer = await shell(host.name, `ping -c 1 -W 1 ${address} | grep -o '1 received' || echo none`);
        expect(answer).toMatch(/none$/);
      }
    }
  });

  test('root of a host may not touch the machine', async () => {
    for (const host of ['router', 'attacker']) {
      expect(await shell(host, 'mount -t tmpfs x /mnt || echo refused')).toMatch(/refused$/);
      expect(await shell(host, 'unshare --net true || echo refused')).toMatch(/refused$/);
      expect(await shell(host, 'echo knocklab > /proc/sys/kernel/hostname || echo refused')).toMatch(/refused$/);
      expect(await shell(host, 'echo 1 > /proc/sys/vm/drop_caches || echo refused')).toMatch(/refused$/);
      expect(await shell(host, `touch ${join(import.meta.dirname, 'x')} || echo refused`)).toMatch(/refused$/);
      expect(await shell(host, 'mknod /tmp/disk b 8 0 || echo refused')).toMatch(/refused$/);
    }
    // What a router has to do, it may.
    expect(await shell('router', 'echo 0 > /proc/sys/net/ipv4/ip_forward && cat /proc/sys/net/ipv4/ip_forward')).toBe(
      '0',
    );
    expect(await shell('router', 'iptables-legacy -A INPUT -j ACCEPT && iptables-legacy -F && echo yes')).toBe('yes');
  });

  test('a host sees no process of another', async () => {
    await using _running = await lab.host('client').start(['sleep', '4711']);
    expect(await shell('client', "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).toContain('sleep 4711');
    expect(await shell('attacker', "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).not.toContain('4711');
  });

  test('a program that the image has not is missing, whatever the machine has', async () => {
    await expect(lab.host('client').exec(['dockerd'])).rejects.toMatchObject({ code: 'tool/missing' });
  });

  test('another process finds it by its name, with the addresses of its hosts', async () => {
    const found = await attachLab(name);
    expect(found.host('client').address).toBe('192.0.2.10');
  });
});

const moments = [300, 900, 1500, 4000];

test.for(moments)('a run killed after %i ms leaves nothing behind', async (afterMs) => {
  const out = join(folder, String(afterMs));
  mkdirSync(out);
  const argv = ['bin/knocklab.js', 'run', 'husain/scheme3', '--fabric', 'docker', '--out', out];
  const run = execa(process.execPath, argv, { reject: false });
  const owner = `knocklab.owner=${run.pid}@${startTime(run.pid ?? 0)}`;
  await pause(afterMs);
  run.kill('SIGKILL');
  await run;
  // Docker removes what runs as soon as its input ends; what was made and never started is swept by whoever comes next.
  await expect
    .poll(async () => (await containers(owner)).filter((line) => !line.endsWith('created')), { timeout: 15_000 })
    .toEqual([]);
  await sweepLabs();
  expect(await containers(owner)).toEqual([]);
});

function startTime(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
}
