import { createHash } from 'node:crypto';
import type { ScenarioModel } from '../model/scenario.ts';
import { storyOf } from '../model/story.ts';
import { type RunModel, troublesOf } from '../model.ts';
import { marks } from '../text/status-text.ts';
import { type Placed, placeAll, timelineView } from '../timeline/timeline.ts';
import { scenarioAnchor, viewId } from './anchors.ts';
import { findingsSection, indicatorsSection } from './claims.ts';
import { type Content, dataScript, html, type Markup, trustedMarkup } from './markup.ts';
import { resistanceSection } from './resistance.ts';
import { type Part, scenarioParts, scenarioSection } from './scenario.ts';
import { storyCards } from './story.ts';
import { style } from './style.ts';
import { testedSection } from './tested.ts';
import { verdictSection } from './verdict.ts';

interface Chapter {
  readonly scenario: ScenarioModel;
  /** Its place among all scenarios of the run. */
  readonly index: number;
  readonly placed: Placed;
  readonly parts: readonly Part[];
}

/** The text of index.html: one file that needs nothing else and asks nobody. The template is the page's own code. */
export function renderHtml(model: RunModel, template: string): string {
  const head = html`<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(template)}">
<title>${marks[model.status]} ${model.status} – knocklab ${model.run}</title>
<link rel="icon" href="data:,">
<style>${trustedMarkup(style)}</style>`;
  return template
    .replace('<!--knocklab:head-->', () => head.text)
    .replace('<!--knocklab:body-->', () => body(model).text);
}

function body(model: RunModel): Markup {
  const chapters = model.scenarios.flatMap((scenario, index): Chapter[] => {
    if (scenario.start?.brief === true) return [];
    const placed = placeAll(scenario);
    return [{ scenario, index, placed, parts: scenarioParts(scenario, index, placed) }];
  });
  const indicators = indicatorsSection(model);
  const resistance = resistanceSection(model);
  const findings = findingsSection(model);
  const several = model.scenarios.length > 1;
  const [only] = several ? [] : chapters;
  return html`<a class="skip" href="#verdict">Skip to the verdict</a>
<header class="top"><span class="brand">knocklab</span><span class="run">${model.run}</span><span class="tools" hidden><button type="button" data-open="all">Open all</button><button type="button" data-open="none">Close all</button></span></header>
<div class="layout">
<nav aria-label="Contents">${contents(model, chapters, { indicators, resistance, findings })}</nav>
<main>
${verdictSection(model, only && storyCards(only.scenario, 0, storyOf(only.scenario, only.placed)))}
${indicators}
${resistance}
${findings}
${testedSection(model)}
${chapters.map(({ scenario, index, parts, placed }) => {
  const story = several ? storyCards(scenario, index, storyOf(scenario, placed)) : undefined;
  return scenarioSection(scenario, index, parts, { several, story });
})}
</main>
</div>
${chapters.map(({ scenario, index, placed }) => dataScript(viewId(index), timelineView(scenario, index, model.clockMode, placed)))}`;
}

/** Even a fault in our escaping could then neither run a script nor load anything. */
function contentSecurityPolicy(template: string): string {
  const [, script = ''] = /<script type="module"[^>]*>([\s\S]*?)<\/script>/.exec(template) ?? [];
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

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
${indicators !== undefined && entry('indicators', 'Indicators')}
${resistance !== undefined && entry('resistance', 'Resistance')}
${findings !== undefined && entry('findings', 'Findings')}
${entry('tested', 'What was tested')}
${chapters.map(({ scenario, index, parts }) => chapterEntry(scenario, index, parts, chapters.length > 3))}
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
