import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachLab } from '../../src/lab/fabrics/fabric.ts';
import type { Lab } from '../../src/lab/lab.ts';

// On Docker's own networks only what a look at it takes: health, one ping per link, one read of the router. Scans, knocks and
// floods are for the fabric, whose cables do not lie on this machine.

const project = `knocklab-compose-${process.pid}`;
const name = `docker-compose-twin-${process.pid}`;
const hosts = ['router', 'isp', 'access-point', 'attacker', 'client', 'admin'];
let lab: Lab;

const compose = async (...argv: readonly string[]): Promise<string> =>
  (await execa('docker-compose', ['-f', 'docker-compose.lab.yml', '-p', project, ...argv])).stdout;
/** Each host's container; asking compose for it takes half a second. */
const containers = new Map<string, string>();
const shell = async (host: string, script: string): Promise<string> =>
  (await execa('docker', ['exec', containers.get(host) ?? host, 'sh', '-c', `exec 2>&1; ${script}`])).stdout;

beforeAll(async () => {
  const argv = ['bin/knocklab.js', 'up', '--fabric', 'docker', '--name', name];
  await Promise.all([execa(process.execPath, argv), compose('up', '-d')]);
  lab = await attachLab(name);
  for (const host of hosts) containers.set(host, await compose('ps', '-q', host));
}, 120_000);
afterAll(async () => {
  await lab.down();
  await compose('down', '-v', '-t', '1');
}, 60_000);

test('all its containers become healthy', async () => {
  const ask = async () => {
    const format = ['--format', '{{.State.Health.Status}}'];
    const { stdout } = await execa('docker', ['inspect', ...format, ...containers.values()]);
    return stdout.split('\n');
  };
  await expect.poll(ask, { timeout: 60_000 }).toEqual(hosts.map(() => 'healthy'));
});

const interfaces =
  "ip -o link | sed -n 's/^[0-9]*: \\([^@:]*\\).*ether \\([0-9a-f:]*\\) .*/\\1 \\2/p' | grep -v ^port | sort";
const addresses = "ip -o -4 addr | awk '{ print $2, $4 }' | sort";
// The black hole is there for the machine's own end of a bridge, which the other lab has not.
const routes = 'ip route | grep -v blackhole | sort';
const nameservers = 'cat /etc/resolv.conf';

test.for(hosts)(
  '%s has the interfaces, addresses, routes and name servers that it has in the docker fabric',
  async (host) => {
    for (const look of [interfaces, addresses, routes, nameservers]) {
      const { stdout } = await lab.host(host).exec(['sh', '-c', look]);
      expect((await shell(host, look)).trim()).toBe(stdout.trim());
      if (look === addresses) expect(stdout).toMatch(/^(eth|ether|br)\d /m);
    }
  },
);

test.for([
  ['attacker', '10.10.10.1'],
  ['client', '10.10.10.254'],
  ['access-point', '10.10.10.94'],
  ['admin', '103.190.47.45'],
  ['isp', '10.0.2.15'],
  ['client', '149.154.167.220'],
] as const)('%s reaches %s', async ([host, address]) => {
  expect(await shell(host, `ping -c 1 -W 3 ${address} | grep -o '1 received'`)).toContain('1 received');
});

test.for(hosts)(
  '%s has no way to the machine: not through its end of the bridge, and no route past the lab',
  async (host) => {
    for (const address of ['10.0.2.254', '10.10.10.252', '103.190.47.254']) {
      expect(await shell(host, `ping -c 1 -W 1 ${address} | grep -o '1 received' || echo none`)).toMatch(/none$/);
    }
  },
);

test('the router says what it is configured with', async () => {
  const read = `
    import { connectApi } from '/opt/knocklab/src/router/api-client.ts';
    const api = await connectApi({ at: { host: '127.0.0.1', port: 18728 }, user: 'admin', password: '' });
    console.log(JSON.stringify(await api.write('/ip/firewall/filter/print')));
    await api.close();`;
  const argv = [
    'exec',
    '-T',
    'router',
    '/opt/knocklab/node_modules/.bin/node',
    '--no-warnings',
    '--input-type=module',
    '-e',
    read,
  ];
  expect(await compose(...argv)).toContain('knock_ports1');
});
