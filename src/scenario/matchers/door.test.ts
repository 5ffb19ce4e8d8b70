import { expect as plainExpect, test } from 'vitest';
import type { EventOf } from '../../trace/events.ts';
import { witnessKey } from '../check.ts';
import type { Door } from '../door.ts';
import { addMatchers, expect } from '../matchers.ts';
import type { ScenarioClock } from '../scenario-clock.ts';

addMatchers();

/** A door in a time of its own, which only moves when it is turned. */
interface PaperDoor extends Door {
  /** Opens it `after` ms from now, for `lasting` ms. */
  openLater(after: number, lasting: number): void;
  readonly reported: EventOf<'door'>['looks'][];
  readonly observed: string[];
}

function paperDoor(): PaperDoor {
  let now = 0;
  const spans: { from: number; to: number }[] = [];
  const [reported, observed]: [EventOf<'door'>['looks'][], string[]] = [[], []];
  const clock: Partial<ScenarioClock> = {
    mode: 'virtual',
    elapsedMs: () => now,
    turn: async (ms) => {
      now += ms;
    },
  };
  return {
    [witnessKey]: (check) => void observed.push(check.observed),
    name: 'attacker → router 22/tcp',
    clock: clock as ScenarioClock,
    isOpen: async () => {
      now += 1; // Looking takes time, too.
      return spans.some(({ from, to }) => from <= now && now < to);
    },
    report: (looks) => void reported.push(looks),
    openLater: (after, lasting) => void spans.push({ from: now + after, to: now + after + lasting }),
    reported,
    observed,
  };
}

const life = { opensWithin: '1s', closesAfter: '1h', within: '1s', staysClosed: '10m' } as const;
const hour = 3_600_000;

test('a door that opens for its time and closes again lives as it should', async () => {
  const door = paperDoor();
  await expect(door).toLive({ ...life, by: async () => door.openLater(5, hour) });
  plainExpect(door.observed[0]).toMatch(
    /^closed; open \d+ ms after the knock began; closed (59m59s\d*|1h)\S* after that \(± \d+ ms\); still closed 10m later$/,
  );
  plainExpect(door.reported[0]?.map(({ open }) => open)).toEqual([false, true, false, false]);
});

test.each([
  ['is open already', 0, (door: PaperDoor) => door.openLater(0, 10 * hour), /open before anybody knocked/],
  ['never opens', 0, () => undefined, /still closed 1s after the knock/],
  ['opens too late', 0, (door: PaperDoor) => door.openLater(1500, hour), /still closed 1s after the knock/],
])('one that %s does not', async (_, __, act, observed) => {
  const door = paperDoor();
  if (observed.source.startsWith('open before')) act(door);
  const by = async (): Promise<void> => act(door);
  await plainExpect(expect(door).toLive({ ...life, by })).rejects.toThrow(observed);
});

test.each([
  ['closes 2 s early', hour - 2000, /closed already/],
  ['closes 2 s late', hour + 2000, /still open 1h\S* after that/],
])('one that %s does not', async (_, lasting, observed) => {
  const door = paperDoor();
  await plainExpect(expect(door).toLive({ ...life, by: async () => door.openLater(1, lasting) })).rejects.toThrow(
    observed,
  );
});

test('one that opens once more does not', async () => {
  const door = paperDoor();
  const by = async (): Promise<void> => {
    door.openLater(1, hour);
    door.openLater(hour + 5 * 60_000, hour);
  };
  await plainExpect(expect(door).toLive({ ...life, by })).rejects.toThrow(/open again \S+ later/);
});

test('never within: a door that opens for longer than a look apart is seen', async () => {
  const door = paperDoor();
  await expect(door).toStayClosed('1m');
  door.openLater(20_000, 30_000);
  await plainExpect(expect(door).toStayClosed('1m')).rejects.toThrow(/closed no more after/);
});

test('a door that closes does not stay open', async () => {
  const door = paperDoor();
  door.openLater(0, 2 * hour);
  await expect(door).toStayOpen('1h');
  await plainExpect(expect(door).toStayOpen('1h30m')).rejects.toThrow(/open no more after/);
});

test('it opens within a time that is turned to', async () => {
  const door = paperDoor();
  door.openLater(50_000, hour);
  await expect(door).toOpenWithin('1m');
  await plainExpect(expect(paperDoor()).toOpenWithin('1m')).rejects.toThrow(/closed for 1m/);
});

test('`.not` is refused, with the words that are meant', async () => {
  await plainExpect(expect(paperDoor()).not.toOpenWithin('1m')).rejects.toThrow(/a door has no `.not`/);
});
