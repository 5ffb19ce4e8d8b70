import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { exercises } from '../../src/demo/exercises/exercises.ts';
import { bg } from '../../src/demo/texts/bg.ts';
import { catalogues } from '../../src/demo/texts/catalogues.ts';
import { en } from '../../src/demo/texts/en.ts';
import { id } from '../../src/demo/texts/id.ts';
import { planSteps } from '../../src/scenario/gate/plan-steps.ts';
import type { ScenarioBody } from '../../src/scenario/scenario-options.ts';

const bodies = vi.hoisted(() => new Map<string, ScenarioBody<string>>());

// The scenarios declare themselves to this instead of running.
vi.mock('../../src/scenario/scenario.ts', () => ({
  expect: () => undefined,
  scenario: (title: string, _options: unknown, body: ScenarioBody<string>) => void bodies.set(title, body),
}));

await import('../../scenarios/husain/scheme1.scenario.ts');
await import('../../scenarios/husain/scheme2.scenario.ts');
await import('../../scenarios/husain/scheme3.scenario.ts');

const schemes = [
  ['husain/scheme1', 'Scheme 1: neither alerts nor knocking'],
  ['husain/scheme2', 'Scheme 2: alerts, but no knocking'],
  ['husain/scheme3', 'Scheme 3: knocking, trap and alerts'],
] as const;

const languages = Object.entries(catalogues);

test('there are English, Indonesian and Bulgarian', () => {
  expect(catalogues).toEqual({ en, id, bg });
});

test.each(schemes)('each step of %s is told in every language, and no other', async (scenario, title) => {
  const body = bodies.get(title);
  if (body === undefined) throw new Error(`no scenario is called "${title}"`);
  const { titles, whole } = await planSteps(body);
  expect(whole).toBe(true);
  expect(titles.length).toBeGreaterThan(3);
  for (const [, { narration }] of languages) expect(Object.keys(narration[scenario] ?? {})).toEqual(titles);
});

test.each(languages.filter(([code]) => code !== 'en'))(
  '%s has a title for each scheme and step, and no other',
  async (_, catalogue) => {
    const plans = await Promise.all([...bodies.values()].map(planSteps));
    const wanted = [...bodies.keys(), ...plans.flatMap(({ titles }) => titles)];
    expect(Object.keys(catalogue.titles).toSorted()).toEqual([...new Set(wanted)].toSorted());
    expect(Object.entries(catalogue.titles).filter(([english, own]) => english === own || own.length < 5)).toEqual([]);
  },
);

test.each(languages)('%s has every key of English, and says something under each', (_, catalogue) => {
  expect(keysOf({ ...catalogue, titles: {} })).toEqual(keysOf({ ...en, titles: {} }));
  expect(textsOf(catalogue).filter((text) => text.trim().length < 2)).toEqual([]);
});

test.each(languages.filter(([code]) => code !== 'en'))('%s is translated, not copied', (_, catalogue) => {
  const own = textsOf({ narration: catalogue.narration, exercises: catalogue.exercises });
  const english = new Set(textsOf({ narration: en.narration, exercises: en.exercises }));
  expect(own.filter((text) => english.has(text))).toEqual([]);
});

test('each exercise has its texts, and the configuration that it breaks', () => {
  expect(Object.keys(en.exercises)).toEqual(exercises.map(({ name }) => name));
  for (const { configuration, fault } of exercises) {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'lab', 'router', configuration), 'utf8');
    expect(fault(text)).not.toBe(text);
  }
});

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value)
    .flatMap(([key, child]) => keysOf(child, `${path}/${key}`))
    .toSorted();
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
