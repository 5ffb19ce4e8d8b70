import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { paperRules } from './fixtures/paper-lab.ts';
import { recorder } from './fixtures/recorder.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { hostileRun, troubledRun } from './fixtures/troubled-run.ts';
import { githubAnnotations } from './github-annotations.ts';
import { type Results, renderJson } from './json.ts';
import { lineOfRule } from './model/fault-place.ts';
import { buildRunModel } from './model.ts';
import { resultsJsonSchema, resultsSchema } from './results-schema.ts';
import { renderSarif } from './sarif.ts';

const configuration = readFileSync('lab/router/husain/scheme3.rsc', 'utf8');

/** A run in which the last rule of the paper dropped what was to be let through. */
function droppedRun(): TraceEvent[] {
  const run = recorder('2023-07-20T20:43:00');
  run.scenario('husain/scheme3');
  const files = { file: 'scenarios/husain/scheme3.scenario.ts', topology: 'paper', sha256: '' };
  const text = { configuration: 'lab/router/husain/scheme3.rsc', configurationText: configuration };
  run.add({ type: 'scenario-started', title: 'Scheme 3', ...files, ...text, ros: '6.49' });
  const rules = paperRules();
  run.add({ type: 'rules', rules });
  run.step(
    'the services are open',
    { status: 'failed', expected: '22/tcp open', observed: '22/tcp: filtered, 100%' },
    () => {
      run.add({
        type: 'rules',
        rules: rules.map((rule) => (rule.number === 12 ? { ...rule, text: dropText, packets: 4 } : rule)),
      });
    },
  );
  run.add({ type: 'scenario-finished', status: 'failed', durationMs: 1 });
  run.finish(1);
  return [...run.events];
}

const dropText =
  'action=drop chain=input comment="Drop Port Scanners" dst-port=22,23,80,8291 log=yes log-prefix="Port Scanning Blocked:" protocol=tcp src-address-list=port_scanners';
const dropLine = configuration.split('\n').findIndex((line) => line.includes('comment="Drop Port Scanners"')) + 1;

test.each([
  ['passing', scheme3Run()],
  ['failing', scheme3Run({ silentTelegram: true })],
  ['troubled', troubledRun()],
  ['hostile', hostileRun()],
  ['cut off', scheme3Run().slice(0, 20)],
  ['empty', []],
])('results.json keeps its schema: %s', (_what, events) => {
  const results: Results = resultsSchema.parse(JSON.parse(renderJson(buildRunModel(events)))) as Results;
  expect(results.version).toBe(1);
});

test('the published schema is the one that is kept', () => {
  expect(readFileSync('docs/results.schema.json', 'utf8')).toBe(resultsJsonSchema());
});

test('finds the line of a rule in its configuration, over continued lines', () => {
  expect(dropLine).toBeGreaterThan(10);
  expect(lineOfRule(configuration, { text: dropText })).toBe(dropLine);
  expect(lineOfRule(configuration, { text: dropText.replace('22,23', '22') })).toBe(undefined);
});

test('an annotation stands at the line of the rule that decided', () => {
  expect(githubAnnotations(buildRunModel(droppedRun()))).toEqual([
    `::error file=lab/router/husain/scheme3.rsc,line=${dropLine},title=husain/scheme3 › 1 the services are open::husain/scheme3 › 1 the services are open%0Aexpected: 22/tcp open%0Aobserved: 22/tcp: filtered, 100%25%0Adecided by: filter rule 12 (Drop Port Scanners)`,
  ]);
});

test('text of a run ends neither a line nor a property of an annotation', () => {
  for (const line of githubAnnotations(buildRunModel(hostileRun()))) {
    expect(line).toMatch(/^::(?:error|warning) [^\r\n]*$/);
    expect(line.split('::')[1]).not.toMatch(/title=[^,]*:/);
  }
});

test('SARIF names file, line and what went wrong', () => {
  const [run] = JSON.parse(renderSarif(buildRunModel(droppedRun()))).runs;
  expect(run.results[0]).toMatchObject({
    ruleId: 'failed',
    level: 'error',
    message: { text: expect.stringContaining('observed: 22/tcp: filtered') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'lab/router/husain/scheme3.rsc' },
          region: { startLine: dropLine },
        },
      },
    ],
  });
  expect(run.invocations[0]).toEqual({ executionSuccessful: true, exitCode: 1 });
});

test('SARIF of a run of hostile text stays JSON without a control character', () => {
  const text = renderSarif(buildRunModel(hostileRun()));
  expect(JSON.parse(text).runs[0].results.length).toBeGreaterThan(0);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('SARIF of a run that passed has no results', () => {
  expect(JSON.parse(renderSarif(buildRunModel(scheme3Run()))).runs[0].results).toEqual([]);
});
