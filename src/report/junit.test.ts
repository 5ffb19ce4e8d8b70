import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { hostile, hostileRun, troubledRun } from './fixtures/troubled-run.ts';
import { renderJunit } from './junit.ts';
import { buildRunModel } from './model.ts';
import { plainText } from './text/plain-text.ts';

interface Outcome {
  readonly message: string;
  readonly type: string;
  readonly '#text': string;
}

interface Case {
  readonly name: string;
  readonly failure?: Outcome;
  readonly error?: Outcome;
  readonly skipped?: Outcome;
}

interface Suite {
  readonly name: string;
  readonly properties: { readonly property: readonly { readonly name: string; readonly value: string }[] };
  readonly testcase: readonly Case[];
}

interface Read {
  readonly suites: readonly Suite[];
  readonly cases: readonly Case[];
  readonly totals: Readonly<Record<string, string>>;
}

/** junit.xml as a CI system reads it. */
function read(events: readonly TraceEvent[]): Read {
  const xml = renderJunit(buildRunModel(events));
  expect(XMLValidator.validate(xml)).toBe(true);
  const lists = new Set(['testsuite', 'testcase', 'property']);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name: string) => lists.has(name),
  });
  const { testsuite: suites, ...totals } = parser.parse(xml).testsuites;
  return { suites, totals, cases: suites.flatMap((suite: Suite) => suite.testcase) };
}

test('has a suite for a scenario and a case for a step', () => {
  const { suites, cases, totals } = read(scheme3Run());
  expect(totals).toMatchObject({ tests: '9', failures: '0', errors: '0', skipped: '1' });
  expect(suites).toMatchObject([
    { name: 'husain/scheme3', tests: '9', time: '5.120', timestamp: '2026-03-02T09:14:07.004Z' },
  ]);
  expect(cases[0]).toMatchObject({
    name: '1. every service port is open before the first scan ends',
    classname: 'husain/scheme3',
    time: '0.125',
  });
});

test('tells a failure with what was expected and observed', () => {
  const { cases, totals } = read(scheme3Run({ silentTelegram: true }));
  const failure = cases[3]?.failure;
  expect(totals).toMatchObject({ failures: '1' });
  expect(failure?.message).toBe('no message in 1 min of the router’s clock');
  expect(failure?.['#text']).toContain('expected:\na message to chat -1001545507585');
  expect(failure?.['#text']).toContain('evidence:\njul/20 20:44:00 script,error');
});

test('gives the reason of a skipped step', () => {
  expect(read(scheme3Run()).cases[7]?.skipped?.message).toBe('the twin has no WebFig page yet');
});

test('holds the indicators as properties', () => {
  const [suite] = read(scheme3Run()).suites;
  const properties = new Map(suite?.properties.property.map(({ name, value }) => [name, value]));
  expect(properties.get('sha256')).toMatch(/^9f2b6f1c/);
  expect(properties.get('indicator.8')).toMatch(
    /^not reproduced: Attempt 25 consecutive attacks\. Paper: .* Observed: /,
  );
});

test('is red for everything that is not a pass', () => {
  const { cases, totals } = read(troubledRun());
  expect(totals).toMatchObject({ tests: '5', failures: '0', errors: '3', skipped: '1' });
  expect(cases.flatMap(({ error }) => (error ? [`${error.type}: ${error.message}`] : []))).toEqual([
    'inconclusive: the control port did not answer either',
    'error: nmap is not installed on attacker (tool/missing)',
    'error: scenarios/broken/file.yaml:3:5: unknown step "scna". Did you mean "scan"? (input/scenario)',
  ]);
});

test.each([
  ['nothing was run', []],
  ['the run was cut off', scheme3Run().slice(0, 8)],
])('is red when %s', (_what, events) => {
  const { cases, totals } = read(events);
  expect(Number(totals.errors)).toBeGreaterThan(0);
  expect(cases.at(-1)).toMatchObject({ name: 'the run ends', error: { type: 'error' } });
});

test('is valid XML whatever the text', () => {
  const { suites, cases } = read(hostileRun());
  expect(suites[0]?.name).toBe(plainText(hostile));
  expect(cases[0]?.failure?.['#text']).toContain(plainText(hostile));
});

test('keeps line breaks and tabs inside an attribute', () => {
  const run = scheme3Run({ silentTelegram: true }).map((event) =>
    event.type === 'step-finished' && event.status === 'failed' ? { ...event, observed: 'one\n\ttwo\r\nthree' } : event,
  );
  expect(read(run).cases[3]?.failure?.message).toBe('one\n\ttwo\nthree');
});
