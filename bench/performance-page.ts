import { type Figure, meetsAim, type Outcome } from './figure.ts';
import type { Samples } from './measure.ts';

export interface Machine {
  readonly cpus: number;
  readonly kernel: string;
  readonly node: string;
}

export interface Group {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly outcomes: readonly Outcome[];
  /** Of the machine, over the last minute, when the group began and when it ended. */
  readonly load: readonly [before: number, after: number];
}

const head = `# What knocklab costs

Each figure beside what people would otherwise take, from the same run: contestants take turns, so that whatever else happens on the machine happens to both. Median,
and in brackets the lowest and the highest. What each figure is, and who its peer is: [bench/README.md](../bench/README.md). Made by

    npm run bench

A missed aim is shown as such.
`;

/** The text of docs/performance.md: the groups in the order of `names`; one that has not been taken is named. */
export function performancePage(groups: readonly Group[], names: readonly string[], machine: Machine): string {
  const { cpus, kernel, node } = machine;
  const where = `${cpus} CPUs, Linux ${kernel}, Node ${node}.`;
  const taken = names.flatMap((name) => groups.find((group) => group.name === name) ?? []);
  const missing = names.filter((name) => !taken.some((group) => group.name === name));
  const left = missing.length === 0 ? [] : [`Not taken on this machine: ${missing.join(', ')}.`, ''];
  return `${[head, where, '', ...left, ...taken.map(chapter)].join('\n')}`;
}

function chapter({ name, at, outcomes, load }: Group): string {
  const rows = outcomes.map((outcome) => (outcome.kind === 'skipped' ? skippedRow(outcome) : figureRow(outcome)));
  const columns = ['figure', 'knocklab', 'peer', 'ratio', 'aim'];
  return [
    `## ${name}`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => ' --- |').join('')}`,
    ...rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
    `Taken on ${at.slice(0, 10)}; load of the machine ${load[0].toFixed(2)} before, ${load[1].toFixed(2)} after.`,
    '',
  ].join('\n');
}

function skippedRow({ name, reason }: Extract<Outcome, { kind: 'skipped' }>): string[] {
  return [name, 'not taken', reason, '', ''];
}

function figureRow(figure: Figure): string[] {
  const { name, ours, peer, ratio, aim, unit } = figure;
  const met = meetsAim(figure);
  return [
    name,
    text(ours, unit),
    peer === undefined ? '–' : `${peer.name}: ${text(peer.samples, unit)}`,
    ratio === undefined ? '' : ratio.toFixed(2),
    aim === undefined ? '' : `${aim.text}: ${met === true ? 'met' : '**missed**'}`,
  ];
}

function text({ median, lowest, highest, values }: Samples, unit: string): string {
  return `${number(median)} ${unit}${values.length > 1 ? ` (${number(lowest)}–${number(highest)})` : ''}`;
}

function number(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 1000 ? value.toFixed(1) : Math.round(value).toString();
}
