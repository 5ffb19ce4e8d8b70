import type { StepMark, TimelineView } from '../report/timeline/view.ts';
import { onChosenStep } from './chosen-step.ts';

const svg = 'http://www.w3.org/2000/svg';

/** Shows in the drawing of the network who talks to whom in the chosen step. */
export function followInTopology(view: TimelineView): void {
  const drawing = document.querySelector<SVGSVGElement>(`#${CSS.escape(`${view.anchor}-drawing`)}`);
  if (drawing === null) return;
  onChosenStep(({ scenario, number }) => {
    if (scenario !== view.anchor) return;
    show(
      drawing,
      view.steps.find((step) => step.number === number),
    );
  });
}

function show(drawing: SVGSVGElement, step: StepMark | undefined): void {
  drawing.querySelector('.talks')?.remove();
  for (const node of drawing.querySelectorAll('.talking')) node.classList.remove('talking');
  const caption = drawing.parentElement?.parentElement?.querySelector('.topology-step');
  if (step === undefined) return;
  const layer = document.createElementNS(svg, 'g');
  layer.setAttribute('class', 'talks');
  for (const [from, to] of step.talks) {
    const [a, b] = [nodeOf(drawing, from), nodeOf(drawing, to)];
    for (const node of [a, b]) node?.classList.add('talking');
    if (a !== undefined && b !== undefined && a !== b) layer.append(arrow(a, b, drawing.id));
  }
  drawing.append(layer);
  const who = step.talks.map(([from, to]) => `${from} → ${to}`).join(', ');
  if (caption)
    caption.textContent = `Step ${step.number}, ${step.title}: ${who === '' ? 'nobody talks to anybody' : who}`;
}

/** By its name, or by one of its addresses. */
function nodeOf(drawing: SVGSVGElement, name: string): SVGGraphicsElement | undefined {
  return [...drawing.querySelectorAll<SVGGraphicsElement>('[data-node]')].find((node) => {
    return node.dataset['node'] === name || (node.dataset['addresses'] ?? '').split(' ').includes(name);
  });
}

/** From the middle of one box to the edge of the other, on the wires' side. */
function arrow(a: SVGGraphicsElement, b: SVGGraphicsElement, drawing: string): SVGElement {
  const [from, to] = [a.getBBox(), b.getBBox()];
  const start = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  const end = {
    x: Math.min(Math.max(start.x, to.x), to.x + to.width),
    y: Math.min(Math.max(start.y, to.y + 12), to.y + to.height - 12),
  };
  const path = document.createElementNS(svg, 'path');
  const bend = (start.x + end.x) / 2;
  path.setAttribute('d', `M${start.x} ${start.y}C${bend} ${start.y} ${bend} ${end.y} ${end.x} ${end.y}`);
  path.setAttribute('marker-end', `url(#${drawing.replace(/-drawing$/, '-talk-head')})`);
  return path;
}
