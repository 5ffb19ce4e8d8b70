import { expect, onTestFinished, test, vi } from 'vitest';
import { KnocklabError } from '../core/errors.ts';
import type { RouterClock } from '../router/clock.ts';
import type { Router } from '../router/router.ts';
import type { Case } from './case.ts';
import { makeCase } from './make-case.ts';
import { conformanceMarkdown } from './markdown.ts';
import { resultText, summaryText } from './progress.ts';
import { recordOf } from './record.ts';
import { parseRelease } from './release.ts';
import { runCases } from './run-cases.ts';
import type { Session } from './session.ts';

/** Nobody asks it anything: the cases of these tests bring their answers. */
function sessionOf(version: string, kind: Session['kind'] = 'chr'): Session {
  return { kind, release: parseRelease(version), router: {} as Router, clock: {} as RouterClock, network: undefined };
}

function caseOf(id: string, answer: string | Error, more: Partial<Case> = {}): Case {
  return {
    id: `menus/${id}`,
    area: 'menus',
    title: `the case ${id}`,
    source: 'api 2',
    confidence: 'inferred',
    needs: 'router',
    asked: ['/x/print', '```'],
    expect: 'yes',
    ask: async () => {
      if (typeof answer === 'string') return answer;
      throw answer;
    },
    ...more,
  };
}

const verdictsOf = async (session: Session, ...cases: Case[]): Promise<string[]> =>
  (await runCases(session, cases)).map(({ verdict }) => verdict);

test('tells what is the same from what differs, to the letter or by a pattern', async () => {
  const pattern = { expect: /^y/ };
  const cases = [caseOf('a', 'yes'), caseOf('b', 'yes!'), caseOf('c', 'yours', pattern), caseOf('d', 'no', pattern)];
  expect(await verdictsOf(sessionOf('7.16'), ...cases)).toEqual(['same', 'differs', 'same', 'differs']);
});

test('holds each generation to its own answer', async () => {
  const one = caseOf('a', 'old', { expect: { 6: 'old', 7: 'new' } });
  expect(await verdictsOf(sessionOf('6.49.18'), one)).toEqual(['same']);
  expect(await verdictsOf(sessionOf('7.1'), one)).toEqual(['differs']);
});

test.each([
  ['6.49.18 (long-term)', ['skipped', 'same', 'skipped']],
  ['7.12 (stable)', ['skipped', 'skipped', 'same']],
  ['7.13', ['same', 'skipped', 'same']],
])('asks RouterOS %s only what it is about', async (version, verdicts) => {
  const cases = [
    caseOf('a', 'yes', { since: '7.13' }),
    caseOf('b', 'yes', { until: '7' }),
    caseOf('c', 'yes', { since: '7' }),
  ];
  expect(await verdictsOf(sessionOf(version), ...cases)).toEqual(verdicts);
});

test('leaves out what needs hosts where there are none', async () => {
  expect(await verdictsOf(sessionOf('7.16'), caseOf('a', 'yes', { needs: 'packets' }))).toEqual(['skipped']);
});

test('excuses the twin, and nobody else, from what it is known not to do', async () => {
  const one = caseOf('a', 'no', { twin: 'it cannot' });
  expect(await verdictsOf(sessionOf('7.16', 'twin'), one)).toEqual(['known']);
  expect(await verdictsOf(sessionOf('7.16', 'chr'), one)).toEqual(['differs']);
});

test('goes on after a case that could not be looked at, but not without a router', async () => {
  const lost = new KnocklabError('conformance/lost', 'No packet came.');
  const dead = new KnocklabError('router/closed', 'The router closed its connection.');
  const cases = [caseOf('a', lost), caseOf('b', 'yes'), caseOf('c', dead), caseOf('d', 'yes')];
  const results = await runCases(sessionOf('7.16'), cases);
  expect(results.map((result) => ('reason' in result ? result.reason : result.verdict))).toEqual([
    'conformance/lost: No packet came.',
    'same',
    'router/closed: The router closed its connection.',
    'the router is gone',
  ]);
});

test('leaves out what comes after an interruption', async () => {
  const controller = new AbortController();
  const first = caseOf('a', 'yes', {
    ask: async () => {
      controller.abort();
      return 'yes';
    },
  });
  const results = await runCases(sessionOf('7.16'), [first, caseOf('b', 'yes')], { signal: controller.signal });
  expect(results.map(({ verdict }) => verdict)).toEqual(['same', 'skipped']);
});

test.each([
  ['real', 5000, 'error'],
  ['real', 0, 'differs'],
  ['virtual', 5000, 'differs'],
] as const)('a %s clock that was %i ms late makes of another answer: %s', async (mode, lateMs, verdict) => {
  const now = vi.spyOn(performance, 'now');
  onTestFinished(() => now.mockRestore());
  let ms = 0;
  now.mockImplementation(() => ms);
  const entry = { '.id': '*1', list: 'kl-a', address: '192.0.2.1', dynamic: 'true', timeout: '1s' };
  const router = {
    ask: async () => [{ ret: '*1' }],
    addressList: async () => [entry],
    print: async () => [],
    remove: async () => undefined,
  } as unknown as Router;
  const advance = async (): Promise<void> => {
    ms += 2000 + lateMs;
  };
  const clock = { mode, advance } as unknown as RouterClock;
  const asked = ['/ip/firewall/address-list/add list=kl-a timeout=1s', 'advance 2s', 'list kl-a'];
  const one = makeCase('lists', { ...caseOf('a', ''), asked, expect: 'empty' });
  expect(await verdictsOf({ ...sessionOf('7.16'), router, clock }, one)).toEqual([verdict]);
});

test('a mistake of the suite’s own is none of the router', async () => {
  await expect(runCases(sessionOf('7.16'), [caseOf('a', new TypeError('no such field'))])).rejects.toThrow(
    'no such field',
  );
});

test('shows and keeps what somebody needs who was not there', async () => {
  const session = sessionOf('7.20.1 (stable)');
  const results = await runCases(session, [
    caseOf('a', 'yes'),
    caseOf('b', 'no'),
    caseOf('c', new KnocklabError('x/y', 'Lost.')),
  ]);
  expect(results.map(resultText).join('')).toBe(`same    menus/a: the case a
DIFFERS menus/b: the case b
  asked     /x/print
            \`\`\`
  expected  yes
  observed  no
  source    api 2, inferred
ERROR   menus/c: the case c
  reason    x/y: Lost.
`);
  expect(summaryText(results)).toContain('menus     1 same, 1 differs, 1 error\nall ');
  const router = { kind: 'chr', version: '7.20.1 (stable)', board: 'CHR', architecture: 'x86_64', notes: ['QEMU'] };
  const facts = { knocklab: '1.0', startedAt: new Date(0), router, release: session.release };
  const record = recordOf(results, facts);
  expect(record.cases[1]).toMatchObject({ id: 'menus/b', expected: 'yes', observed: 'no', asked: ['/x/print', '```'] });
  const text = conformanceMarkdown(record);
  expect(text).toContain('- router: chr, RouterOS 7.20.1 (stable), board "CHR", x86_64\n- asked: 1970-01-01');
  expect(text).toContain('| menus | 1 | 1 | 0 | 1 | 0 |');
  expect(text).toContain(
    '### `menus/b`: the case b\n\nAsked:\n````\n/x/print\n```\n````\nExpected:\n```\nyes\n```\nObserved:\n```\nno\n```\nSource: api 2 (inferred)',
  );
  expect(text).toContain('## Could not be looked at\n\n### `menus/c`');
  expect(text).toContain('## Inferred until now\n\n- `menus/a`: confirmed\n- `menus/b`: refuted\n');
});
