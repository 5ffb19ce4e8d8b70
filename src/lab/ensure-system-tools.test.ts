import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ensureSystemTools, type InstallEnvironment } from './ensure-system-tools.ts';
import { findMissing, findPackageManager, installLine, systemTools } from './system-tools.ts';

const twoTools = systemTools.filter(({ program }) => ['dumpcap', 'knock'].includes(program));

/** A machine without dumpcap and knock; `ran` is what was run on it. */
function machine(changes: Partial<InstallEnvironment> = {}) {
  const ran: string[] = [];
  let missing = twoTools;
  const environment: InstallEnvironment = {
    findMissing: () => missing,
    manager: 'apt-get',
    isRoot: true,
    isForbidden: false,
    ask: async () => {
      throw new Error('asked');
    },
    run: async (command) => {
      ran.push(command.join(' '));
      if (command.includes('install')) missing = [];
      return 0;
    },
    ...changes,
  };
  return { environment, ran };
}

const install = 'env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends wireshark-common knockd';

test('runs nothing when nothing is missing', async () => {
  const { environment, ran } = machine({ findMissing: () => [] });
  await ensureSystemTools({ interactive: true }, environment);
  expect(ran).toEqual([]);
});

test('installs at once as root without a terminal', async () => {
  const { environment, ran } = machine();
  await ensureSystemTools({ interactive: false }, environment);
  expect(ran).toEqual(['apt-get update', install]);
});

test('asks on a terminal and uses sudo for an ordinary user', async () => {
  const questions: string[] = [];
  const ask = async (question: string): Promise<boolean> => questions.push(question) > 0;
  const { environment, ran } = machine({ isRoot: false, ask });
  await ensureSystemTools({ interactive: true }, environment);
  expect(questions).toEqual(['dumpcap, knock are missing. Install with sudo?']);
  expect(ran).toEqual(['sudo apt-get update', `sudo ${install}`]);
});

test.each<[string, boolean, Partial<InstallEnvironment>]>([
  ['the user says no', true, { isRoot: false, ask: async () => false }],
  ['there is nobody to ask', false, { isRoot: false }],
  ['KNOCKLAB_NO_INSTALL forbids it', false, { isForbidden: true, isRoot: false }],
  ['KNOCKLAB_NO_INSTALL forbids it on a terminal', true, { isForbidden: true, isRoot: false }],
])('gives the line to paste when %s', async (_, interactive, changes) => {
  const { environment, ran } = machine(changes);
  await expect(ensureSystemTools({ interactive }, environment)).rejects.toMatchObject({
    code: 'tool/missing',
    message: 'Missing: dumpcap (captures packets), knock (knocks).',
    remedy: `Run: sudo apt-get update && sudo ${install}`,
  });
  expect(ran).toEqual([]);
});

test('names the tools where it knows no package manager', async () => {
  const { environment } = machine({ manager: undefined });
  await expect(ensureSystemTools({ interactive: false }, environment)).rejects.toMatchObject({
    remedy: "Install dumpcap, knock with your system's package manager.",
  });
});

test('stops when an installation fails', async () => {
  const { environment } = machine({ run: async () => 100 });
  await expect(ensureSystemTools({ interactive: false }, environment)).rejects.toThrow(
    '"apt-get update" failed with exit code 100.',
  );
});

test('does not believe an installation that changes nothing', async () => {
  const { environment } = machine({ run: async () => 0 });
  await expect(ensureSystemTools({ interactive: false }, environment)).rejects.toThrow(
    'dumpcap, knock is still missing',
  );
});

test.each([
  ['dnf', 'sudo dnf install -y wireshark-cli knock'],
  ['pacman', 'sudo pacman -S --needed --noconfirm wireshark-cli knockd'],
  ['apk', 'sudo apk add wireshark-common knock'],
] as const)('knows how %s installs', (manager, line) => {
  expect(installLine(twoTools, manager, { sudo: true })).toBe(line);
});

test('names each package once', () => {
  const line = installLine(systemTools, 'apt-get', { sudo: false });
  expect(line.match(/util-linux/g)).toHaveLength(1);
});

test('looks for tools and package managers on the given path', () => {
  const directory = mkdtempSync(join(tmpdir(), 'knocklab-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of ['nmap', 'apk', 'dumpcap']) writeFileSync(join(directory, name), '');
  for (const name of ['nmap', 'apk']) chmodSync(join(directory, name), 0o755);
  const missing = findMissing(systemTools, directory).map(({ program }) => program);
  expect(missing).not.toContain('nmap');
  expect(missing).toContain('dumpcap'); // It is there, but can't be executed.
  expect(findPackageManager(directory)).toBe('apk');
  expect(findPackageManager(join(directory, 'empty'))).toBeUndefined();
});
