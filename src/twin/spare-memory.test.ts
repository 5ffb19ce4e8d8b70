import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { giveBackMemory } from './spare-memory.ts';

const megabyte = 1024 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A process that holds so much, whatever it has room for. */
function watched({ held, busy }: { held: number; busy: number }) {
  const room = { heap: 40, held, busy, collected: 0 };
  giveBackMemory({
    heapBytes: () => room.heap * megabyte,
    busy: () => room.busy,
    collect: () => {
      room.heap = room.held;
      room.collected += 1;
    },
  });
  return room;
}

test('room that nothing needs any more is given back', () => {
  const room = watched({ held: 50, busy: 0 });
  room.heap = 300;
  vi.advanceTimersByTime(10_000);
  expect(room).toMatchObject({ heap: 50, collected: 1 });
});

test('nothing is given back while there is something to do', () => {
  const room = watched({ held: 50, busy: 0.9 });
  room.heap = 300;
  vi.advanceTimersByTime(10_000);
  expect(room.collected).toBe(0);
  room.busy = 0;
  vi.advanceTimersByTime(1000);
  expect(room.collected).toBe(1);
});

test('a small router is left alone', () => {
  const room = watched({ held: 40, busy: 0 });
  room.heap = 90;
  vi.advanceTimersByTime(10_000);
  expect(room.collected).toBe(0);
});

test('what is really held is not looked for again and again', () => {
  const room = watched({ held: 200, busy: 0 });
  room.heap = 300;
  vi.advanceTimersByTime(1000);
  room.heap = 290;
  vi.advanceTimersByTime(10_000);
  expect(room.collected).toBe(1);
  room.heap = 310;
  vi.advanceTimersByTime(1000);
  expect(room.collected).toBe(2);
});
