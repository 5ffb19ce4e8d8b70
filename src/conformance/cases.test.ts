import { describe, expect, test } from 'vitest';
import { areas, type Case } from './case.ts';
import { cases } from './cases.ts';

const of = (pick: (one: Case) => string): string[] => cases.map(pick);

test('there are three hundred and more', () => {
  expect(cases.length).toBeGreaterThanOrEqual(300);
});

test('every area has twenty and more', () => {
  const counts = areas.map((area) => cases.filter((one) => one.area === area).length);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(20);
});

test('each has an id of its own, in its area', () => {
  const ids = of(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(cases.filter(({ id, area }) => !new RegExp(`^${area}/[a-z0-9-]+$`).test(id))).toEqual([]);
});

test('each asks something, and says where it is from', () => {
  expect(cases.filter(({ asked }) => asked.length === 0)).toEqual([]);
  expect(
    of(({ source }) => source).filter((source) => !/^(language|firewall|api)-facts \d+(\.\d+)?$/.test(source)),
  ).toEqual([]);
});

test('what hosts do is asked only where there are hosts', () => {
  const deeds = /^(~ )?(attacker|client|watch|counts|bytes)\b/;
  const needy = cases.filter(({ asked, needs }) => needs === 'router' && asked.some((line) => deeds.test(line)));
  expect(needy.map(({ id }) => id)).toEqual([]);
});

describe('what is asked without hosts', () => {
  test('touches no packet of somebody’s network: rules stand in a chain of their own', () => {
    const rules = cases
      .filter(({ needs }) => needs === 'router')
      .flatMap(({ id, asked }) => asked.map((line) => `${id}: ${line}`))
      .filter((line) => /\/ip\/firewall\/(filter|nat|mangle|raw)\/add/.test(line));
    expect(rules.length).toBeGreaterThan(100);
    expect(
      rules.filter((line) => !/chain=knocklab|copy-from=|add action=drop$|disabled=yes comment=knocklab$/.test(line)),
    ).toEqual([]);
  });
});
