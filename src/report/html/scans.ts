import type { EventOf } from '../../trace/events.ts';
import { portSeries, type Scan } from '../model/port-series.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import { nmapTable } from '../timeline/act-text.ts';
import { stepAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { artifactLink, clockTime } from './parts.ts';

/** For each pair of hosts nmap’s table before a change and after it, side by side. */
export function scansPart({ events }: ScenarioModel, index: number): Content {
  const pairs = portSeries(events).flatMap(({ scans }) => {
    const change = biggestChange(scans);
    return change === undefined ? [] : [change];
  });
  return pairs.length === 0 ? undefined : pairs.map((pair) => beforeAndAfter(pair, index));
}

type Pair = readonly [before: EventOf<'port-states'>, after: EventOf<'port-states'>];

/** Two scans of one profile tell more than any others; among those, the pair in which most ports changed. */
function biggestChange(scans: readonly Scan[]): Pair | undefined {
  let best: { readonly pair: Pair; readonly changed: number } | undefined;
  for (const [place, { event: after }] of scans.entries()) {
    const before = scans.slice(0, place).findLast(({ event }) => event.profile === after.profile)?.event;
    if (before === undefined) continue;
    const changed = changedPorts([before, after]).size;
    if (changed > (best?.changed ?? 0)) best = { pair: [before, after], changed };
  }
  return best?.pair;
}

function changedPorts([before, after]: Pair): ReadonlySet<string> {
  const states = new Map(before.ports.map(({ port, protocol, state }) => [`${port}/${protocol}`, state]));
  const changed = after.ports.filter(({ port, protocol, state }) => {
    const earlier = states.get(`${port}/${protocol}`);
    return earlier !== undefined && earlier !== state;
  });
  return new Set(changed.map(({ port, protocol }) => `${port}/${protocol}`));
}

function beforeAndAfter(pair: Pair, index: number): Markup {
  const changed = changedPorts(pair);
  const [before, after] = pair;
  return html`<div class="beside"><h4>${before.from} → ${before.target} ${before.address}</h4>
<div>${outputOf(before, 'Before', changed, index)}</div><div>${outputOf(after, 'After', changed, index)}</div></div>
`;
}

function outputOf(event: EventOf<'port-states'>, word: string, changed: ReadonlySet<string>, index: number): Content {
  const { step, clock, artifact } = event;
  const place = step !== undefined && html` <a href="#${stepAnchor(index, step)}">step ${step}</a>`;
  const lines = nmapTable(event)
    .split('\n')
    .map((line) => {
      const isChanged = changed.has(line.split(' ')[0] ?? '');
      return isChanged ? html`<b class="line-changed">${line}</b>\n` : html`${line}\n`;
    });
  return [
    html`<p><b>${word}</b>${place} <span class="muted">${clockTime(clock)}</span> ${artifact !== undefined && artifactLink(artifact, 'nmap’s XML')}</p>`,
    html`<pre class="output" tabindex="0">${lines}</pre>`,
  ];
}
