import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KnocklabError } from '../core/errors.ts';
import { readTrace } from '../trace/reader.ts';
import { coverageOf } from './coverage/coverage.ts';
import { coverageJson } from './coverage/coverage-json.ts';
import { lcovText } from './coverage/lcov.ts';
import { renderHtml } from './html/page.ts';
import { pageTemplate } from './html/page-template.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { buildRunModel, type RunModel } from './model.ts';
import { renderSarif } from './sarif.ts';

/** What a run leaves for readers, by file name: each a pure function of the run. */
export type Reporters = Readonly<Record<string, (model: RunModel) => string | Promise<string>>>;

export const reporters: Reporters = {
  'index.html': async (model) => renderHtml(model, await pageTemplate()),
  'results.json': renderJson,
  'junit.xml': renderJunit,
  'summary.md': renderMarkdown,
  'results.sarif': renderSarif,
};

/** What a run that measured coverage leaves besides. */
function coverageReporters({ scenarios }: RunModel): Reporters {
  const coverage = coverageOf(scenarios);
  if (coverage === undefined) return {};
  return {
    'coverage/coverage.json': () => coverageJson(coverage),
    'coverage/lcov.info': () => lcovText(coverage),
  };
}

/**
 * Writes the reports of a run from its trace, also from one that was cut off. A reporter that breaks does not keep
 * the others from being written; it is reported when they are. Gives what keeps the run from being whole.
 */
export async function writeReports(runDirectory: string, writers: Reporters = reporters): Promise<readonly string[]> {
  const { events, problems } = await readTrace(join(runDirectory, 'trace.jsonl'), { brief: true });
  const model = buildRunModel(events, problems);
  const all = { ...writers, ...coverageReporters(model) };
  const work = Object.entries(all).map(async ([name, render]) => write(join(runDirectory, name), await render(model)));
  const broken = (await Promise.allSettled(work)).flatMap((result, index) =>
    result.status === 'rejected' ? [{ name: Object.keys(all)[index] ?? '', error: result.reason as unknown }] : [],
  );
  if (broken.length > 0) throw brokenError(runDirectory, broken);
  return model.problems;
}

/** Renamed into place: who reads a report while it is written again sees the old or the new one, never a half. */
async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  } catch (error) {
    await rm(`${file}.part`, { force: true }); // On a full disk the others may need its room.
    throw error;
  }
}

function brokenError(
  runDirectory: string,
  broken: readonly { readonly name: string; readonly error: unknown }[],
): KnocklabError {
  const names = broken.map(({ name }) => name).join(', ');
  const reasons = [...Map.groupBy(broken, ({ error }) => String(error))];
  return new KnocklabError('report/broken', `Could not write ${names} in ${runDirectory}.`, {
    remedy: `The trace (trace.jsonl) and the other reports are whole. "knocklab report write ${runDirectory}" makes those again.`,
    evidence: reasons.map(([reason, own]) => `${own.map(({ name }) => name).join(', ')}: ${reason}`).join('\n'),
    cause: broken[0]?.error,
  });
}
