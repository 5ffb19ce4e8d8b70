import type { MutantResult } from '../../analysis/mutate/cases.ts';
import { staleExplanations } from '../../analysis/mutate/explanations.ts';
import { mutantDiff, mutantPlace } from '../../analysis/mutate/mutant-diff.ts';
import type { MutationWatch } from '../../analysis/mutate/mutation-run.ts';
import { type Counts, countStatuses, mutationScore } from '../../analysis/mutate/score.ts';
import { maskTokens } from '../../core/mask-tokens.ts';
import { plainText } from '../../report/text/plain-text.ts';
import type { Terminal } from '../terminal.ts';
import type { ExplainedSubject } from './mutate-command.ts';

/** Says what happens while it does: a line for each mutant that is not killed, and how far it has come. */
export function mutationWatch({ stdout }: Terminal): MutationWatch {
  let killed = 0;
  const line = (text: string): void => void stdout.write(`${plainText(text)}\n`);
  return {
    prepared: (scenario, mutants) => {
      line(`${scenario.id} passes on ${scenario.configuration.name} as it is; mutants to notice: ${mutants}`);
    },
    unsteady: ({ id }) => {
      line(
        `  ${id} does not pass twice in one lab: each of its mutants gets a new one, which takes many times as long`,
      );
    },
    decided: ({ mutant, status, reason }, scenario) => {
      if (status === 'killed') killed += 1;
      else if (status === 'survived') line(`  ${scenario.id} does not notice ${mutant.title}`);
      else line(`  ${status.padEnd(9)} ${mutant.title}${reason === undefined ? '' : ` (${reason})`}`);
      if (status === 'killed' && killed % 25 === 0) line(`  ${killed} killed`);
    },
  };
}

interface Closing {
  readonly durationMs: number;
  readonly report: string;
  /** What the last report said, where the run has gone on from it. */
  readonly before?: Counts | undefined;
}

/** The closing summary: survivors with their diffs, figures, score. */
export function mutationText(subjects: readonly ExplainedSubject[], { durationMs, report, before }: Closing): string {
  const all = subjects.flatMap(({ results }) => results);
  const counts = countStatuses(all);
  const run = counts.killed + counts.survived + counts.timeout + counts.error;
  const seconds = Math.round(durationMs / 1000);
  const rate = Math.round((run / Math.max(durationMs, 1)) * 60_000);
  return [
    ...subjects.flatMap(subjectLines),
    '',
    countsText(counts),
    ...(before === undefined ? scoreLines(counts) : withBefore(countStatuses(all, before))),
    `${run} mutants in ${seconds} s, dry runs included: ${rate} a minute`,
    `report   ${report}`,
    '',
  ].join('\n');
}

function withBefore(counts: Counts): string[] {
  return [`with the last report: ${countsText(counts)}`, ...scoreLines(counts)];
}

function scoreLines(counts: Counts): string[] {
  const score = mutationScore(counts);
  return score === undefined ? [] : [`score ${score.toFixed(1)} %: killed of killed, survived and no coverage`];
}

function countsText(counts: Counts): string {
  return Object.entries(counts)
    .filter(([status, count]) => status !== 'pending' || count > 0)
    .map(([status, count]) => `${status} ${count}`)
    .join(' · ');
}

function subjectLines(subject: ExplainedSubject): string[] {
  const { results, source, explanations } = subject;
  const left = results.filter(({ status }) => status === 'survived' || status === 'no coverage');
  const stale = staleExplanations(explanations, results).map((text) => `  out of date: ${text}`);
  return ['', source.name, ...left.flatMap((result) => resultLines(result, subject)), ...stale];
}

function resultLines({ mutant, status }: MutantResult, subject: ExplainedSubject): string[] {
  const because = subject.explanations.get(mutant.title);
  return [
    `  ${status}  ${mutantPlace(mutant, subject)}  ${mutant.title}`,
    ...mutantDiff(mutant).map((line) => `      ${line}`),
    ...(because === undefined ? [] : [`      explained: ${because}`]),
  ].map((line) => plainText(maskTokens(line)));
}
