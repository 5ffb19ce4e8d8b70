import { expect, test } from 'vitest';
import type { EventBody } from '../../trace/events.ts';
import { paperLab, paperRules } from '../fixtures/paper-lab.ts';
import { type Recorder, recorder } from '../fixtures/recorder.ts';
import { buildRunModel } from '../model.ts';
import { clockMs, durationMs, routerosMs, timeOfDay } from './clock-text.ts';
import { placeAll, timelineView } from './timeline.ts';
import type { Item, TimelineView } from './view.ts';

const attacker = '10.10.10.254';

function viewOf(run: Recorder): TimelineView {
  const [scenario] = buildRunModel(run.events).scenarios;
  if (scenario === undefined) throw new Error('no scenario');
  return timelineView(scenario, 0, 'virtual', placeAll(scenario));
}

/** `entered 20:43:01`: the items of a lane with the router's time at their place. */
function lane(view: TimelineView, group: string, title: string): string[] {
  const items = view.groups.find(({ id }) => id === group)?.lanes.find((one) => one.title === title)?.items ?? [];
  return items.map((item) => `${item.k} ${times(view, item)}`);
}

function times({ segments }: TimelineView, { u, v }: Item): string {
  const at = (place: number): string => {
    const segment = segments.find((one) => place <= one.v) ?? segments.at(-1);
    if (segment?.clock === undefined) return '?';
    const share = segment.v > segment.u ? (place - segment.u) / (segment.v - segment.u) : 0;
    return timeOfDay(segment.clock[0] + share * (segment.clock[1] - segment.clock[0]) + 60);
  };
  return v === undefined ? at(u) : `${at(u)}-${at(v)}`;
}

function started(): Recorder {
  const run = recorder('2023-07-20T20:43:00');
  run.scenario('s');
  run.add(paperLab);
  return run;
}

const passed = { status: 'passed' } as const;

const logged = (time: string, prefix: string, port: number): EventBody => ({
  type: 'log',
  lines: [
    {
      time,
      topics: 'firewall,info',
      message: `${prefix} input: in:ether2 out:(unknown 0), proto TCP (SYN), ${attacker}:5->10.10.10.1:${port}, len 44`,
    },
  ],
});

test('tells time that passed from time by which the clock was moved', () => {
  const run = started();
  run.step('waits', passed, () => {
    run.add({ type: 'ping', from: 'a', target: 'b', sent: 1, received: 1, durationMs: 5 }, 2000);
    run.advance('1h', 3_600_000);
    run.add({ type: 'ping', from: 'a', target: 'b', sent: 1, received: 1, durationMs: 5 }, 1000);
  });
  const { segments } = viewOf(run);
  expect(segments.map(({ kind, label }) => [kind, label])).toEqual([
    ['passed', undefined],
    ['advanced', '1h'],
    ['passed', undefined],
  ]);
  const widths = segments.map(({ u, v }) => v - u);
  expect(widths[0]).toBeGreaterThanOrEqual(2000);
  // An hour is drawn, but not a thousand times as wide as what was done in a second.
  expect(widths[1]).toBeLessThan(3000);
  expect(segments[1]?.clock?.map(timeOfDay)).toEqual(['20:43:02', '21:43:02']);
});

test('finds a jump of the clock that nobody told of', () => {
  const run = recorder('2023-07-20T20:43:00');
  const head = { scenario: 's', step: 1 };
  const events = [
    { at: 0, ...head, clock: '2023-07-20T20:43:00', type: 'step-started', title: 'a watch' },
    {
      at: 100,
      ...head,
      clock: '2023-07-20T20:43:00',
      type: 'ping',
      from: 'a',
      target: 'b',
      sent: 1,
      received: 1,
      durationMs: 1,
    },
    {
      at: 200,
      ...head,
      clock: '2023-07-20T20:53:00',
      type: 'door',
      door: 'd',
      looks: [
        { afterMs: 0, open: true },
        { afterMs: 300_000, open: false },
        { afterMs: 600_000, open: false },
      ],
    },
  ] as const;
  const view = viewOf({ ...run, events });
  expect(view.segments.map(({ kind }) => kind)).toContain('advanced');
  expect(lane(view, 'doors', 'd')[0]).toMatch(/^open 20:43:0\d-20:48:0\d$/);
});

test('knows from the log of what came and went between two readings', () => {
  const run = started();
  run.add({ type: 'rules', rules: paperRules() });
  run.add({ type: 'address-lists', entries: [] });
  run.step('knocks too slowly', passed, () => {
    run.add({ type: 'ping', from: 'a', target: 'b', sent: 1, received: 1, durationMs: 5 }, 1500);
    run.advance('31s', 31_000);
    run.add({ type: 'rules', rules: paperRules({ 0: 1, 1: 1 }) });
    run.add(logged('20:43:01', 'knock1', 1000));
  });
  const life = lane(viewOf(run), 'lists', 'knock_ports1 · attacker');
  expect(life.map((item) => item.split(' ')[0])).toEqual(['entry', 'entered', 'expired']);
  expect(life[2]).toBe('expired 20:43:31');
  expect(lane(viewOf(run), 'rules', 'filter 0 Port Knocking: Step 1').map((item) => item.split(' ')[0])).toEqual([
    'hits',
    'hit',
  ]);
});

test('tells an entry that was refreshed from one that was taken away', () => {
  const run = started();
  const entry = (timeout: string) => ({
    list: 'l',
    address: attacker,
    timeout,
    creationTime: 'jul/20/2023 20:43:00',
    dynamic: true,
  });
  run.step('is read', passed, () => run.add({ type: 'address-lists', entries: [entry('59s')] }, 500));
  run.advance('30s', 30_000);
  run.step('is read again', passed, () => run.add({ type: 'address-lists', entries: [entry('58s')] }, 500));
  run.step('is gone', passed, () => run.add({ type: 'address-lists', entries: [] }, 500));
  const items = viewOf(run).groups.find(({ id }) => id === 'lists')?.lanes[0]?.items ?? [];
  expect(items.map(({ k }) => k)).toEqual(['entry', 'entered', 'refreshed', 'expired']);
  expect(items[3]?.t).toContain('removed at 20:43:3');
});

test('puts a message at the run of the scheduler that sent it', () => {
  const run = started();
  const scheduler = (runs: number, nextRun: string): EventBody => ({
    type: 'scheduler',
    entries: [{ name: 'tell', interval: '1m', runs, nextRun }],
  });
  run.step('waits', passed, () => {
    run.advance('3m', 180_000);
    const { at } = run.events.at(-1) ?? { at: 0 };
    for (const text of ['one', 'two', 'three']) {
      run.add(
        {
          type: 'telegram',
          method: 'sendMessage',
          text,
          httpStatus: 200,
          bot: '1',
          declared: true,
          receivedAt: at - 1,
        },
        0,
      );
    }
    run.add(scheduler(3, 'jul/20/2023 20:46:30'));
  });
  const view = viewOf(run);
  expect(lane(view, 'scheduler', 'tell, every 1m')).toEqual(['run 20:43:30', 'run 20:44:30', 'run 20:45:30']);
  expect(lane(view, 'telegram', 'messages')).toEqual(['message 20:43:30', 'message 20:44:30', 'message 20:45:30']);
});

test.each([
  ['20:43:00', '2023-07-20T20:43:00Z'],
  ['jul/20 20:43:00', '2023-07-20T20:43:00Z'],
  ['jul/19/2022 20:43:00', '2022-07-19T20:43:00Z'],
  ['2023-07-20 20:43:00', '2023-07-20T20:43:00Z'],
  ['07-19 23:59:59', '2023-07-19T23:59:59Z'],
])('reads %s of the log', (text, iso) => {
  expect(routerosMs(text, clockMs('2023-07-20T20:44:00'))).toBe(Date.parse(iso));
});

test('reads a time of yesterday as yesterday’s', () => {
  expect(routerosMs('23:59:59', clockMs('2023-07-20T00:00:10'))).toBe(Date.parse('2023-07-19T23:59:59Z'));
});

test.each([
  ['30s', 30_000],
  ['1d2h3m4s', 93_784_000],
  ['00:01:00', 60_000],
  ['1w', 604_800_000],
])('reads the duration %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
