import { expect, test } from 'vitest';
import type { EventBody, TraceEvent } from '../trace/events.ts';
import { renderHtml } from './html/page.ts';
import { pageTemplate } from './html/page-template.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { buildRunModel } from './model.ts';

const template = await pageTemplate();

const attack = (
  id: string,
  system: string,
  outcome: 'holds' | 'gives way' | 'not applicable',
  more: { expected?: 'holds' | 'gives way'; inherent?: string; evidence?: string } = {},
): EventBody => ({
  type: 'attack',
  attack: id,
  family: 'scan',
  title: `title of ${id}`,
  system,
  outcome,
  expected: 'holds',
  evidence: `${outcome} as seen`,
  ...more,
});

/** Two scenarios of one run: a published system that gives way to one attack, and its hardened form. */
const events: readonly TraceEvent[] = [
  ...scenarioEvents('a/published', [
    attack('sequential-scan', 'a/published', 'gives way', { expected: 'gives way', evidence: '<b>22</b> open' }),
    attack('replay', 'a/published', 'gives way', { inherent: 'a static sequence can be sent again' }),
  ]),
  ...scenarioEvents('a/hardened', [
    attack('sequential-scan', 'a/hardened', 'holds'),
    attack('alert-flood', 'a/hardened', 'not applicable'),
  ]),
];

function scenarioEvents(scenario: string, attacks: readonly EventBody[]): TraceEvent[] {
  const steps = attacks.flatMap((body, index): TraceEvent[] => {
    const head = { at: index, scenario, step: index + 1 };
    const title = `attack ${index + 1}`;
    return [
      { ...head, type: 'step-started', title },
      { ...head, ...body },
      { ...head, type: 'step-finished', title, status: 'passed', durationMs: 1 },
    ];
  });
  return [...steps, { at: 9, scenario, type: 'scenario-finished', status: 'passed', durationMs: 9 }];
}

const model = buildRunModel(events);

test('the page has a column for each system, and each cell leads to its step', () => {
  const page = renderHtml(model, template);
  const section = /<section aria-labelledby="resistance">[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  const heads = [...section.matchAll(/<th scope="col"><code>(.*?)<\/code>/g)].map(([, name]) => name);
  expect(heads).toEqual(['a/published', 'a/hardened']);
  const cells = [...section.matchAll(/<td class="outcome outcome-(\S+?)"[^>]*>(?:<a href="#(.*?)">)?/g)];
  expect(cells.map(([, kind, link]) => [kind, link])).toEqual([
    ['gives-way', 'scenario-1-step-1'],
    ['holds', 'scenario-2-step-1'],
    ['inherent', 'scenario-1-step-2'],
    ['none', undefined],
    ['none', undefined],
    ['none', 'scenario-2-step-2'],
  ]);
  for (const [, , link] of cells) if (link !== undefined) expect(page).toContain(`id="${link}"`);
});

test('evidence is text, whatever it holds', () => {
  const page = renderHtml(model, template);
  expect(page).toContain('&lt;b&gt;22&lt;/b&gt; open');
  expect(page).not.toContain('<b>22</b> open');
});

test('results.json has the outcomes of each scenario', () => {
  const { scenarios } = JSON.parse(renderJson(model)) as { scenarios: { id: string; resistance?: unknown[] }[] };
  expect(scenarios.map(({ id, resistance }) => [id, resistance?.length])).toEqual([
    ['a/published', 2],
    ['a/hardened', 2],
  ]);
  expect(scenarios[0]?.resistance?.[1]).toEqual({
    attack: 'replay',
    family: 'scan',
    title: 'title of replay',
    system: 'a/published',
    outcome: 'gives way',
    expected: 'holds',
    evidence: 'gives way as seen',
    inherent: 'a static sequence can be sent again',
  });
});

test('the summary has the table', () => {
  expect(renderMarkdown(model)).toContain('| title of sequential-scan | ✖ gives way | ✔ holds |');
});

test('a run without attacks has no word of them', () => {
  const plain = buildRunModel(scenarioEvents('a/b', []));
  expect(renderHtml(plain, template)).not.toContain('id="resistance"');
  expect(renderMarkdown(plain)).not.toContain('Resistance');
});
