import type { EventOf } from '../../trace/events.ts';
import { artifactsOf } from '../model/artifacts.ts';
import { type DiffLine, diffLines } from '../model/line-diff.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { count } from '../text/status-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { artifactLink, fold, table } from './parts.ts';

/** The router's export before and after the scenario, and what the run changed in it. */
export function exportPart({ events }: ScenarioModel): Content {
  const all = events.filter((event) => event.type === 'export');
  const before = all.find(({ when }) => when === 'before');
  const after = all.findLast(({ when }) => when === 'after');
  if (before === undefined && after === undefined) return undefined;
  return [before && after && changes(before.text, after.text), whole(before), whole(after)];
}

function whole(event: EventOf<'export'> | undefined): Content {
  if (event === undefined) return undefined;
  const lines = count(event.text.split('\n').length - 1, 'line');
  return fold(
    html`Export ${event.when} the scenario <span class="muted">${lines}</span>`,
    html`<p>${artifactLink(event.artifact)}</p><pre class="output" tabindex="0">${event.text}</pre>`,
  );
}

/** The first line of an export is its date; it always differs. */
function changes(before: string, after: string): Markup {
  const lines = diffLines(withoutDate(before), withoutDate(after));
  const changed = lines.filter(({ change }) => change !== 'same').length;
  if (changed === 0) return html`<p>The scenario left the configuration as it was.</p>`;
  return fold(
    html`What changed <span class="muted">${count(changed, 'line')}</span>`,
    html`<pre class="output diff" tabindex="0">${context(lines).map(diffLine)}</pre>`,
    true,
  );
}

function withoutDate(text: string): string {
  return text.replace(/^# .* by RouterOS .*\n/, '');
}

/** Changed lines with three lines around them; a gap is shown as such. */
function context(lines: readonly DiffLine[]): (DiffLine | 'gap')[] {
  const near = lines.map((_line, index) =>
    lines.slice(Math.max(0, index - 3), index + 4).some(({ change }) => change !== 'same'),
  );
  return lines.flatMap((line, index): (DiffLine | 'gap')[] => {
    if (near[index] === true) return [line];
    return near[index + 1] === true || (index === lines.length - 1 && lines.length > 1) ? ['gap'] : [];
  });
}

const signs = { same: ' ', added: '+', removed: '-' } as const;

function diffLine(line: DiffLine | 'gap'): Markup {
  if (line === 'gap') return html`<span class="diff-gap">⋯\n</span>`;
  return html`<span class="diff-${line.change}">${signs[line.change]} ${line.text}\n</span>`;
}

/** The files that the scenario left, as links that work from the folder of the run. */
export function artifactsPart({ events }: ScenarioModel): Content {
  const artifacts = artifactsOf(events);
  if (artifacts.length === 0) return undefined;
  const columns = [{ name: 'File', kind: 'code' }, { name: 'What it is' }, { name: 'Step', kind: 'narrow' }] as const;
  return table(
    'Artifacts',
    columns,
    artifacts.map(({ path, what, step }) => ({ cells: [artifactLink(path), what, step] })),
  );
}
