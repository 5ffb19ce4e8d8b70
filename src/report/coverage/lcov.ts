import { plainLine } from '../text/plain-text.ts';
import { type Coverage, type FileCoverage, isCounted, lineOf } from './coverage.ts';

/**
 * A tracefile as geninfo(1) describes it: a rule is a line, a chain a function, and each condition of a rule a branch with
 * two ways, matched (0) and turned away by it alone (1). Rules that cannot be hit are no lines of code.
 */
export function lcovText({ files }: Coverage): string {
  return files.map(record).join('');
}

function record(file: FileCoverage): string {
  return `${['TN:', `SF:${plainLine(file.file)}`, ...functions(file), ...branches(file), ...lines(file), 'end_of_record'].join('\n')}\n`;
}

function functions({ chains }: FileCoverage): string[] {
  const name = ({ menu, chain }: (typeof chains)[number]): string => `${menu} ${plainLine(chain)}`;
  return [
    ...chains.map((chain) => `FN:${chain.line},${name(chain)}`),
    ...chains.map((chain) => `FNDA:${chain.packets},${name(chain)}`),
    `FNF:${chains.length}`,
    `FNH:${chains.filter(({ packets }) => packets > 0).length}`,
  ];
}

function branches({ rules }: FileCoverage): string[] {
  const counted = rules.filter(isCounted);
  // Lines that make several rules, in a loop, have the branches of all of them.
  const blocks = new Map<number, number>();
  const found = counted.flatMap((tally) =>
    tally.conditions.flatMap(({ matched, turnedAway }) => {
      const line = lineOf(tally);
      const block = blocks.get(line) ?? 0;
      blocks.set(line, block + 1);
      // A rule that nothing came to was never asked.
      const taken = (times: number): string => (tally.reached === 0 ? '-' : String(times));
      return [`BRDA:${line},${block},0,${taken(matched)}`, `BRDA:${line},${block},1,${taken(turnedAway)}`];
    }),
  );
  const hit = found.filter((line) => !/,(?:0|-)$/.test(line));
  return [...found, `BRF:${found.length}`, `BRH:${hit.length}`];
}

function lines({ rules }: FileCoverage): string[] {
  const byLine = Map.groupBy(rules.filter(isCounted), lineOf);
  const hits = [...byLine].map(([line, own]) => [line, own.reduce((sum, { packets }) => sum + packets, 0)] as const);
  return [
    ...hits.map(([line, packets]) => `DA:${line},${packets}`),
    `LF:${hits.length}`,
    `LH:${hits.filter(([, packets]) => packets > 0).length}`,
  ];
}
