import type { ScenarioModel } from '../model/scenario.ts';
import { partAnchor, viewId } from './anchors.ts';
import { type Content, html } from './markup.ts';

/** Where the page's script draws the timeline; without scripts, the parts below hold the same. */
export function timelinePart({ steps, events }: ScenarioModel, index: number): Content {
  if (steps.length === 0 || events.length === 0) return undefined;
  return html`<div id="${partAnchor(index, 'timeline')}-place" data-view="${viewId(index)}"><noscript><p class="notice">The time axis needs scripts. Steps, port states, lists, messages, log and rules are below as text.</p></noscript></div>`;
}
