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

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Along the wires: up to the network, past the router where another network is meant, and down again. */
function arrow(a: SVGGraphicsElement, b: SVGGraphicsElement, drawing: string): SVGElement {
  const [from, to] = [wayOut(a, b), wayOut(b, a)];
  const points = [...from, ...corner(a, b), ...to.reverse()];
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`);
  path.setAttribute('marker-end', `url(#${drawing.replace(/-drawing$/, '-talk-head')})`);
  return path;
}

/** Beside the wire, not on it. */
const beside = 5;

function wireOf(node: SVGGraphicsElement): number | undefined {
  const wire = Number.parseFloat(node.dataset['wire'] ?? '');
  return Number.isNaN(wire) ? undefined : wire + beside;
}

/** From a host up to its network; from a router, which has many, out at the other’s. */
function wayOut(node: SVGGraphicsElement, other: SVGGraphicsElement): Point[] {
  const box = node.getBBox();
  const wire = wireOf(node);
  if (wire === undefined) return [{ x: box.x + box.width, y: wireOf(other) ?? box.y + box.height / 2 }];
  const x = box.x + box.width / 2 + beside;
  return [
    { x, y: box.y },
    { x, y: wire },
  ];
}

/** Between two networks the way leads through what joins them, at the left. */
function corner(a: SVGGraphicsElement, b: SVGGraphicsElement): Point[] {
  const [from, to] = [wireOf(a), wireOf(b)];
  if (from === undefined || to === undefined || from === to) return [];
  const x = Math.min(a.getBBox().x, b.getBBox().x) - 24;
  return [
    { x, y: from },
    { x, y: to },
  ];
}
