import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { maskTokens } from '../../core/mask-tokens.ts';
import { LineIndex } from '../../routeros/line-index.ts';
import type { MutantResult, MutantStatus, Subject } from './cases.ts';
import type { Explanations } from './explanations.ts';

const statuses: Readonly<Record<MutantStatus, string>> = {
  killed: 'Killed',
  survived: 'Survived',
  'no coverage': 'NoCoverage',
  equivalent: 'Ignored',
  timeout: 'Timeout',
  error: 'RuntimeError',
  pending: 'Pending',
};

/**
 * The results in the form that Stryker's reports, dashboard and viewer read
 * (https://github.com/stryker-mutator/mutation-testing-elements, mutation-testing-report-schema 2).
 * `before`: mutants of an earlier report, by configuration, as they stand there.
 */
export function schemaReport(
  subjects: readonly (Subject & { readonly explanations: Explanations })[],
  root: string,
  threshold = 95,
  before: ReadonlyMap<string, readonly object[]> = new Map(),
): object {
  const scenarios = new Map(subjects.flatMap((subject) => subject.scenarios).map((one) => [one.id, one]));
  return {
    schemaVersion: '2',
    thresholds: { high: Math.ceil(threshold), low: Math.floor(threshold * 0.8) },
    framework: { name: 'knocklab' },
    files: Object.fromEntries(
      subjects.map((subject) => [subject.source.name, fileOf(subject, before.get(subject.source.name) ?? [])]),
    ),
    testFiles: Object.fromEntries(
      [...scenarios.values()].map(({ id, title, file }) => [
        file,
        { source: maskTokens(readFileSync(resolve(root, file), 'utf8')), tests: [{ id, name: `${id}: ${title}` }] },
      ]),
    ),
  };
}

function fileOf(
  { source, results, explanations }: Subject & { readonly explanations: Explanations },
  before: readonly object[],
): object {
  const lines = new LineIndex(source);
  return {
    language: 'routeros',
    source: maskTokens(source.text),
    mutants: [
      ...before,
      ...results.map((result) => mutantOf(result, lines, explanations.get(result.mutant.title))),
    ].map((mutant, index) => ({ ...mutant, id: String(index + 1) })),
  };
}

function mutantOf(
  { mutant, status, by, reason, equivalent, coveredBy, durationMs }: MutantResult,
  lines: LineIndex,
  because: string | undefined,
): object {
  const start = Math.min(...mutant.edits.map((edit) => edit.start));
  const end = Math.max(...mutant.edits.map((edit) => edit.end));
  const noticed = by === undefined ? undefined : `step ${by.step}, ${by.title}: ${by.observed ?? by.expected ?? ''}`;
  const why = noticed ?? reason ?? (equivalent === undefined ? because : `the same firewall: ${equivalent}`);
  return {
    mutatorName: mutant.mutator,
    description: mutant.title,
    replacement: maskTokens(mutant.edits.map(({ text }) => text).join(' … ')),
    location: { start: placeOf(lines, start), end: placeOf(lines, end) },
    status: statuses[status],
    ...(why === undefined ? {} : { statusReason: maskTokens(why) }),
    coveredBy,
    ...(by === undefined ? {} : { killedBy: [by.scenario] }),
    duration: durationMs,
  };
}

function placeOf(lines: LineIndex, offset: number): { line: number; column: number } {
  const { line, column } = lines.at(offset);
  return { line, column };
}
