import { type RunModel, type Trouble, troublesOf } from '../model.ts';
import { durationText } from '../text/duration-text.ts';
import { repeatCommand } from '../text/repeat-command.ts';
import { count, marks, tally } from '../text/status-text.ts';
import { type TroublePart, troubleParts } from '../text/trouble-text.ts';
import { scenarioAnchor, stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, statusChip } from './parts.ts';

/** What the reader came for: did it pass, and if not, what went wrong. */
export function verdictSection(model: RunModel, story?: Content): Markup {
  return html`<section id="verdict" class="verdict verdict-${model.status}" aria-labelledby="verdict-title">
<h1 id="verdict-title"><span class="verdict-mark" aria-hidden="true">${marks[model.status]}</span> ${headline(model)}</h1>
<p class="lead">${totals(model)}</p>
<p class="tested-line">${testedLine(model)}</p>
${model.problems.map((problem) => html`<p class="notice" role="note"><strong>Incomplete.</strong> ${problem}</p>`)}
</section>
${troublesSection(model)}
${story !== undefined && html`<h2 class="visually-hidden">In short</h2>${story}`}`;
}

/** Enough to know what was tested; everything else stands below. */
function testedLine({ scenarios, router, fabric, clockMode, startedAt }: RunModel): Content {
  const [only] = scenarios.length === 1 ? scenarios : [];
  const start = only?.start;
  return [
    start !== undefined &&
      html`${code(start.configuration)} <span class="muted">sha256 ${start.sha256.slice(0, 12)}…</span> on `,
    html`${start !== undefined && `RouterOS ${start.ros}, `}router ${router}, fabric ${fabric}, ${clockMode} clock`,
    startedAt !== '' && html`, ${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`,
    html` <a href="#tested">more</a>`,
  ];
}

const headlines: Readonly<Record<RunModel['status'], string>> = {
  passed: 'Passed',
  failed: 'Failed',
  inconclusive: 'Inconclusive',
  error: 'Error',
  interrupted: 'Interrupted',
};

function headline({ status, scenarios }: RunModel): string {
  const [only] = scenarios;
  const what = scenarios.length === 1 && only !== undefined ? only.title : count(scenarios.length, 'scenario');
  return `${headlines[status]}: ${scenarios.length === 0 ? 'no scenario was run' : what}`;
}

function totals({ scenarios, durationMs, status }: RunModel): string {
  const steps = scenarios.flatMap((scenario) => scenario.steps.map((step) => step.status));
  const parts = [
    ...(scenarios.length > 1 ? [`Scenarios: ${tally(scenarios.map((scenario) => scenario.status))}. `] : []),
    steps.length === 0 ? 'No step was run' : `${count(steps.length, 'step')}: ${tally(steps)}`,
    `; ${durationText(durationMs)}.${explanations[status] ?? ''}`,
  ];
  return parts.join('');
}

const explanations: Readonly<Partial<Record<RunModel['status'], string>>> = {
  failed: ' The firewall did not do what the scenario promises.',
  inconclusive: ' The harness could not tell; this is not a verdict on the firewall.',
  error: ' The harness could not do its work; this is not a verdict on the firewall.',
  interrupted: ' Somebody stopped the run; what is missing was not tested.',
};

function troublesSection(model: RunModel): Content {
  const troubles = troublesOf(model);
  if (troubles.length === 0) return undefined;
  return html`<section id="failures" aria-labelledby="failures-title"><h2 id="failures-title">What went wrong</h2>
${troubles.map((trouble) => troubleArticle(model, trouble))}</section>`;
}

function troubleArticle(model: RunModel, trouble: Trouble): Markup {
  const { scenario, step } = trouble;
  const status = step?.status ?? scenario.status;
  const index = model.scenarios.indexOf(scenario);
  const place =
    step === undefined
      ? html`<a href="#${scenarioAnchor(index)}">${scenario.title}</a>`
      : html`<a href="#${stepAnchor(index, step.number)}">Step ${step.number}: ${step.title}</a>`;
  return html`<article class="trouble trouble-${status}">
<h3>${statusChip(status)} ${place}</h3>
${model.scenarios.length > 1 && html`<p class="muted">${scenario.title}</p>`}
${troubleDetails(trouble)}
<p class="repeat"><span class="muted">Repeat it</span> ${code(repeatCommand(model.command, scenario.id))}</p>
</article>`;
}

/** Expected, observed and evidence side by side where there is room; red only where something is wrong. */
export function troubleDetails(trouble: Pick<Trouble, 'step' | 'error'>): Content {
  const parts = troubleParts(trouble);
  if (parts.length === 0) return undefined;
  const wrong = trouble.step?.status !== 'passed';
  return html`<dl class="compare ${wrong ? 'compare-wrong' : ''}">${parts.map(comparePart)}</dl>`;
}

function comparePart({ label, text }: TroublePart): Markup {
  return html`<div class="compare-${label}"><dt>${label}</dt><dd><pre>${text}</pre></dd></div>`;
}
