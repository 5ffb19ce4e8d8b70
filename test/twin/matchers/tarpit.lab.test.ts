import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => rig.clear());

const tarpit = '/ip firewall filter add chain=input protocol=tcp dst-port=2323,80 action=tarpit';

test('a port that nothing listens on looks open, others do not', async () => {
  expect(await rig.stateOf(2323)).toBe('closed');
  await rig.load(tarpit);
  expect(await rig.stateOf(2323)).toBe('open');
  expect(await rig.stateOf(2324)).toBe('closed');
});

test('a connection is taken and hangs', async () => {
  const fetch = [
    'curl',
    '-s',
    '-m',
    '2',
    '-o',
    '/dev/null',
    '-w',
    '%{time_connect} %{http_code}',
    `http://${outside.router}/`,
  ];
  expect((await rig.attacker.exec(fetch)).stdout).toMatch(/ (?!000)\d+$/);
  await rig.load(tarpit);
  const { stdout, exitCode } = await rig.attacker.exec(fetch);
  expect(exitCode).toBe(28);
  expect(Number(stdout.split(' ')[0])).toBeGreaterThan(0);
  expect(stdout).toMatch(/ 000$/);
});

test('the packets of a tarpit are counted', async () => {
  await rig.load(tarpit);
  await rig.stateOf(2323);
  expect((await rig.packets())[0]).toBeGreaterThan(0);
});
