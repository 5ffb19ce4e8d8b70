import { expect, test } from 'vitest';
import { MemoryLog } from './log.ts';
import { TwinClock } from './time/twin-clock.ts';

const createLog = (): MemoryLog => new MemoryLog(new TwinClock(0));
const messages = (log: MemoryLog): string[] => log.entries.map(({ message }) => message);

test('keeps info, warning and error, not debug', () => {
  const log = createLog();
  for (const level of ['info', 'warning', 'error', 'debug']) log.write(['script', level], level);
  expect(messages(log)).toEqual(['info', 'warning', 'error']);
});

test('a rule with ! leaves its topic out', () => {
  const log = createLog();
  log.rules = [{ topics: ['info', '!firewall'], action: 'memory', prefix: '' }];
  log.write(['firewall', 'info'], 'a packet');
  log.write(['script', 'info'], 'a script');
  expect(messages(log)).toEqual(['a script']);
});

test('a rule for another target keeps nothing in memory', () => {
  const log = createLog();
  log.rules = [{ topics: ['info'], action: 'remote', prefix: '' }];
  log.write(['info'], 'gone');
  expect(messages(log)).toEqual([]);
});

test('puts the prefix of the rule before the message', () => {
  const log = createLog();
  log.rules = [{ topics: ['info'], action: 'memory', prefix: 'GW' }];
  log.write(['info'], 'hello');
  expect(messages(log)).toEqual(['GW: hello']);
});

test('drops the oldest lines; ids are never used again', () => {
  const log = createLog();
  log.targets = new Map([['memory', { kind: 'memory', lines: 3, stopsWhenFull: false }]]);
  for (let line = 1; line <= 5; line++) log.write(['info'], String(line));
  expect(messages(log)).toEqual(['3', '4', '5']);
  log.clear();
  log.write(['info'], '6');
  expect(log.entries[0]?.id).toBe('*6');
});

test('a line is kept once, also when several rules want it', () => {
  const log = createLog();
  log.rules = [...log.rules, { topics: ['script'], action: 'memory', prefix: '' }];
  log.write(['script', 'info'], 'once');
  expect(messages(log)).toEqual(['once']);
});

test('fewer lines and back empties the log but for those', () => {
  const log = createLog();
  for (let line = 1; line <= 5; line++) log.write(['info'], String(line));
  for (const lines of [1, 1000]) log.targets = new Map([['memory', { kind: 'memory', lines, stopsWhenFull: false }]]);
  expect(messages(log)).toEqual(['5']);
});

test('a memory that stops when full keeps its oldest lines', () => {
  const log = createLog();
  log.targets = new Map([['memory', { kind: 'memory', lines: 2, stopsWhenFull: true }]]);
  for (const line of ['1', '2', '3']) log.write(['info'], line);
  expect(messages(log)).toEqual(['1', '2']);
});

test('each buffer keeps its own lines', () => {
  const log = createLog();
  log.rules = [...log.rules, { topics: ['firewall'], action: 'fw', prefix: '' }];
  const memory = { kind: 'memory', lines: 1, stopsWhenFull: false } as const;
  log.targets = new Map([
    ['memory', memory],
    ['fw', memory],
  ]);
  log.write(['firewall', 'info'], 'a packet');
  log.write(['script', 'info'], 'a script');
  expect(log.entries.map(({ buffer, message }) => `${buffer} ${message}`)).toEqual(['fw a packet', 'memory a script']);
});
