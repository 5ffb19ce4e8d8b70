import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TraceEvent } from './events.ts';
import { follow, readTrace } from './reader.ts';
import { openTail } from './tail.ts';
import { openTrace } from './writer.ts';

function temporaryTrace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-trace-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'run', 'trace.jsonl');
}
const step = (title: string) => ({ type: 'step-started', title, scenario: 'a/b', step: 1 }) as const;
const titles = (events: readonly TraceEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'step-started' ? [event.title] : []));

test('reads back what was written, with the time since the run began', async () => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 1000, now: () => 1250 });
  trace.write(step('scan'));
  trace.write({ ...step('knock'), at: 7 });
  expect(await readTrace(file)).toEqual({
    events: [
      { at: 250, ...step('scan') },
      { at: 7, ...step('knock') },
    ],
    problems: [],
  });
});

test('has each event on the disk before write returns', () => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 0 });
  trace.write(step('scan'));
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"scan".*\}\n$/);
});

test('keeps line breaks and control characters inside one line', async () => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 0 });
  trace.write(step('a\nb\u0000\u001b[31m"'));
  expect(titles((await readTrace(file)).events)).toEqual(['a\nb\u0000\u001b[31m"']);
});

test.each([
  ['a URL', 'https://api.telegram.org/bot6123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMcXd1-Yq0w/sendMessage'],
  ['an encoded URL', 'url=bot6123456789%3AAAHfiqksKZ8WmR2zSjiQ7_v4TMcXd1-Yq0w'],
  ['a line of an export', ':local t "6123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMcXd1-Yq0w"\n'],
  ['a string of RouterOS', 'url="bot6123456789\\3AAAHfiqksKZ8WmR2zSjiQ7_v4TMcXd1-Yq0w/getMe"'],
])('masks the bot token in %s', (_where, text) => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 0 });
  trace.write({ type: 'finding', name: text, text: 'plain' });
  const written = readFileSync(file, 'utf8');
  expect(written).not.toContain('AAHfiqks');
  expect(written).toMatch(/6123456789(:|%3A|\\\\3A)\*\*\*/);
});

test('masks strings that lie deep inside an event', () => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 0 });
  const message = 'fetch bot6123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMcXd1-Yq0w failed';
  trace.write({ type: 'log', lines: [{ time: '20:43:56', topics: 'script,error', message }] });
  expect(readFileSync(file, 'utf8')).toContain('fetch bot6123456789:*** failed');
});

test('refuses to write after it was closed', () => {
  const trace = openTrace(temporaryTrace(), { startedAt: 0 });
  trace.close();
  trace.close();
  expect(() => trace.write(step('late'))).toThrow('step-started event came too late');
});

test('two writers share one trace', async () => {
  const file = temporaryTrace();
  using first = openTrace(file, { startedAt: 0 });
  using second = openTrace(file, { startedAt: 0 });
  first.write(step('one'));
  second.write(step('two'));
  first.write(step('three'));
  expect(titles((await readTrace(file)).events)).toEqual(['one', 'two', 'three']);
});

test('tolerates a last line that was cut, and says so', async () => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 0 });
  trace.write(step('whole'));
  appendFileSync(file, '{"at":5,"type":"step-star');
  const { events, problems } = await readTrace(file);
  expect(titles(events)).toEqual(['whole']);
  expect(problems).toEqual([expect.stringContaining('(2) is cut')]);
});

test('does not glue an event to the remains of a killed writer', async () => {
  const file = temporaryTrace();
  openTrace(file, { startedAt: 0 }).close();
  writeFileSync(file, '{"at":5,"type":"step-star');
  using trace = openTrace(file, { startedAt: 0 });
  trace.write(step('after'));
  const { events, problems } = await readTrace(file);
  expect(titles(events)).toEqual(['after']);
  expect(problems).toEqual([expect.stringContaining('Line 1 of the trace is damaged')]);
});

test('refuses a trace of a newer version', async () => {
  const file = temporaryTrace();
  openTrace(file, { startedAt: 0 }).close();
  writeFileSync(file, '{"at":0,"type":"run-started","version":99}\n');
  await expect(readTrace(file)).rejects.toMatchObject({
    code: 'input/trace-version',
    message: expect.stringContaining('version 99'),
  });
});

test('names a trace that is not there', async () => {
  await expect(readTrace('/nonexistent/trace.jsonl')).rejects.toMatchObject({ code: 'input/trace-unreadable' });
});

test('follows a trace from before its first event to its last', async () => {
  const file = temporaryTrace();
  const seen: TraceEvent[] = [];
  let sawFirst = (): void => undefined;
  const first = new Promise<void>((resolve) => {
    sawFirst = resolve;
  });
  const follower = follow(
    file,
    (event) => {
      seen.push(event);
      sawFirst();
    },
    { pollMs: 1 },
  );
  expect(existsSync(file)).toBe(false);
  using trace = openTrace(file, { startedAt: 0 });
  trace.write(step('live'));
  await first;
  trace.write(step('at the end'));
  await follower.close();
  expect(titles(seen)).toEqual(['live', 'at the end']);
});

test('holds back a line, and a character, until it has arrived whole', () => {
  const file = temporaryTrace();
  openTrace(file, { startedAt: 0 }).close();
  const tail = openTail(file);
  const line = Buffer.from('größer ✔\n');
  const middle = line.indexOf(Buffer.from('ß')) + 1;
  appendFileSync(file, line.subarray(0, middle));
  expect(tail.read()).toEqual([]);
  appendFileSync(file, line.subarray(middle));
  expect(tail.read()).toEqual(['größer ✔']);
  tail.close();
});

test('goes on following when a reporter throws, and tells at the end', async () => {
  const file = temporaryTrace();
  using trace = openTrace(file, { startedAt: 0 });
  const seen: string[] = [];
  const follower = follow(file, (event) => {
    seen.push(event.type);
    if (seen.length === 1) throw new Error('broken reporter');
  });
  trace.write(step('one'));
  trace.write(step('two'));
  await expect(follower.close()).rejects.toThrow('broken reporter');
  expect(seen).toHaveLength(2);
});
