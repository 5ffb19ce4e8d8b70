import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfiguration } from './check-configuration.ts';
import { checks } from './checks.ts';

const root = join(import.meta.dirname, '../../../lab/router');
const login = 'other-layers -';

/**
 * What is said of the configurations that are to be taken as they are: the check and the line. All of it is so, and was chosen:
 * knocks that a paper prints, connections that end with their entry, services that whoever knocked may log in to.
 */
const said: Readonly<Record<string, readonly string[]>> = {
  'akbar-mum/hardened.rsc': [
    'established-first 39',
    'own-combination 26',
    'own-combination 35',
    'named-knockers 26',
    login,
  ],
  'boyadzhiev-2022/hardened.rsc': ['established-first 33', 'own-combination 25', 'named-knockers 25', login],
  'husain/hardened.rsc': [
    'own-combination 54',
    'named-knockers 54',
    login,
    'invalid-packets 80',
    'clear-text 94',
    'clear-text 44',
  ],
  'local-network-black-box/hardened.rsc': ['established-first 39', 'own-combination 27', 'named-knockers 27', login],
  'mikrotik-manual/hardened.rsc': ['established-first 40', 'own-combination 29', 'named-knockers 29', login],
  'ventura-caeiro-2024/hardened.rsc': ['established-first 35', 'own-combination 21', 'named-knockers 21', login],
  'examples/small-office.rsc': [login],
  'examples/two-sites.rsc': ['own-combination 21', 'named-knockers 21', 'scan-protection 21', login, 'trap-ports 21'],
};

const findingsOf = (file: string) => {
  const source = { name: file, text: readFileSync(join(root, file), 'utf8') };
  return checkConfiguration(source, checks, /RouterOS 6/.test(source.text) ? '6.49' : '7').findings;
};

test('no other configuration is hardened', () => {
  const hardened = globSync('*/hardened.rsc', { cwd: root }).toSorted();
  expect(Object.keys(said).filter((name) => name.endsWith('hardened.rsc'))).toEqual(hardened);
});

test.each(Object.keys(said))('%s has the findings that are known of it', (name) => {
  expect(findingsOf(name).map(({ check, at }) => `${check.id} ${at?.line ?? '-'}`)).toEqual(said[name]);
});

test.each([
  ['akbar-mum/reordered.rsc', ['shadowed 20', 'shadowed 22'], 'the knocks stand behind the drop'],
  ['local-network-black-box/described.rsc', ['never-filled 14', 'never-filled 15'], 'the lists are misspelt'],
  [
    'husain/scheme3.rsc',
    ['alerts 83', 'alerts 63', 'alerts 97'],
    'the paper’s alerts repeat, and one comes for every packet',
  ],
  ['husain/scheme3-corrected.rsc', [], 'its alerts come once'],
])('%s: %s (%s)', (name, expected) => {
  const wanted = new Set(['shadowed', 'never-filled', 'alerts', 'contradictory', 'unreached-chain', 'one-step']);
  const found = findingsOf(name).filter(({ check }) => wanted.has(check.id));
  expect(found.map(({ check, at }) => `${check.id} ${at?.line}`)).toEqual(expected);
});
