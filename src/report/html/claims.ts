import type { EventOf } from '../../trace/events.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import type { RunModel } from '../model.ts';
import { type Content, html, type Markup } from './markup.ts';
import { indicatorChip, table } from './parts.ts';

/** What the publication claims beside what was observed. */
export function indicatorsSection({ scenarios }: RunModel): Content {
  const withIndicators = scenarios.filter(({ indicators }) => indicators.length > 0);
  if (withIndicators.length === 0) return undefined;
  return html`<section aria-labelledby="indicators"><h2 id="indicators">Indicators: the paper’s claims and ours</h2>
${withIndicators.map((scenario) => indicatorTable(scenario, withIndicators.length > 1))}</section>`;
}

function indicatorTable({ title, start, indicators }: ScenarioModel, several: boolean): Markup {
  const caption = several ? title : `Indicators${start?.seed === undefined ? '' : ` of ${start.seed}`}`;
  const columns = [
    { name: 'No', kind: 'narrow' },
    { name: 'Indicator' },
    { name: 'The paper claims', kind: 'wide' },
    { name: 'Observed here', kind: 'wide' },
    { name: 'Verdict' },
  ] as const;
  return table(caption, columns, indicators.map(indicatorRow), 'stacked');
}

function indicatorRow({ number, name, paper, observed, status }: EventOf<'indicator'>) {
  return { cells: [number, name, paper, observed, indicatorChip(status)] };
}

/** What a scenario found that nobody asked for. */
export function findingsSection({ scenarios }: RunModel): Content {
  const findings = scenarios.flatMap((scenario) => scenario.findings);
  if (findings.length === 0) return undefined;
  const published = scenarios.some(({ start, indicators }) => start?.seed !== undefined || indicators.length > 0);
  const items = findings.map(({ name, text }) => html`<li><h3>${name}</h3><p>${text}</p></li>`);
  return html`<section aria-labelledby="findings"><h2 id="findings">${published ? 'Findings the paper missed' : 'Findings'}</h2>
<ol class="findings">${items}</ol></section>`;
}
