import { expect, test } from 'vitest';
import type { Draft, Seen } from './draft.ts';
import { refine, steadySteps } from './steady-steps.ts';

const scan: Draft = { title: 'scan', act: { do: 'scan', from: 'pc', to: 'nas', tcp: [22, 80] } };
const ping: Draft = { title: 'ping', act: { do: 'ping', from: 'stranger', to: 'pc' } };
const door = (knock: 'before' | 'after'): Draft => ({
  title: knock,
  knock,
  act: { do: 'connect', from: 'remote', to: 'router', port: 22 },
});
const silent: Seen = { states: { 22: 'filtered', 80: 'filtered' }, isControlled: false };
const acts = (drafts: readonly Draft[], seen: readonly Seen[]): unknown[] => refine(drafts, seen).map(({ act }) => act);

test('leaves out silence of somebody who never answered', () => {
  expect(acts([scan, ping], [silent, { outcome: 'unanswered' }])).toEqual([]);
});

test('takes what answered in a scan for its control', () => {
  expect(acts([scan], [{ states: { 22: 'closed', 80: 'filtered' }, isControlled: false }])).toEqual([
    { ...scan.act, control: 22 },
  ]);
});

test('connects where a scan could not be believed, but somebody else was answered', () => {
  const other: Draft = { title: 'other', act: { do: 'ping', from: 'boss', to: 'nas' } };
  expect(acts([scan, other], [silent, { outcome: 'answered' }])).toEqual([
    { do: 'connect', from: 'pc', to: 'nas', port: 22 },
    other.act,
  ]);
});

test.each([
  ['timeout', 'connected', 2],
  ['connected', 'connected', 0],
  ['timeout', 'timeout', 0],
])('believes a knock that finds %s before and %s after: %i steps', (before, after, steps) => {
  expect(refine([door('before'), door('after')], [{ outcome: before }, { outcome: after }])).toHaveLength(steps);
});

test('keeps of a scan what two labs agree on, and says that it was not all', () => {
  const once: Seen = { states: { 22: 'open', 80: 'open' }, isControlled: true };
  const again: Seen = { states: { 22: 'open', 80: 'filtered' }, isControlled: true };
  const { steps, wavering } = steadySteps([{ ...scan, once }], [again]);
  expect(steps.map(({ seen }) => seen.states)).toEqual([{ 22: 'open' }]);
  expect(wavering).toEqual(['scan']);
});
