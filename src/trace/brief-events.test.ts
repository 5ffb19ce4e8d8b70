import { expect, test } from 'vitest';
import { BriefEvents, wholeScenarios } from './brief-events.ts';
import type { TraceEvent } from './events.ts';

const started = { type: 'scenario-started', title: '', file: '', topology: '', configuration: '', sha256: '' } as const;
const command = { type: 'command', host: 'a', command: 'nmap', exitCode: 0, durationMs: 1, stdout: 'long', stderr: '' };

function scenario(id: number, status: 'passed' | 'failed'): TraceEvent[] {
  const head = { at: id, scenario: `s${id}` };
  return [
    { ...head, ...started, ros: '7', configurationText: 'text' },
    { ...head, ...command } as TraceEvent,
    { ...head, type: 'step-finished', title: 'x', status, durationMs: 1 },
    { ...head, type: 'scenario-finished', status, durationMs: 1 },
  ];
}

const typesOf = (events: readonly TraceEvent[], id: number): string[] =>
  events.filter((event) => event.scenario === `s${id}`).map(({ type }) => type);

test('of a long run the first scenarios and those that do not pass stay whole, of the others the verdicts', () => {
  const brief = new BriefEvents();
  const all = Array.from({ length: wholeScenarios + 3 }, (_, id) =>
    scenario(id, id === wholeScenarios + 1 ? 'failed' : 'passed'),
  );
  for (const [index, events] of all.entries()) {
    for (const event of events) brief.push(event);
    if (index % 7 === 0) expect(brief.events.at(-1)).toBe(events.at(-1));
  }
  const whole = ['scenario-started', 'command', 'step-finished', 'scenario-finished'];
  expect(typesOf(brief.events, 0)).toEqual(whole);
  expect(typesOf(brief.events, wholeScenarios - 1)).toEqual(whole);
  expect(typesOf(brief.events, wholeScenarios)).toEqual(['scenario-started', 'step-finished', 'scenario-finished']);
  expect(typesOf(brief.events, wholeScenarios + 1)).toEqual(whole);
  expect(brief.events.filter((event) => event.type === 'scenario-started' && event.brief === true)).toHaveLength(2);
  expect(JSON.stringify(brief.events).match(/"configurationText"/g)).toHaveLength(wholeScenarios + 1);
});

test('scenarios side by side, looked at in the middle', () => {
  const brief = new BriefEvents();
  for (let id = 0; id < wholeScenarios; id++) for (const event of scenario(id, 'passed')) brief.push(event);
  const [left, right] = [scenario(100, 'passed'), scenario(101, 'passed')] as const;
  for (const index of [0, 1, 2, 3]) {
    for (const event of [left[index], right[index]]) if (event !== undefined) brief.push(event);
    void brief.events;
  }
  expect(typesOf(brief.events, 100)).toEqual(['scenario-started', 'step-finished', 'scenario-finished']);
  expect(typesOf(brief.events, 101)).toEqual(['scenario-started', 'step-finished', 'scenario-finished']);
});
