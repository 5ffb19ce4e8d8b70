import { expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

test('the resources of the router print in their order, with units', async () => {
  const { run } = await servedTwin('6.49');
  const printed = await run('/system resource print');
  const names = printed.split('\n').map((line) => line.split(':')[0]?.trim());
  expect(names.slice(0, 6)).toEqual([
    'uptime',
    'version',
    'build-time',
    'factory-software',
    'free-memory',
    'total-memory',
  ]);
  expect(printed).toMatch(/\n {13}total-memory: 256\.0MiB +\n/);
  expect(printed).toMatch(/\n +cpu-load: 0% +\n/);
  expect(printed).toMatch(/ free-memory: \d+\.\dMiB +\n/);
});

test('scripts reckon with bytes, and with time', async () => {
  const { twin, run } = await servedTwin();
  expect(await run(':put ([/system resource get total-memory] / 1024 / 1024)')).toBe('256\n');
  expect(await run(':put ([/system resource get free-memory] > 1000000)')).toBe('true\n');
  expect(await run(':put [:typeof [/system resource get uptime]]')).toBe('time\n');
  expect(await run(':put [:len [/system resource cpu find]]')).toBe('1\n');
  await twin.clock.advance(90_000);
  expect(await run(':put ([/system resource get uptime] >= 1m30s)')).toBe('true\n');
});

test('files take up disk', async () => {
  const { run } = await servedTwin();
  const free = async (): Promise<number> => Number(await run(':put [/system resource get free-hdd-space]'));
  const before = await free();
  await run('/file add name=a.txt contents=12345');
  expect(before - (await free())).toBe(5);
});

test('monitor says how it is', async () => {
  const { run } = await servedTwin();
  expect(await run('/system resource monitor once')).toMatch(
    /cpu-used: 0%\n {2}cpu-used-per-core: 0%\n +free-memory: \d+KiB/,
  );
  expect(await run(':put ([/system resource monitor once as-value]->"cpu-used")')).toBe('0\n');
});
