import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => rig.clear());

const drop = (time: string): Promise<void> =>
  rig.load(`/ip firewall filter add chain=input protocol=icmp time=${time} action=drop`);

/** A Thursday. */
const at = (time: string): Promise<unknown> => rig.router.run(`/system clock set date=2023-07-20 time=${time}`);
const answers = (): Promise<boolean> => rig.answers(outside.router);

test('a rule is in the packet path only in its hours', async () => {
  await at('07:59:00');
  await drop('8h-17h,mon,tue,wed,thu,fri');
  expect(await answers()).toBe(true);
  await rig.twin.clock.advance('2m');
  expect(await answers()).toBe(false);
  await rig.twin.clock.advance('9h');
  expect(await answers()).toBe(true);
});

test('and only on its days', async () => {
  await at('12:00:00');
  await drop('0s-1d,sat,sun');
  expect(await answers()).toBe(true);
  await rig.twin.clock.advance('2d');
  expect(await answers()).toBe(false);
  await rig.twin.clock.advance('2d');
  expect(await answers()).toBe(true);
});

test('a window may go over midnight', async () => {
  await at('21:00:00');
  await drop('22h-6h,sun,mon,tue,wed,thu,fri,sat');
  expect(await answers()).toBe(true);
  await rig.twin.clock.advance('4h');
  expect(await answers()).toBe(false);
  await rig.twin.clock.advance('6h');
  expect(await answers()).toBe(true);
});

test('negated it is out of the packet path in these hours', async () => {
  await at('12:00:00');
  await drop('!8h-17h,thu');
  expect(await answers()).toBe(true);
  await rig.twin.clock.advance('6h');
  expect(await answers()).toBe(false);
});

test('setting the clock switches it too', async () => {
  await at('07:00:00');
  await drop('8h-17h,thu');
  expect(await answers()).toBe(true);
  await at('09:00:00');
  expect(await answers()).toBe(false);
});
