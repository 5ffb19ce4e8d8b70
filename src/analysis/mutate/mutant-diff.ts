import type { RuleMutant } from '../mutants/rule-mutants.ts';
import type { Subject } from './cases.ts';

/** The lines that differ, behind `-` and `+`, each rule on one line below its menu as RouterOS prints it. */
export function mutantDiff({ rule, other, edits }: RuleMutant): string[] {
  const pair = other === undefined ? undefined : [oneLine(rule.text), oneLine(other.text)];
  if (pair !== undefined) return [rule.menu, `- ${pair[0]}`, `  ${pair[1]}`, `+ ${pair[0]}`];
  let changed = rule.text;
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start))
    changed = changed.slice(0, start - rule.start) + text + changed.slice(end - rule.start);
  const after = oneLine(changed);
  return [rule.menu, `- ${oneLine(rule.text)}`, ...(after === '' ? [] : [`+ ${after}`])];
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\\\r?\n\s*/g, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** `lab/router/husain/scheme3.rsc:48` */
export function mutantPlace({ rule }: RuleMutant, { source }: Pick<Subject, 'source'>): string {
  return `${source.name}:${rule.line}`;
}
