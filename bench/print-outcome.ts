import { type Figure, meetsAim, type Outcome } from './figure.ts';
import type { Samples } from './measure.ts';

/** One figure for the terminal: ours, the peer's, the ratio, the aim. */
export function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'skipped') return `${outcome.name}\n  skipped: ${outcome.reason}\n`;
  const { name, ours, peer, unit } = outcome;
  const rows = [['knocklab', ours] as const, ...(peer === undefined ? [] : [[peer.name, peer.samples] as const])];
  return [name, ...rows.map(([who, samples]) => row(who, samples, unit)), ...verdict(outcome), ''].join('\n');
}

function row(who: string, { values, median, lowest, highest }: Samples, unit: string): string {
  const spread = values.length === 1 ? 'once' : `${number(lowest)}–${number(highest)}, ${values.length} repeats`;
  return `  ${who.padEnd(24)} ${number(median).padStart(8)} ${unit}   (${spread})`;
}

function verdict(figure: Figure): string[] {
  const ratio = figure.ratio === undefined ? [] : [`ratio ${figure.ratio.toFixed(figure.ratio < 0.1 ? 3 : 2)}`];
  const met = meetsAim(figure);
  const aim = met === undefined ? [] : [`aim ${figure.aim?.text}: ${met ? 'met' : 'MISSED'}`];
  return ratio.length + aim.length === 0 ? [] : [`  ${[...ratio, ...aim].join(', ')}`];
}

function number(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 1000 ? value.toFixed(1) : Math.round(value).toString();
}
