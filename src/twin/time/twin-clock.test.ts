import { expect, test } from 'vitest';
import { TwinClock } from './twin-clock.ts';

const noSignal = new AbortController().signal;

function createClock(): { clock: TwinClock; minutes: () => number } {
  const clock = new TwinClock(Date.UTC(2023, 6, 20, 20, 43));
  return { clock, minutes: () => Math.round(clock.uptimeMs / 60_000) };
}

test('rings each alarm at its own moment, in the order in which they fall due', async () => {
  const { clock, minutes } = createClock();
  const rung: string[] = [];
  for (const minute of [3, 1, 2]) clock.at(minute * 60_000, async () => void rung.push(`${minute} at ${minutes()}`));
  await clock.advance(2.5 * 60_000);
  expect(rung).toEqual(['1 at 1', '2 at 2']);
  await clock.advance(60_000);
  expect(rung).toEqual(['1 at 1', '2 at 2', '3 at 3']);
});

test('rings alarms of one moment in the order in which they were set', async () => {
  const { clock } = createClock();
  const rung: number[] = [];
  for (const number of [1, 2, 3]) clock.at(60_000, async () => void rung.push(number));
  await clock.advance(61_000);
  expect(rung).toEqual([1, 2, 3]);
});

test('an alarm that was taken back does not ring', async () => {
  const { clock } = createClock();
  let rung = false;
  clock.at(1000, async () => {
    rung = true;
  })();
  await clock.advance(5000);
  expect(rung).toBe(false);
});

test('an alarm that sets itself again rings as often as it falls due', async () => {
  const { clock } = createClock();
  let rung = 0;
  const again = (dueMs: number): void => {
    clock.at(dueMs, async () => {
      rung += 1;
      again(dueMs + 60_000);
    });
  };
  again(60_000);
  await clock.advance(25 * 60_000 + 500);
  expect(rung).toBe(25);
});

test('lets tracked work come to its end, or to its next delay', async () => {
  const { clock, minutes } = createClock();
  const seen: string[] = [];
  const work = clock.track(async (activity) => {
    await Promise.resolve();
    seen.push(`begun at ${minutes()}`);
    await activity.delay(10 * 60_000, noSignal);
    await Promise.resolve();
    seen.push(`woken at ${minutes()}`);
    await activity.delay(10 * 60_000, noSignal);
    seen.push(`ended at ${minutes()}`);
  });
  await clock.advance(15 * 60_000);
  expect(seen).toEqual(['begun at 0', 'woken at 10']);
  await clock.advance(15 * 60_000);
  await work;
  expect(seen).toEqual(['begun at 0', 'woken at 10', 'ended at 20']);
});

test('a delay ends when it is aborted, and time goes on', async () => {
  const { clock } = createClock();
  const controller = new AbortController();
  const work = clock.track((activity) => activity.delay(60_000, controller.signal));
  controller.abort(new Error('interrupted'));
  await expect(work).rejects.toThrow('interrupted');
  await clock.advance(1000);
  expect(clock.uptimeMs).toBeGreaterThanOrEqual(1000);
});

test('a delay that comes after the abort is not waited for', async () => {
  const { clock } = createClock();
  const work = clock.track((activity) => activity.delay(60_000, AbortSignal.abort(new Error('interrupted'))));
  await expect(work).rejects.toThrow('interrupted');
});

test('waits for tracked work that fails as for any other', async () => {
  const { clock } = createClock();
  let ended = false;
  const work = clock.track(async () => {
    await Promise.resolve();
    ended = true;
    throw new Error('broken');
  });
  await Promise.all([expect(work).rejects.toThrow('broken'), clock.advance(1000)]);
  expect(ended).toBe(true);
});

test('tells those that move along by how much, jump by jump, and when the turn is over', async () => {
  const { clock } = createClock();
  const told: string[] = [];
  let wholeMs = 0;
  clock.addKeeper({
    lapse: async (byMs) => {
      wholeMs += byMs;
      told.push('lapse');
    },
    lapsed: async () => {
      told.push('lapsed');
    },
  });
  clock.at(10_000, async () => undefined);
  await clock.advance(30_000);
  expect(told).toEqual(['lapse', 'lapse', 'lapsed']);
  expect(Math.round(wholeMs / 1000)).toBe(30);
});

test('turns at the same time wait for each other', async () => {
  const { clock } = createClock();
  await Promise.all([clock.advance(10_000), clock.advance(20_000)]);
  expect(Math.round(clock.uptimeMs / 1000)).toBe(30);
});

test('setting the wall clock leaves uptime and alarms alone', async () => {
  const { clock } = createClock();
  let rung = false;
  clock.at(60_000, async () => {
    rung = true;
  });
  clock.setWall(Date.UTC(2030, 0, 1));
  expect(new Date(clock.wallMs).getUTCFullYear()).toBe(2030);
  await clock.advance(59_000);
  expect(rung).toBe(false);
  await clock.advance(1500);
  expect(rung).toBe(true);
});

test('rings in real time as well', async () => {
  const { clock } = createClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.at(clock.uptimeMs + 5, async () => resolve());
  await promise;
  expect(clock.uptimeMs).toBeGreaterThanOrEqual(5);
});
