import { afterEach, describe, expect, test, vi } from 'vitest';
import { twinOnPaper } from './fixtures/twin-on-paper.ts';
import type { Twin } from './twin.ts';

const noon = Date.UTC(2023, 6, 20, 12, 0, 0);

// The clock stands still but for `advance`: a test may take its time.
afterEach(() => vi.useRealTimers());

function twinAtNoon(): Twin {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  const twin = twinOnPaper();
  twin.clock.setWall(noon);
  vi.spyOn(twin, 'commit').mockResolvedValue(undefined);
  return twin;
}

const jobs = (twin: Twin): void => twin.scheduler.enact(twin.menus.get('system scheduler').items);

async function addJob(twin: Twin, props: Readonly<Record<string, string>>): Promise<string> {
  const { id } = await twin.menus.get('system scheduler').add({ name: 'job', 'on-event': ':log info ran', ...props });
  jobs(twin);
  return id;
}

/** When the job runs next, as a time of day. */
function nextRun(twin: Twin, id: string): string | undefined {
  const { nextRunMs } = twin.scheduler.stateOf(id);
  return nextRunMs === undefined ? undefined : new Date(twin.clock.wallAt(nextRunMs)).toISOString().slice(5, 19);
}

const ran = (twin: Twin): number => twin.log.entries.filter(({ message }) => message === 'ran').length;

describe('a job made at noon of the 20th of July', () => {
  test.each([
    ['starts at once without a word', { interval: '1m' }, '07-20T12:00:00'],
    ['waits for a start that is to come', { 'start-time': '12:30:00', interval: '1h' }, '07-20T12:30:00'],
    ['waits for the day of its start', { 'start-date': '2023-07-21', 'start-time': '08:00:00' }, '07-21T08:00:00'],
    ['keeps the pace of a start that has passed', { 'start-time': '11:45:00', interval: '10m' }, '07-20T12:05:00'],
    ['keeps it over days', { 'start-date': 'jul/01/2023', 'start-time': '09:30:00', interval: '1d' }, '07-21T09:30:00'],
    ['is late for its only run', { 'start-time': '11:00:00' }, undefined],
    ['runs one interval after its making with startup', { 'start-time': 'startup', interval: '5m' }, '07-20T12:05:00'],
    ['has no boot to come with startup alone', { 'start-time': 'startup' }, undefined],
    ['does not run when it is disabled', { interval: '1m', disabled: 'yes' }, undefined],
  ])('%s', async (_, props, expected) => {
    const twin = twinAtNoon();
    expect(nextRun(twin, await addJob(twin, props))).toBe(expected);
  });
});

test('runs once for each time it falls due, and counts', async () => {
  const twin = twinAtNoon();
  const id = await addJob(twin, { 'start-time': 'startup', interval: '1m' });
  await twin.clock.advance(5 * 60_000);
  expect(ran(twin)).toBe(5);
  expect(twin.scheduler.stateOf(id).count).toBe(5);
});

test.each([
  ['once, three seconds after it', { 'start-time': 'startup' }, '07-20T12:00:03'],
  ['not, but one interval after it', { 'start-time': 'startup', interval: '5m' }, '07-20T12:05:00'],
  ['not at all when it is disabled', { 'start-time': 'startup', disabled: 'yes' }, undefined],
  ['at its own time when that is to come', { 'start-time': '12:30:00' }, '07-20T12:30:00'],
])('when the router is switched on, a job runs %s', async (_, props, expected) => {
  const twin = twinAtNoon();
  const id = await addJob(twin, props);
  twin.scheduler.startUp(twin.menus.get('system scheduler').items);
  expect(nextRun(twin, id)).toBe(expected);
});

test('without an interval runs once', async () => {
  const twin = twinAtNoon();
  const id = await addJob(twin, { 'start-time': '12:30:00' });
  await twin.clock.advance(48 * 3_600_000);
  expect(ran(twin)).toBe(1);
  expect(nextRun(twin, id)).toBeUndefined();
});

test('a job that nobody touched goes on when another one changes', async () => {
  const twin = twinAtNoon();
  const id = await addJob(twin, { 'start-time': 'startup', interval: '10m' });
  await twin.clock.advance(7 * 60_000);
  await addJob(twin, { name: 'other', 'start-time': 'startup', interval: '1h' });
  expect(nextRun(twin, id)).toBe('07-20T12:10:00');
});

test('a clock that is set moves the time of day of the next run, not its distance', async () => {
  const twin = twinAtNoon();
  const id = await addJob(twin, { 'start-time': 'startup', interval: '10m' });
  twin.clock.setWall(noon + 86_400_000);
  expect(nextRun(twin, id)).toBe('07-21T12:10:00');
});

test.each([
  ['in the event itself', ':delay 30s; :log info ran'],
  ['in a script that the event runs', '/system script run waits'],
  ['in a script that a script runs', '/system script run runs'],
])('a :delay %s ends when time has passed', async (_, event) => {
  const twin = twinAtNoon();
  await twin.menus.get('system script').add({ name: 'waits', source: ':delay 30s; :log info ran' });
  await twin.menus.get('system script').add({ name: 'runs', source: '/system script run waits' });
  await addJob(twin, { 'start-time': 'startup', interval: '1h', 'on-event': event });
  await twin.clock.advance(3_600_000 + 20_000);
  expect(ran(twin)).toBe(0);
  await twin.clock.advance(11_000);
  expect(ran(twin)).toBe(1);
});

test('an event names a script or is one', async () => {
  const twin = twinAtNoon();
  const { id } = await twin.menus.get('system script').add({ name: 'tell', source: ':log info "told by script"' });
  await addJob(twin, { 'start-time': 'startup', interval: '1m', 'on-event': 'tell' });
  await twin.clock.advance(60_000);
  expect(twin.log.entries.map(({ message }) => message)).toEqual(['told by script']);
  expect(twin.scripts.runsOf(id).count).toBe(1);
});

test('a script that fails is told of in the words of RouterOS', async () => {
  const twin = twinAtNoon();
  twin.log.rules = [{ topics: ['script'], action: 'memory', prefix: '' }];
  await twin.menus.get('system script').add({ name: 'broken', source: ':put [/bogus]' });
  await addJob(twin, { 'start-time': 'startup', interval: '1m', 'on-event': 'broken' });
  await twin.clock.advance(60_000);
  expect(twin.log.entries.map(({ topics, message }) => `${topics.join(',')} ${message}`)).toEqual([
    'script,error executing script broken from scheduler (job) failed, please check it manually',
    expect.stringMatching(/^script,error,debug \(scheduler:job\) bad command name bogus/),
  ]);
});
