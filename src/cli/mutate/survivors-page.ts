import type { MutantResult } from '../../analysis/mutate/cases.ts';
import { mutantDiff, mutantPlace } from '../../analysis/mutate/mutant-diff.ts';
import { countStatuses, mutationScore } from '../../analysis/mutate/score.ts';
import { type ScenarioForm, sketchStep } from '../../analysis/mutate/sketch.ts';
import { maskTokens } from '../../core/mask-tokens.ts';
import { html, type Markup, trustedMarkup } from '../../report/html/markup.ts';
import { style } from '../../report/html/style.ts';
import type { ExplainedSubject } from './mutate-command.ts';

const ownStyle = `
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
pre { background: var(--sunken); padding: .6rem .8rem; margin: .4rem 0; }
td, th { padding: .15rem .8rem .15rem 0; text-align: left; vertical-align: top; }
`;

/** What no scenario has noticed, each with a step that would; below it everything else. */
export function survivorsPage(subjects: readonly ExplainedSubject[]): string {
  const counts = countStatuses(subjects.flatMap(({ results }) => results));
  const score = mutationScore(counts)?.toFixed(1) ?? '–';
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mutants: ${score} %</title><style>${trustedMarkup(style + ownStyle)}</style></head>
<body><main><h1>${score} % of the mutants were noticed</h1>
<p>${Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${status} ${count}`)
    .join(' · ')}</p>
${subjects.map(subjectSection)}</main></body></html>
`;
  return page.text;
}

function subjectSection(subject: ExplainedSubject): Markup {
  const left = subject.results.filter(({ status }) => status === 'survived' || status === 'no coverage');
  const others = subject.results.filter((result) => !left.includes(result));
  const nobody = left.length === 0 ? html`<p>Nothing has survived.</p>` : undefined;
  return html`<section><h2>${subject.source.name}</h2>
${nobody}${left.map((result) => survivorArticle(result, subject))}
<details><summary>${others.length} others</summary><table><tr><th>mutant</th><th>status</th><th>why</th></tr>
${others.map((result) => html`<tr><td>${shown(result.mutant.title)}</td><td>${result.status}</td><td>${shown(whyText(result))}</td></tr>`)}
</table></details></section>`;
}

function survivorArticle({ mutant, status, witness }: MutantResult, subject: ExplainedSubject): Markup {
  const because = subject.explanations.get(mutant.title);
  const form: ScenarioForm = subject.scenarios.every(({ file }) => /\.ya?ml$/.test(file)) ? 'yaml' : 'typescript';
  const missing =
    witness === undefined
      ? html`<p class="muted">No packet was found that would tell the two apart.</p>`
      : html`<p>A step that would notice, to be fitted in by hand:</p><pre>${shown(sketchStep(witness, form))}</pre>`;
  return html`<article><h3>${shown(mutant.title)}</h3>
<p class="muted">${status} · ${mutantPlace(mutant, subject)}</p>
<pre>${shown(mutantDiff(mutant).join('\n'))}</pre>
${because === undefined ? missing : html`<p>Explained: ${because}</p>${missing}`}</article>`;
}

function whyText({ by, reason, equivalent }: MutantResult): string {
  if (equivalent !== undefined) return `the same firewall: ${equivalent}`;
  if (by === undefined) return reason ?? '';
  const alone = by.slice === undefined ? '' : ` (of the steps ${by.slice.join(', ')})`;
  return `${by.scenario}, step ${by.step}${alone}: ${by.title}: ${by.observed ?? ''}`;
}

const shown = maskTokens;
