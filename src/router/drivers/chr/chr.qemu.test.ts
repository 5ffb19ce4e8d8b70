import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { KnocklabError } from '../../../core/errors.ts';
import { startLab } from '../../../lab/fabrics/netns/start-lab.ts';
import type { Lab } from '../../../lab/lab.ts';
import { parseTopology } from '../../../lab/topology/read-topology.ts';
import { type ChrOptions, type StartedChr, startChr } from './chr.ts';

const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
const standIn = process.env['KNOCKLAB_STAND_IN'] ?? join(cache, 'knocklab', 'stand-in');

const topology = parseTopology({
  name: 'two-networks.yaml',
  text: `
name: two-networks
description: A router between two hosts.
networks: { left: { subnet: 192.0.2.0/24 }, right: { subnet: 198.51.100.0/24 } }
router:
  interfaces:
    ether1: { network: left, expect: 192.0.2.1 }
    ether2: { network: right, expect: 198.51.100.1 }
hosts:
  client: { network: left, address: 192.0.2.2, gateway: 192.0.2.1 }
  server: { network: right, address: 198.51.100.2, gateway: 198.51.100.1 }
`,
});

const configuration = `/ip address add address=192.0.2.1/24 interface=ether1
/ip address add address=198.51.100.1/24 interface=ether2
/ip firewall filter add chain=input in-interface=ether1 protocol=icmp action=drop
/ip firewall filter add chain=input action=drop
`;

async function newLab(): Promise<Lab> {
  const lab = await startLab(topology, { name: `chr-test-${process.pid}` });
  onTestFinished(async () => await lab.down());
  return lab;
}

/** The stand-in with other words for its kernel. */
function guestWith(words: string): { folder: string; say: (words: string) => void } {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-guest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['vmlinuz', 'initrd.img']) symlinkSync(join(standIn, name), join(folder, name));
  const say = (text: string): void => writeFileSync(join(folder, 'append'), text);
  say(words);
  return { folder, say };
}

async function boot(lab: Lab, image: string, options: Partial<ChrOptions> = {}): Promise<StartedChr> {
  const evidenceFolder = mkdtempSync(join(tmpdir(), 'knocklab-evidence-'));
  onTestFinished(() => rmSync(evidenceFolder, { recursive: true }));
  const nics = Object.values(lab.topology.router.interfaces);
  const started = await startChr(lab.router, { image, nics, ros: '7', evidenceFolder, labName: lab.name, ...options });
  onTestFinished(async () => await started[Symbol.asyncDispose]());
  return started;
}

test('brings up a fresh guest with all its questions after a boot that hung, and keeps its way in', {
  timeout: 300_000,
}, async () => {
  const lab = await newLab();
  const guest = guestWith('knocklab.hang=yes');
  const hangs: KnocklabError[] = [];
  const started = await boot(lab, guest.folder, {
    bootTimeoutMs: 60_000,
    firstBootTimeoutMs: 12_000,
    onHang: (lastSeen) => {
      hangs.push(lastSeen);
      guest.say('knocklab.pause=2');
    },
  });
  expect(hangs.map(({ evidence }) => evidence)).toEqual([
    expect.stringMatching(/Last seen:\nStarting\.\.\.[\s\S]*running/),
  ]);
  const { router } = started;
  await router.importConfig({ name: 'gw.rsc', text: configuration });
  const ping = async (to: string): Promise<number | undefined> =>
    (await lab.host('client').exec(['ping', '-c1', '-W3', to])).exitCode;
  expect(await ping('198.51.100.2')).toBe(0);
  expect(await ping('192.0.2.1')).toBe(1);
  const rules = await router.filterRules();
  expect(rules.map(({ text, packets }) => [text, packets])).toEqual([
    ['action=drop chain=input in-interface=ether1 protocol=icmp', 1],
    ['action=drop chain=input', 0],
  ]);
  expect(await started.notes()).toEqual([expect.stringContaining('"knocklab management"')]);
  await expect(
    router.importConfig({ name: 'bad.rsc', text: '/ip address add adress=1.1.1.1\n' }),
  ).rejects.toMatchObject({
    code: 'input/configuration',
    message: expect.stringContaining('bad.rsc:1:'),
  });
});

test('says what was last seen of a guest that never comes up, and ends it', { timeout: 120_000 }, async () => {
  const lab = await newLab();
  const guest = guestWith('knocklab.hang=yes');
  await expect(boot(lab, guest.folder, { bootTimeoutMs: 10_000 })).rejects.toMatchObject({
    code: 'router/not-ready',
    message: expect.stringContaining('10000 ms'),
    evidence: expect.stringMatching(/Last seen:\nStarting\.\.\.[\s\S]*VM status: running/),
  });
  const { stdout } = await lab.router.exec(['cat', '/proc/net/unix']);
  expect(stdout).not.toContain('@knocklab-serial\n');
});

test('says so when a disk has nothing to boot, and leaves it as it was', { timeout: 60_000 }, async () => {
  const lab = await newLab();
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const disk = join(folder, 'empty.img');
  writeFileSync(disk, Buffer.alloc(1_048_576));
  await expect(boot(lab, disk, { bootTimeoutMs: 3000, accelerator: 'tcg' })).rejects.toMatchObject({
    code: 'router/not-ready',
    evidence: expect.stringMatching(/It said nothing at all[\s\S]*VM status: running/),
  });
  expect(readFileSync(disk).every((byte) => byte === 0)).toBe(true);
});
