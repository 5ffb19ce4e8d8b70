import { createHash } from 'node:crypto';
import type { ScenarioModel } from '../model/scenario.ts';
import { type RunModel, troublesOf } from '../model.ts';
import { marks } from '../text/status-text.ts';
import { scenarioAnchor } from './anchors.ts';
import { script } from './behaviour.ts';
import { findingsSection, indicatorsSection } from './claims.ts';
import { type Content, html, type Markup, trustedMarkup } from './markup.ts';
import { resistanceSection } from './resistance.ts';
import { type Part, scenarioParts, scenarioSection } from './scenario.ts';
import { style } from './style.ts';
import { testedSection } from './tested.ts';
import { verdictSection } from './verdict.ts';

interface Chapter {
  readonly scenario: ScenarioModel;
  readonly parts: readonly Part[];
}

/** The text of index.html: one file that needs nothing else and asks nobody. */
export function renderHtml(model: RunModel): string {
  const chapters = model.scenarios.map((scenario, index) => ({ scenario, parts: scenarioParts(scenario, index) }));
  const indicators = indicatorsSection(model);
  const resistance = resistanceSection(model);
  const findings = findingsSection(model);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<title>${marks[model.status]} ${model.status} – knocklab ${model.run}</title>
<link rel="icon" href="data:,">
<style>${trustedMarkup(style)}</style>
</head>
<body>
<a class="skip" href="#verdict">Skip to the verdict</a>
<header class="top"><span class="brand">knocklab</span><span class="run">${model.run}</span><span class="tools" hidden><button type="button" data-open="all">Open all</button><button type="button" data-open="none">Close all</button></span></header>
<div class="layout">
<nav aria-label="Contents">${contents(model, chapters, { indicators, resistance, findings })}</nav>
<main>
${verdictSection(model)}
${testedSection(model)}
${indicators}
${resistance}
${findings}
${chapters.map(({ scenario, parts }, index) => scenarioSection(scenario, index, parts, chapters.length > 1))}
</main>
</div>
<script>${trustedMarkup(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** Even a fault in our escaping could then neither run a script nor load anything. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

interface Sections {
  readonly indicators: Content;
  readonly resistance: Content;
  readonly findings: Content;
}

function contents(
  model: RunModel,
  chapters: readonly Chapter[],
  { indicators, resistance, findings }: Sections,
): Markup {
  return html`<details class="contents" open><summary>Contents</summary><ol>
${entry('verdict', 'Verdict')}
${troublesOf(model).length > 0 && entry('failures', 'What went wrong')}
${entry('tested', 'What was tested')}
${indicators !== undefined && entry('indicators', 'Indicators')}
${resistance !== undefined && entry('resistance', 'Resistance')}
${findings !== undefined && entry('findings', 'Findings')}
${chapters.map(({ scenario, parts }, index) => chapterEntry(scenario, index, parts, chapters.length > 3))}
</ol></details>`;
}

function chapterEntry(scenario: ScenarioModel, index: number, parts: readonly Part[], short: boolean): Markup {
  const inner = short ? undefined : html`<ol>${parts.map(({ anchor, title }) => entry(anchor, title))}</ol>`;
  const label = html`<span class="mark-${scenario.status}" aria-hidden="true">${marks[scenario.status]}</span> ${scenario.title}<span class="visually-hidden"> ${scenario.status}</span>`;
  return entry(scenarioAnchor(index), label, inner);
}

function entry(anchor: string, label: Content, inner?: Content): Markup {
  return html`<li><a href="#${anchor}">${label}</a>${inner}</li>
`;
}
