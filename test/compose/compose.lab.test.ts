import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachLab } from '../../src/lab/fabrics/fabric.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { type ComposeLab, printMenu, startComposeLab } from './compose-lab.ts';

// On Docker's own networks only what a look at it takes: health, one ping per link, one read of the router. Scans, knocks and
// floods are for the fabric, whose cables do not lie on this machine.

const name = `docker-compose-twin-${process.pid}`;
const hosts = ['router', 'isp', 'access-point', 'attacker', 'client', 'admin'];
let lab: Lab;
let compose: ComposeLab | undefined;
const shell = async (host: string, script: string): Promise<string> => (await compose?.shell(host, script)) ?? '';
const knocklab = (...argv: readonly string[]) => execa(process.execPath, ['bin/knocklab.js', ...argv]);

beforeAll(async () => {
  const up = knocklab('up', '--fabric', 'docker', '--name', name);
  compose = await startComposeLab();
  await up;
  lab = await attachLab(name);
}, 120_000);
afterAll(async () => {
  await compose?.[Symbol.asyncDispose]();
  await knocklab('down', name);
}, 60_000);

test('without a profile it is the twin’s lab, and all of it becomes healthy', () => {
  expect([...(compose?.services ?? [])].toSorted()).toEqual(hosts.toSorted());
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
  expect(await shell(host, `ping -c 1 -W 3 ${address}`)).toContain('1 received');
});

test('this machine has no address of the lab', async () => {
  const { stdout } = await execa('ip', ['-o', '-4', 'addr']);
  expect(stdout).toContain('127.0.0.1/8');
  expect(stdout).not.toMatch(/ (?:10\.0\.2|10\.10\.10|103\.190\.47)\./);
});

test.for(hosts)(
  '%s has no way to the machine: not through its end of the bridge, and no route past the lab',
  async (host) => {
    for (const address of ['10.0.2.254', '10.10.10.252', '103.190.47.254']) {
      expect(await shell(host, `ping -c 1 -W 1 ${address} | grep -o '1 received' || echo none`)).toMatch(/none\n$/);
    }
    expect(await shell(host, 'ip -6 -o addr show scope link')).toBe('');
  },
);

test('the router says what it is configured with', async () => {
  expect(await shell('router', printMenu('/ip/firewall/filter', ''))).toContain('knock_ports1');
});
