import { expect, test } from 'vitest';
import type { TrialReport } from '../../scenario/trials/trial.ts';
import { type RuleMutant, ruleMutants } from '../mutants/rule-mutants.ts';
import { CountingLines } from './counting-lines.ts';
import { Touches } from './touches.ts';

const text = `/ip firewall filter
add chain=input action=drop protocol=tcp dst-port=22,80 src-address-list=!staff \\
    comment="services"
add chain=input action=add-src-to-address-list address-list=seen address-list-timeout=1m limit=5,5:packet
add chain=input action=accept disabled=yes protocol=icmp
`;
const source = { name: 'fw.rsc', text };
const mutants = ruleMutants(source);
const lines = new CountingLines(source, '7', mutants);

const mutant = (what: string): RuleMutant => {
  const found = mutants.find(({ title }) => title.includes(what));
  if (found === undefined) throw new Error(`no mutant ${what}`);
  return found;
};

/** A run of two steps; in the second, each line has counted what `counted` says of its rule's text. */
function touches(counted: (line: string) => number | undefined): Touches {
  const packets: Record<string, number> = {};
  for (const [line, comment = ''] of lines.text.matchAll(/^:do \{.*comment="([^"]*)" \}.*$/gm)) {
    const count = counted(line);
    if (count !== undefined) packets[comment] = count;
  }
  const none = Object.fromEntries(Object.keys(packets).map((comment) => [comment, 0]));
  const step = { title: '', status: 'passed' as const, durationMs: 1 };
  const report: TrialReport = {
    id: 1,
    status: 'passed',
    timedOut: false,
    steps: [1, 2].map((number) => ({ ...step, number })),
    countings: [{ before: 1, packets: none }, { before: 2, packets: none }, { packets }],
    durationMs: 2,
    reused: false,
  };
  return new Touches(lines, report);
}

const steps = (what: string, counted: (line: string) => number | undefined): number[] => [
  ...touches(counted).ofMutant(mutant(what)),
];
const of =
  (asks: Readonly<Record<string, number>>) =>
  (line: string): number =>
    Object.entries(asks).find(([text]) => line.includes(text))?.[1] ?? 0;

test('every line counts and does nothing else, in front of the rule that it is about', () => {
  const own = lines.text.split('add chain=input action=drop')[0];
  expect(own).toContain(
    'add action=passthrough chain="input" protocol=tcp dst-port=22,80 src-address-list=!staff comment',
  );
  expect(own).toContain(
    'add action=passthrough chain="input" protocol=tcp dst-port=22 src-address-list=!staff comment',
  );
  expect(own).not.toContain('limit');
  expect(lines.text.replaceAll(/^:do \{ .* action=passthrough .*\n/gm, '')).toBe(text);
});

test('whatever is taken away or does something else is touched by what the rule matched', () => {
  const matched = of({ 'dst-port=22,80 src-address-list=!staff': 3 });
  for (const what of ['filter 0 removed', 'action=drop → action=accept']) {
    expect(steps(what, matched), what).toEqual([2]);
    expect(
      steps(what, () => 0),
      what,
    ).toEqual([]);
  }
});

test('what matches more or less is touched by those packets alone', () => {
  const same = of({ 'dst-port=22,80 src-address-list=!staff': 3, 'dst-port=22 src-address-list=!staff': 3 });
  expect(steps('dst-port=22,80 → dst-port=22', same)).toEqual([]);
  expect(steps('dst-port=22,80 → dst-port=80', same)).toEqual([2]);
  const staff = of({ 'dst-port=22,80 comment': 4, 'dst-port=22,80 src-address-list=!staff': 3 });
  expect(steps('without src-address-list', staff)).toEqual([2]);
});

test('equal numbers of other packets touch', () => {
  const other = of({ 'dst-port=22,80 src-address-list=!staff': 3, 'dst-port=22,80 src-address-list=staff': 3 });
  expect(steps('src-address-list=!staff → src-address-list=staff', other)).toEqual([2]);
});

test('a matcher that remembers is not asked: its rule is touched by whatever comes to it', () => {
  expect(steps('without limit', of({ 'chain="input"  comment': 2 }))).toEqual([2]);
  expect(steps('filter 1 removed', of({ 'chain="input"  comment': 2 }))).toEqual([2]);
});

test('a disabled rule is touched by what it would match', () => {
  expect(steps('filter 2 enabled', of({ 'protocol=icmp': 1 }))).toEqual([2]);
});

test('where the router has refused a line, every packet that came to the rule counts', () => {
  const refused = (line: string): number | undefined => (line.includes('protocol=tcp') ? undefined : 1);
  expect(steps('filter 0 removed', refused)).toEqual([2]);
  expect(steps('filter 0 removed', () => undefined)).toEqual([1, 2]);
});
