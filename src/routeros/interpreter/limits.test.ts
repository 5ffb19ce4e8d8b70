import { expect, test } from 'vitest';
import { parseScript } from '../parser.ts';
import { outputOf, startSession } from './testing/run.ts';

test.each([
  [':while (true) do={}', { steps: 1000 }, 'script stopped after 1000 steps'],
  [':do { :while (true) do={} } on-error={ :put caught }', { steps: 1000 }, 'script stopped after 1000 steps'],
  [':global f do={ :global f; $f }; $f', { depth: 50 }, 'script stopped: more than 50 calls inside each other'],
  [
    ':global f do={ :global f; :return [$f ($1 + 1)] }; :put [$f 1]',
    {},
    'script stopped: more than 200 calls inside each other',
  ],
  [
    ':local a {1}; :while (true) do={ :set a ($a, $a) }',
    { arraySize: 100 },
    'script stopped: array of more than 100 members',
  ],
  [
    ':local t "x"; :while (true) do={ :set t ($t . $t) }',
    { textLength: 1000 },
    'script stopped: text longer than 1000 characters',
  ],
  [
    ':local t "x"; :while (true) do={ :set t "$t$t" }',
    { textLength: 1000 },
    'script stopped: text longer than 1000 characters',
  ],
  [
    ':local a {1}; :while (true) do={ :set a ({$a;$a}) }',
    { arraySize: 1000 },
    'script stopped: array of more than 1000 members',
  ],
  [
    ':local t "0123456789"; :local a ({}); :for i from=1 to=99 do={ :set ($a->"k$i") {$t} }',
    { arrayText: 500 },
    'script stopped: array with more than 500 characters',
  ],
  [':local a {1}; :for i from=1 to=20000 do={ :set a ({$a}) }; :put $a', {}, 'script stopped: nested too deep'],
  [':put [:range 1 100000000]', {}, 'invalid value for argument to'],
  [':local a {1}; :set ($a->99999999) 1', {}, 'array index out of range'],
  [':put (1 << 99999999999)', {}, '0'],
])('%s ends', async (text, limits, message) => {
  expect(await outputOf(text, { limits })).toContain(message);
});

test('an endless loop ends when the signal says so', async () => {
  const controller = new AbortController();
  const session = startSession({ signal: controller.signal });
  const running = session.run(':do { :while (true) do={} } on-error={ :put caught }');
  setImmediate(() => controller.abort());
  expect(await running).toBe('! interrupted');
});

test('an endless loop ends when its time is over', async () => {
  expect(await outputOf(':while (true) do={ :local x 1 }', { limits: { timeoutMs: 20 } })).toBe('! interrupted');
});

test('a long run lets others have their turn', async () => {
  const session = startSession();
  let turns = 0;
  const count = setInterval(() => turns++, 0);
  await session.interpreter.run(parseScript({ name: 'x', text: ':for i from=1 to=20000 do={ :local x ($i * 2) }' }));
  clearInterval(count);
  expect(turns).toBeGreaterThan(2);
});

/** Turns that the rest of the program gets while a text runs for so many steps. */
async function turnsDuring(text: string, steps: number): Promise<number> {
  const session = startSession({ limits: { steps } });
  let turns = 0;
  let isRunning = true;
  const count = (): void => {
    turns++;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  await session.run(text);
  isRunning = false;
  return turns;
}

test('an endless loop gives way every few hundred steps', async () => {
  expect(await turnsDuring(':while (true) do={}', 20_000)).toBeGreaterThan(20_000 / 1024);
});

test('the larger its values, the more often a script gives way', async () => {
  const large = ':local a [:range 1 50000]; :while (true) do={ :set a ($a, 1) }';
  expect(await turnsDuring(large, 400)).toBeGreaterThan(50);
});

test.each([['('], ['['], ['{'], ['"$('], [':do {'], ['(!'], ['(-']])(
  '100,000 times %s is refused, and quickly',
  (bracket) => {
    const text = `:put ${bracket.repeat(100_000)}`;
    expect(() => parseScript({ name: 'deep', text })).toThrow(/nested too deep|expected|syntax error|missing/);
  },
);
