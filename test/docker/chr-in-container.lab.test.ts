import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab } from '../../src/lab/fabrics/fabric.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { type StartedChr, startChr } from '../../src/router/drivers/chr/chr.ts';
import { standInFolder } from '../stand-in.ts';

const evidenceFolder = mkdtempSync(join(tmpdir(), 'knocklab-evidence-'));
const configuration = `/ip address add address=198.51.100.1/24 interface=ether1
/ip address add address=192.0.2.1/24 interface=ether2
/ip firewall filter add chain=input protocol=icmp action=drop
`;

let lab: Lab | undefined;
let chr: StartedChr | undefined;

beforeAll(async () => {
  const topology = await readTopology(await findTopology('small', join(import.meta.dirname, '../../lab/topologies')));
  const image = standInFolder();
  const name = `docker-chr-${process.pid}`;
  lab = await startLab('docker', topology, { name, machine: { reads: [image], writes: [] } });
  const nics = Object.values(topology.router.interfaces);
  chr = await startChr(lab.router, { image, nics, evidenceFolder, labName: name, ros: '7' });
  await chr.router.importConfig({ name: 'small.rsc', text: configuration });
}, 240_000);
afterAll(async () => {
  await chr?.[Symbol.asyncDispose]();
  await lab?.down();
  rmSync(evidenceFolder, { recursive: true });
});

const shell = async (host: string, script: string): Promise<string> =>
  (await lab?.host(host).exec(['sh', '-c', `exec 2>&1; ${script}`]))?.stdout ?? '';

test('a router in QEMU, in a container, forwards between the lab’s hosts and enforces its rules', async () => {
  expect(await shell('attacker', 'ping -c 1 -W 5 192.0.2.10')).toContain('1 received');
  expect(await shell('attacker', 'ping -c 1 -W 1 198.51.100.1')).toContain(' 0 received');
  expect((await chr?.router.filterRules())?.map(({ packets }) => packets)).toEqual([1]);
});

test('its container is not privileged, sees the image read-only and of the machine’s devices those of QEMU', async () => {
  const { stdout: pid } = await execa('docker', [
    'ps',
    '-q',
    '--filter',
    `label=knocklab.lab=${lab?.name}`,
    '--filter',
    'label=knocklab.node=router',
  ]);
  const { stdout } = await execa('docker', ['inspect', '--format', '{{json .HostConfig}}', pid]);
  const { Privileged, Devices, CapAdd } = JSON.parse(stdout);
  expect(Privileged).toBe(false);
  expect(CapAdd).not.toContain('SYS_ADMIN');
  expect(['/dev/net/tun', '/dev/kvm']).toEqual(
    expect.arrayContaining(Devices.map((device: { PathOnHost: string }) => device.PathOnHost)),
  );
  expect(await shell('router', `touch ${standInFolder()}/x || echo refused`)).toContain('refused');
});

test('schemes 1 to 3 pass with a router in QEMU in a container, as they do everywhere else', async () => {
  const out = mkdtempSync(join(tmpdir(), 'knocklab-docker-chr-'));
  try {
    const schemes = ['husain/scheme1', 'husain/scheme2', 'husain/scheme3', '--workers', '3'];
    const cell = ['--fabric', 'docker', '--router', 'chr', '--image', standInFolder()];
    const { exitCode, all } = await execa(
      process.execPath,
      ['bin/knocklab.js', 'run', ...schemes, ...cell, '--out', out],
      { reject: false, all: true, env: { XDG_CACHE_HOME: join(out, 'cache') } },
    );
    // Real time is not waited for half an hour: the steps that would are left out by name.
    expect(all).toMatch(/3 scenarios: 3 passed · 26 steps: 23 passed, 3 skipped/);
    expect(exitCode).toBe(0);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}, 1_200_000);
