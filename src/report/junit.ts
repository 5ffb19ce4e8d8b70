import type { Status } from '../trace/events.ts';
import type { ScenarioModel, StepModel } from './model/scenario.ts';
import type { RunModel, Trouble } from './model.ts';
import { troublesOf } from './model.ts';
import { reasonOf, troubleParts } from './text/trouble-text.ts';
import { element, escapeXml } from './text/xml.ts';

/** A test case: a step, or what happened to a scenario or a run outside of its steps. */
interface Case {
  readonly name: string;
  readonly className: string;
  readonly status: Status;
  readonly durationMs: number;
  readonly message: string;
  readonly details: string;
}

interface Suite {
  readonly name: string;
  readonly durationMs: number;
  readonly timestamp?: string;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Case[];
}

/**
 * The text of junit.xml: a suite for each scenario, a case for each step. JUnit knows no `inconclusive`; such a step
 * is written as an error, because CI systems show everything else in green.
 */
export function renderJunit(model: RunModel): string {
  const suites = [...model.scenarios.map((scenario) => suiteOf(model, scenario)), ...runSuite(model)];
  const attributes = { name: `knocklab ${model.run}`, ...totals(suites), time: seconds(model.durationMs) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, ['\n', ...suites.map(suiteXml)])}\n`;
}

function suiteOf(model: RunModel, scenario: ScenarioModel): Suite {
  const troubles = troublesOf({ ...model, scenarios: [scenario] });
  return {
    name: scenario.id,
    durationMs: scenario.durationMs,
    ...timestamp(model.startedAt, scenario.startedAt),
    properties: propertiesOf(model, scenario),
    cases: [
      ...scenario.steps.map((step) => stepCase(scenario, step, troubles)),
      ...troubles.filter(({ step }) => step === undefined).map(scenarioCase),
      ...(scenario.status === 'skipped' && scenario.steps.length === 0 ? [skippedCase(scenario)] : []),
    ],
  };
}

function stepCase(scenario: ScenarioModel, step: StepModel, troubles: readonly Trouble[]): Case {
  const trouble = troubles.find((candidate) => candidate.step === step);
  const { title, number, status, durationMs } = step;
  const head = { name: `${number}. ${title}`, className: scenario.id, status, durationMs };
  return { ...head, ...(trouble === undefined ? { message: reasonOf(step), details: '' } : texts(trouble)) };
}

function scenarioCase(trouble: Trouble): Case {
  const { id, status } = trouble.scenario;
  return { name: '(scenario)', className: id, status, durationMs: 0, ...texts(trouble) };
}

function skippedCase({ id, error }: ScenarioModel): Case {
  return {
    name: '(scenario)',
    className: id,
    status: 'skipped',
    durationMs: 0,
    message: error?.message ?? '',
    details: '',
  };
}

function texts(trouble: Trouble): Pick<Case, 'message' | 'details'> {
  const parts = troubleParts(trouble);
  const short = parts.find(({ label }) => label === 'error') ?? parts.find(({ label }) => label !== 'expected');
  return {
    message: short?.text ?? trouble.scenario.status,
    details: parts.map(({ label, text }) => `${label}:\n${text}`).join('\n\n'),
  };
}

/** A run that was cut off, or did not run anything, must be red even where no scenario is. */
function runSuite({ finished, problems, scenarios, durationMs, run }: RunModel): Suite[] {
  if (finished && scenarios.length > 0) return [];
  const message = scenarios.length === 0 ? 'No scenario was run.' : (problems.at(-1) ?? '');
  const head = { name: 'the run ends', className: run, status: 'error', durationMs } as const;
  return [{ name: '(run)', durationMs, properties: [], cases: [{ ...head, message, details: problems.join('\n') }] }];
}

function propertiesOf(model: RunModel, scenario: ScenarioModel): (readonly [string, string])[] {
  const { start, indicators, findings } = scenario;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['title', scenario.title],
    ['seed', start?.seed],
    ['router', model.router],
    ['ros', start?.ros],
    ['fabric', model.fabric],
    ['clock', model.clockMode],
    ['topology', start?.topology],
    ['configuration', start?.configuration],
    ['sha256', start?.sha256],
    ...indicators.map(({ number, name, paper, observed, status }) => {
      return [`indicator.${number}`, `${status}: ${name}. Paper: ${paper} Observed: ${observed}`] as const;
    }),
    ...findings.map(({ name, text }, index) => [`finding.${index + 1}`, `${name}: ${text}`] as const),
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function timestamp(startedAt: string, offsetMs: number): { readonly timestamp?: string } {
  const at = Date.parse(startedAt) + offsetMs;
  return Number.isFinite(at) ? { timestamp: new Date(at).toISOString() } : {};
}

function totals(suites: readonly Suite[]) {
  const cases = suites.flatMap((suite) => suite.cases);
  const amount = (...statuses: readonly Status[]) => cases.filter(({ status }) => statuses.includes(status)).length;
  return {
    tests: cases.length,
    failures: amount('failed'),
    errors: amount('error', 'inconclusive'),
    skipped: amount('skipped'),
  };
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

function suiteXml(suite: Suite): string {
  const { name, durationMs, timestamp: at, properties, cases } = suite;
  const attributes = { name, ...totals([suite]), time: seconds(durationMs), timestamp: at };
  const written = properties.map(([key, value]) => element('property', { name: key, value }));
  const content = [...(written.length === 0 ? [] : [element('properties', {}, written), '\n']), ...cases.map(caseXml)];
  return `${element('testsuite', attributes, ['\n', ...content])}\n`;
}

function caseXml(one: Case): string {
  const { name, className, durationMs } = one;
  return `${element('testcase', { name, classname: className, time: seconds(durationMs) }, outcomeXml(one))}\n`;
}

function outcomeXml({ status, message, details }: Case): string[] {
  const body = details === '' ? [] : [escapeXml(details)];
  switch (status) {
    case 'passed':
      return [];
    case 'skipped':
      return [element('skipped', { message })];
    case 'failed':
      return [element('failure', { message, type: 'failed' }, body)];
    default:
      return [element('error', { message, type: status }, body)];
  }
}
