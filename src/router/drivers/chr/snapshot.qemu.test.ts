import { existsSync, mkdirSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boot, configuration, guestWith, newLab, ownCache } from './fixtures/guest-lab.ts';

const lists = '/ip/firewall/address-list';

test('the next lab goes on from the snapshot of the first, as fresh as that was', { timeout: 500_000 }, async () => {
  const snapshots = join(ownCache(), 'snapshots');
  const left = join(snapshots, 'cut-short.4194304');
  mkdirSync(left, { recursive: true });
  const guest = guestWith('knocklab.pause=0');
  const bootOnce = async (options = {}) => await boot(await newLab(), guest.folder, { snapshots: true, ...options });
  const first = await bootOnce();
  expect(first.isRestored).toBe(false);
  expect(existsSync(left)).toBe(false);
  expect(readdirSync(snapshots)).toHaveLength(1);
  await first.router.importConfig({ name: 'gw.rsc', text: configuration });
  await first[Symbol.asyncDispose]();

  await expect(bootOnce({ demandedRos: '6.49' })).rejects.toMatchObject({
    code: 'input/ros',
    message: expect.stringContaining('is RouterOS 7.16.2'),
  });
  const second = await bootOnce();
  const { router, clock } = second;
  expect(second.isRestored).toBe(true);
  expect(second.password).toBe(first.password);
  expect(await router.filterRules()).toEqual([]);
  expect(Math.abs((await clock.now()).ms - Date.now())).toBeLessThan(10_000);
  // Its time goes on at the pace of ours: an entry lives as long as it should.
  await router.add(lists, { list: 'knocked', address: '192.0.2.7', timeout: '4s' });
  const addedAt = performance.now();
  await expect.poll(async () => await router.addressList('knocked'), { interval: 100, timeout: 20_000 }).toEqual([]);
  const livedMs = performance.now() - addedAt;
  expect(livedMs).toBeGreaterThan(3000);
  expect(livedMs).toBeLessThan(9000);

  await second[Symbol.asyncDispose]();

  // What does not come to life is thrown away.
  const [name = ''] = readdirSync(snapshots);
  truncateSync(join(snapshots, name, 'state'), 1_000_000);
  const third = await bootOnce();
  expect(third.isRestored).toBe(false);
  expect(await third.router.version()).toMatch(/^7/);
});
