import { expect, test } from 'vitest';
import type { CoverageRow, EventBody, TraceEvent } from '../../trace/events.ts';
import { renderMarkdown } from '../markdown.ts';
import { buildRunModel } from '../model.ts';
import { createPainter } from '../text/painter.ts';
import { type Coverage, coverageOf, percentOf } from './coverage.ts';
import { coverageText } from './coverage-text.ts';
import { lcovText } from './lcov.ts';

const rule = (id: number, row: Partial<CoverageRow> = {}): CoverageRow => ({
  family: 'ip',
  table: 'filter',
  number: id,
  id: `*${id}`,
  line: 10 + id,
  chain: 'input',
  action: 'drop',
  text: 'action=drop chain=input',
  disabled: false,
  packets: 0,
  reached: 0,
  conditions: [],
  entered: 0,
  ...row,
});

const port = (others: number, met: number): CoverageRow['conditions'] => [{ asked: ['dst-port=22'], others, met }];

interface Told {
  readonly file?: string;
  readonly expired?: Extract<EventBody, { type: 'coverage' }>['expired'];
}

/** A scenario in which the rules were read one time after the other. */
function scenario(
  id: string,
  readings: readonly (readonly CoverageRow[])[],
  { file = 'fw.rsc', expired = [] }: Told = {},
) {
  const started: EventBody = {
    type: 'scenario-started',
    title: id,
    file: `${id}.yaml`,
    topology: 'small',
    configuration: file,
    sha256: 'a',
    ros: '7',
  };
  const bodies: EventBody[] = [
    started,
    ...readings.map((rules, index) => ({ type: 'coverage', rules, expired: index === 0 ? [] : expired }) as const),
    { type: 'scenario-finished', status: 'passed', durationMs: 1 },
  ];
  return bodies.map((body, at): TraceEvent => ({ at, scenario: id, ...body }));
}

function coverage(...events: readonly (readonly TraceEvent[])[]): Coverage {
  const found = coverageOf(buildRunModel(events.flat()).scenarios);
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

test('a run that measured nothing has no coverage', () => {
  expect(coverageOf(buildRunModel(scenario('a', [])).scenarios)).toBeUndefined();
});

test('what came by before the first step is not the scenario’s doing', () => {
  const before = rule(1, { packets: 5, reached: 9 });
  const { files } = coverage(scenario('a', [[before], [before]]));
  expect(files[0]?.rules[0]).toMatchObject({ packets: 0, reached: 0 });
});

test('a counter that begins anew loses nothing', () => {
  const readings = [0, 7, 2, 3].map((packets) => [rule(1, { packets, reached: packets })]);
  expect(coverage(scenario('a', readings)).files[0]?.rules[0]?.packets).toBe(10);
});

test('a rule that the scenario added is not the configuration’s', () => {
  const { line: _, ...added } = rule(2);
  const { files } = coverage(scenario('a', [[rule(1)], [rule(1), added, rule(3)]]));
  expect(files[0]?.rules.map((one) => one.rule.id)).toEqual(['*1']);
});

test('scenarios of one configuration add up by rule, other files are kept apart', () => {
  const quiet = [rule(1), rule(2, { conditions: port(0, 0) })];
  const first = [rule(1, { packets: 3, reached: 3 }), rule(2, { reached: 4, conditions: port(4, 0) })];
  const second = [rule(1), rule(2, { packets: 1, reached: 1, conditions: port(1, 1) })];
  const { files, totals } = coverage(
    scenario('b', [quiet, first]),
    scenario('c', [quiet, second]),
    scenario('d', [quiet, quiet], { file: 'another.rsc' }),
  );
  expect(files.map(({ file, scenarios }) => [file, scenarios])).toEqual([
    ['another.rsc', ['d']],
    ['fw.rsc', ['b', 'c']],
  ]);
  expect(files[1]?.totals).toEqual({
    rules: { covered: 2, total: 2 },
    matchers: { covered: 2, total: 2 },
    chains: { covered: 1, total: 1 },
    lists: { covered: 0, total: 0 },
  });
  expect(totals.rules).toEqual({ covered: 2, total: 4 });
});

test('what cannot match in one lab and can in another counts', () => {
  const out = rule(1, { never: 'invalid' });
  expect(coverage(scenario('a', [[out], [out]])).totals.rules.total).toBe(0);
  const both = coverage(scenario('a', [[out], [out]]), scenario('b', [[rule(1)], [rule(1)]]));
  expect(both.totals.rules).toEqual({ covered: 0, total: 1 });
});

const listRule = (id: number, text: string, row: Partial<CoverageRow> = {}): CoverageRow =>
  rule(id, { action: 'add-src-to-address-list', text: `action=add-src-to-address-list ${text}`, ...row });

test('the rungs of a ladder are told from the rules, also through a jump', () => {
  const rules = (packets: number, entered: number): CoverageRow[] => [
    rule(1, { action: 'jump', text: 'action=jump chain=input jump-target=step2 src-address-list=s1' }),
    listRule(2, 'chain=input address-list=s1 address-list-timeout=30s', { packets, entered }),
    listRule(3, 'chain=step2 address-list=s2 address-list-timeout=none-dynamic', { chain: 'step2' }),
    listRule(4, 'chain=input address-list=ban src-address-list=!ban address-list-timeout=1d'),
    listRule(5, 'chain=input address-list=ban src-address-list=ban address-list-timeout=1d'),
  ];
  const expired = [{ family: 'ip', list: 's1', times: 2 }] as const;
  const { files } = coverage(scenario('a', [rules(0, 0), rules(5, 3)], { expired }));
  expect(files[0]?.transitions.map(({ line, from, list, kind, times }) => [line, from, list, kind, times])).toEqual([
    [12, 'nothing', 's1', 'entered', 3],
    [12, 's1', 's1', 'refreshed', 2],
    [13, 's1', 's2', 'entered', 0],
    [13, 's2', 's2', 'refreshed', 0],
    [14, 'nothing', 'ban', 'entered', 0],
    [15, 'ban', 'ban', 'refreshed', 0],
    [undefined, 's1', 's1', 'expired', 2],
    [undefined, 'ban', 'ban', 'expired', 0],
  ]);
});

test('a tracefile has a line for each rule, a branch for each outcome and a function for each chain', () => {
  const before = [rule(1, { conditions: port(0, 0) }), rule(2, { chain: 'forward', conditions: port(0, 0) })];
  const after = [
    rule(1, { packets: 2, reached: 6, conditions: port(5, 2) }),
    rule(2, { chain: 'forward', conditions: port(0, 0) }),
    rule(3, { disabled: true }),
  ];
  // As geninfo(1) has it; a branch that was never asked is `-`.
  expect(lcovText(coverage(scenario('a', [[...before, rule(3, { disabled: true })], after])))).toBe(`TN:
SF:fw.rsc
FN:11,/ip firewall filter input
FN:12,/ip firewall filter forward
FNDA:6,/ip firewall filter input
FNDA:0,/ip firewall filter forward
FNF:2
FNH:1
BRDA:11,0,0,2
BRDA:11,0,1,3
BRDA:12,0,0,-
BRDA:12,0,1,-
BRF:4
BRH:2
DA:11,2
DA:12,0
LF:2
LH:1
end_of_record
`);
});

test('the summary for a pull request has a line for each configuration', () => {
  const after = rule(1, { packets: 2, reached: 6, conditions: port(2, 2) });
  const events = scenario('a', [[rule(1, { conditions: port(0, 0) })], [after]]);
  expect(renderMarkdown(buildRunModel(events))).toContain(`### Coverage

| Configuration | rules | matchers | chains | lists |
| --- | --- | --- | --- | --- |
| \`fw.rsc\` | 1/1 100 % | 1/2 50 % | 1/1 100 % | - |
`);
});

test('a chain’s name cannot add lines to a tracefile', () => {
  const evil = rule(1, { chain: 'x\nDA:1,1' });
  expect(lcovText(coverage(scenario('a', [[evil], [evil]])))).not.toMatch(/^DA:1,1$/m);
});

test('comments cannot play tricks on a terminal', () => {
  const evil = rule(1, { comment: '\u001b[2J\nfw.rsc 100 %', text: 'action=drop chain=input' });
  const painter = createPainter({ write: () => undefined, columns: 80, colour: false });
  const text = coverageText(coverage(scenario('a', [[evil], [evil]])), painter);
  expect(text).toContain(';;; fw.rsc 100 %\n');
  expect(text).not.toContain('\u001b');
});

test('all is only said of all', () => {
  expect(percentOf({ covered: 1999, total: 2000 })).toBe(99.9);
  expect(percentOf({ covered: 0, total: 0 })).toBe(100);
});
