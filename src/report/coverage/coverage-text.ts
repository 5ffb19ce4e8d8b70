import type { Painter } from '../text/painter.ts';
import { plainLine } from '../text/plain-text.ts';
import { count } from '../text/status-text.ts';
import { printedRule } from '../timeline/rule-properties.ts';
import {
  type ChainCoverage,
  type Coverage,
  coverageKinds,
  type FileCoverage,
  lineOf,
  menuOf,
  percentOf,
  type Share,
  type Totals,
} from './coverage.ts';
import type { RuleTally } from './rule-tally.ts';
import type { Transition } from './transitions.ts';

/** Every rule of every configuration as RouterOS prints it, with what the scenarios have not shown of it. */
export function coverageText(coverage: Coverage, painter: Painter): string {
  return [...coverage.files.flatMap((file) => fileLines(file, painter)), ...totalsLines(coverage, painter), ''].join(
    '\n',
  );
}

function fileLines(file: FileCoverage, painter: Painter): string[] {
  const { paint } = painter;
  const byMenu = Map.groupBy(file.rules, ({ rule }) => menuOf(rule));
  return [
    `${paint('bold', plainLine(file.file))}  ${paint('dim', `by ${file.scenarios.join(', ')}`)}`,
    ...[...byMenu].flatMap(([menu, rules]) => [
      '',
      menu,
      ` line    #  packets`,
      ...rules.flatMap((rule) => ruleLines(rule, painter)),
    ]),
    ...chainLines(file.chains, painter),
    ...transitionLines(file.transitions, painter),
    '',
  ];
}

const indent = ' '.repeat(20);

function ruleLines(tally: RuleTally, { paint, columns }: Painter): string[] {
  const { rule, enabled, never, packets } = tally;
  const isOut = !enabled || never !== undefined;
  const shown = isOut ? '-' : String(packets);
  const head = `${String(lineOf(tally)).padStart(5)} ${String(rule.number).padStart(4)} ${shown.padStart(8)}  `;
  const comment = rule.comment === undefined || rule.comment === '' ? [] : [`;;; ${plainLine(rule.comment)}`];
  const text = [...comment, plainLine(printedRule(rule))].flatMap((line) => wrapped(line, columns - indent.length));
  const [first = '', ...more] = text;
  const colour = isOut ? 'dim' : packets === 0 ? 'red' : undefined;
  const painted = (line: string): string => (colour === undefined ? line : paint(colour, line));
  return [
    painted(`${head}${first}`),
    ...more.map((line) => painted(`${indent}${line}`)),
    ...missingOf(tally)
      .flatMap((sentence) =>
        wrapped(sentence, columns - indent.length - 2).map((line, at) => `${at === 0 ? '✖' : ' '} ${line}`),
      )
      .map((line) => `${indent}${paint(isOut ? 'dim' : packets === 0 ? 'red' : 'yellow', line)}`),
  ];
}

/** At blanks between properties. */
function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** What the scenarios have not shown of a rule, a sentence each. */
export function missingOf({ enabled, never, packets, reached, conditions }: RuleTally): string[] {
  if (!enabled) return ['disabled: not counted'];
  if (never !== undefined) return [`cannot be hit here, not counted: ${plainLine(never)}`];
  if (packets === 0 && reached === 0) return ['not reached: no packet came as far as this rule'];
  if (packets === 0) {
    const near = conditions.length > 1 ? conditions.flatMap(nearly) : [];
    return [`not hit: ${count(reached, 'packet')} came by, none matched`, ...near];
  }
  const idle = conditions.filter(({ turnedAway }) => turnedAway === 0).map(({ text }) => plainLine(text));
  return idle.map((text) => `${text} alone turned nothing away: without it the same packets would match`);
}

function nearly({ text, turnedAway }: RuleTally['conditions'][number]): string[] {
  return turnedAway === 0 ? [] : [`${count(turnedAway, 'packet')} met everything but ${plainLine(text)}`];
}

function chainLines(chains: readonly ChainCoverage[], { paint }: Painter): string[] {
  const missed = chains.filter(({ packets }) => packets === 0);
  if (missed.length === 0) return [];
  return [
    '',
    'chains that no packet entered',
    ...missed.map(({ menu, chain, line }) => paint('red', `${String(line).padStart(5)}  ${menu} ${plainLine(chain)}`)),
  ];
}

function transitionLines(transitions: readonly Transition[], { paint }: Painter): string[] {
  if (transitions.length === 0) return [];
  const lists = Map.groupBy(transitions, ({ family, list }) => `${family === 'ipv6' ? 'ipv6 ' : ''}${list}`);
  const told = (name: string, own: readonly Transition[]): string[] =>
    own.map((one) => {
      const line = one.line === undefined ? '     ' : String(one.line).padStart(5);
      const times = one.times === 0 ? 'never' : `${one.times}×`;
      const text = `${line}  ${plainLine(arrow(one, name)).padEnd(60)} ${times.padStart(7)}`;
      return one.times === 0 ? paint('red', text) : text;
    });
  return ['', 'address lists', ...[...lists].flatMap(([name, own]) => told(name, own))];
}

/** `stage1 → stage2`, `stage2 again`, `stage2 → nothing` */
function arrow({ kind, from }: Transition, list: string): string {
  if (kind === 'entered') return `${from} → ${list}`;
  return kind === 'refreshed' ? `${list}, refreshed` : `${list} → nothing, expired`;
}

/** A line for each configuration, as test runners print files. */
export function totalsLines({ files, totals }: Coverage, { paint }: Painter): string[] {
  const rows = files.map((file) => ({ name: plainLine(file.file), totals: file.totals }));
  const all = rows.length > 1 ? [...rows, { name: 'all', totals }] : rows;
  const width = Math.max('coverage'.length, ...all.map(({ name }) => name.length));
  const heads = coverageKinds.map((kind) => kind.padStart(columnWidth)).join('');
  return [
    `${paint('bold', 'coverage'.padEnd(width))}${heads}`,
    ...all.map(({ name, totals: own }) => `${name.padEnd(width)}${shares(own, paint)}`),
  ];
}

const columnWidth = 18;

const shares = (totals: Totals, paint: Painter['paint']): string =>
  coverageKinds.map((kind) => paint(shareColour(totals[kind]), shareText(totals[kind]).padStart(columnWidth))).join('');

export const shareText = (share: Share): string =>
  share.total === 0 ? '-' : `${share.covered}/${share.total} ${percentOf(share)} %`;

const shareColour = (share: Share): 'green' | 'yellow' | 'red' => {
  const percent = percentOf(share);
  return percent === 100 ? 'green' : percent >= 50 ? 'yellow' : 'red';
};
