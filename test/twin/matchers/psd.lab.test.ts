import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(async () => {
  await rig.clear();
  // Whoever was watched is forgotten.
  await rig.twin.clock.advance('1h');
});

const rule = '/ip firewall filter add chain=input psd=21,3s,3,1 action=add-src-to-address-list address-list=scanners';

const ports = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);

async function isListed(): Promise<boolean> {
  return Object.keys(await rig.entries('scanners')).length > 0;
}

describe('psd by RouterOS’s own scoring', () => {
  test('six low ports are not enough, the seventh is', async () => {
    await rig.load(rule);
    await rig.touch(ports(100, 6));
    expect(await isListed()).toBe(false);
    await rig.touch([106]);
    expect(await isListed()).toBe(true);
  });

  test('twenty high ports are not enough, the twenty-first is', async () => {
    await rig.load(rule);
    await rig.touch(ports(5000, 20));
    expect(await isListed()).toBe(false);
    await rig.touch([5020]);
    expect(await isListed()).toBe(true);
  });

  test('low and high ports add up', async () => {
    await rig.load(rule);
    await rig.touch([...ports(100, 5), ...ports(5000, 5)]);
    expect(await isListed()).toBe(false);
    await rig.touch([5005]);
    expect(await isListed()).toBe(true);
  });

  test('a port counts once', async () => {
    await rig.load(rule);
    await rig.touch([100, 100, 100, 100, 100, 100, 100, 100, 101, 102]);
    expect(await isListed()).toBe(false);
  });

  test('a scan that waits longer than the delay between two ports is never seen', async () => {
    await rig.load(rule);
    for (const port of ports(100, 9)) {
      await rig.touch([port]);
      await rig.twin.clock.advance('4s');
    }
    expect(await isListed()).toBe(false);
  });

  test('one that stays within it is, and old ports do not count anew', async () => {
    await rig.load(rule);
    for (const port of ports(100, 6)) {
      await rig.touch([port, 100]);
      await rig.twin.clock.advance('2s');
    }
    expect(await isListed()).toBe(false);
    await rig.touch([106]);
    expect(await isListed()).toBe(true);
  });

  test('after the delay the same ports count again', async () => {
    await rig.load(rule);
    await rig.touch(ports(100, 6));
    await rig.twin.clock.advance('10s');
    await rig.touch(ports(100, 6));
    expect(await isListed()).toBe(false);
    await rig.touch([106]);
    expect(await isListed()).toBe(true);
  });

  test('only packets that come as far as psd in their rule are counted', async () => {
    await rig.load(rule.replace('psd=', 'protocol=udp psd='));
    await rig.touch(ports(100, 12));
    expect(await isListed()).toBe(false);
  });

  test('drops the new ports of a scan itself, in line', async () => {
    await rig.load('/ip firewall filter add chain=input protocol=tcp psd=21,3s,3,1 action=drop');
    expect(await rig.stateOf(80)).toBe('open');
    await rig.touch(ports(100, 7));
    expect(await rig.stateOf(21)).toBe('filtered');
  });
});
