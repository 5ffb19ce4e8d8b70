import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measured } from './figures.ts';
import { type HouseOptions, openHouse } from './house.ts';

// What the machine lacks is either not needed, or named with what to do; never a pass, never a bare error of the kernel.

const scenario = 'examples/small-office';

interface Lack {
  readonly what: string;
  readonly house: HouseOptions;
  readonly says: readonly string[];
}

const noUser = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
const without = (file: string): readonly string[] => ['perl', join(import.meta.dirname, file)];
const nullDevice = 'mount --bind /dev/null /dev/null; mount -o remount,bind,nodev /dev/null';

const refused: readonly Lack[] = [
  {
    what: 'a user without rights where user namespaces are switched off',
    house: { spoil: 'echo 1 > /proc/sys/user/max_user_namespaces', through: noUser },
    says: ['lab/no-user-namespaces', 'sudo sysctl user.max_user_namespaces=15000'],
  },
  {
    what: 'a /dev/null that the user may not write to',
    house: { spoil: nullDevice },
    says: ['lab/no-null-device', 'sudo chmod 666 /dev/null'],
  },
  {
    what: 'a folder for the run that may not be written to',
    house: { spoil: 'mount -t tmpfs -o ro none /srv' },
    says: ['cannot be made', 'Give a folder that may be written to with --out.'],
  },
];

const enough: readonly Omit<Lack, 'says'>[] = [
  {
    what: 'no inotify handles',
    house: { spoil: 'echo 0 > /proc/sys/user/max_inotify_instances; echo 0 > /proc/sys/user/max_inotify_watches' },
  },
  { what: 'no IPv6, for a configuration without it', house: { through: without('without-ipv6.pl') } },
  { what: 'a home that may not be written to', house: { spoil: 'mount -t tmpfs -o ro none /tmp/home' } },
  {
    what: 'a folder for temporary files that is full',
    house: { spoil: 'cat /dev/zero > /tmp/full 2> /dev/null || :' },
  },
];

describe('What the machine lacks', () => {
  test.for(refused.map((lack) => [lack.what, lack] as const))('%s', async ([, { house: options, says }], { task }) => {
    await using house = await openHouse({ disks: { '/srv': '8m' }, ...options });
    const { exitCode, stdout, stderr } = await house.knocklab('run', scenario, '--out', '/srv/out');
    const said = `${stdout}${stderr}`.replaceAll(/\s+/g, ' ');
    expect(said).toContain(says[0]);
    expect(said).toContain(says[1]);
    expect(exitCode).toBe(exitCode === 2 ? 2 : 3);
    expect(`${stdout}${stderr}`).not.toMatch(/^ +at |This is a bug/m);
    expect(house.processes()).toEqual([]);
    measured(task.meta, `exit code ${exitCode}: ${says[0]}; told what to do: “${says[1]}”`);
  });

  test.for(enough.map((lack) => [lack.what, lack] as const))('%s', async ([, { house: options }], { task }) => {
    await using house = await openHouse({ disks: { '/srv': '8m' }, ...options });
    const { exitCode, stdout, stderr } = await house.knocklab('run', scenario, '--out', '/srv/out');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('7 steps: 7 passed');
    expect(house.processes()).toEqual([]);
    measured(task.meta, 'not needed: 7 of 7 steps pass');
  });

  test('no IPv6, for a configuration that needs it', async ({ task }) => {
    await using house = await openHouse({ disks: { '/srv': '8m' }, through: without('without-ipv6.pl') });
    writeFileSync(house.path('/srv/six.rsc'), '/ipv6 firewall filter\nadd chain=input action=drop\n');
    const { exitCode, stdout } = await house.knocklab('run', scenario, '--config', '/srv/six.rsc', '--out', '/srv/out');
    expect(stdout).toContain('lab/no-ipv6');
    expect(exitCode).toBe(3);
    measured(task.meta, 'exit code 3: lab/no-ipv6; never a firewall that is passed without its IPv6 rules');
  });
});
