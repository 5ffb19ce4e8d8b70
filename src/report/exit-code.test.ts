import { expect, test } from 'vitest';
import type { EventBody, Status, TraceEvent } from '../trace/events.ts';
import { exitCodeOfRun } from './exit-code.ts';

type Ending = Status | `input/${string}` | `lab/${string}` | 'unfinished';

/** A run whose scenarios end so; an error by its code. */
function runOf(...endings: readonly Ending[]): TraceEvent[] {
  return endings.flatMap((ending, index) => scenario(`s${index}`, ending));
}

function scenario(id: string, ending: Ending, steps: readonly Status[] = ['passed']): TraceEvent[] {
  const at = (body: EventBody, step?: number): TraceEvent => ({
    at: 0,
    scenario: id,
    ...(step === undefined ? {} : { step }),
    ...body,
  });
  const files = { file: id, topology: 't', configuration: 'c', sha256: '0', ros: '6.49' };
  return [
    at({ type: 'scenario-started', title: id, ...files }),
    ...steps.map((status, index) => at({ type: 'step-finished', title: 'a step', status, durationMs: 1 }, index + 1)),
    ...(ending === 'unfinished' ? [] : [at(finished(ending))]),
  ];
}

function finished(ending: Exclude<Ending, 'unfinished'>): EventBody {
  if (ending.includes('/')) return { ...failed(ending) };
  return { type: 'scenario-finished', status: ending as Status, durationMs: 1 };
}

function failed(code: string): EventBody {
  return { type: 'scenario-finished', status: 'error', durationMs: 1, error: { code, message: 'it broke' } };
}

const counts = { passed: 0, failed: 0, inconclusive: 0, skipped: 0, error: 0 };
const runFinished = (exitCode: number): TraceEvent => ({
  at: 9,
  type: 'run-finished',
  durationMs: 9,
  exitCode,
  counts,
});

test.each<[code: number, endings: readonly Ending[]]>([
  [0, ['passed']],
  [0, ['passed', 'skipped']],
  [1, ['passed', 'failed']],
  [1, ['failed', 'inconclusive']],
  [2, ['input/scenario']],
  [2, ['input/scenario', 'lab/no-namespaces', 'failed']],
  [3, ['error']],
  [3, ['lab/no-namespaces']],
  [3, ['lab/no-namespaces', 'failed', 'passed']],
  [3, ['unfinished']],
  [3, ['passed', 'unfinished']],
  [3, ['skipped']],
  [3, []],
  [4, ['inconclusive', 'passed']],
])('gives %i for %j', (code, endings) => {
  expect(exitCodeOfRun(runOf(...endings))).toBe(code);
});

test.each<[code: number, said: number, endings: readonly Ending[]]>([
  [130, 130, ['passed']],
  [130, 130, ['input/scenario', 'unfinished']],
  [130, 130, []],
  [2, 2, []],
  [3, 3, ['passed']],
  [3, 77, ['passed']],
  [1, 0, ['failed']],
  [3, 0, []],
  [0, 0, ['passed']],
])('gives %i when the harness says %i after %j', (code, said, endings) => {
  expect(exitCodeOfRun([...runOf(...endings), runFinished(said)])).toBe(code);
});

test.each<[code: number, status: Status]>([
  [1, 'failed'],
  [3, 'error'],
  [4, 'inconclusive'],
  [0, 'skipped'],
])('gives %i for a scenario that calls itself passed over a step that is %s', (code, status) => {
  expect(exitCodeOfRun(scenario('s', 'passed', ['passed', status]))).toBe(code);
});

test('is no pass when every step was skipped', () => {
  expect(exitCodeOfRun(scenario('s', 'passed', ['skipped', 'skipped']))).toBe(3);
});

test('counts a retried scenario as it ended', () => {
  expect(exitCodeOfRun([...scenario('s', 'failed', ['failed']), ...scenario('s', 'passed')])).toBe(0);
  expect(exitCodeOfRun([...scenario('s', 'passed'), ...scenario('s', 'failed', ['failed'])])).toBe(1);
  expect(exitCodeOfRun([...scenario('s', 'passed'), ...scenario('s', 'unfinished')])).toBe(3);
});
