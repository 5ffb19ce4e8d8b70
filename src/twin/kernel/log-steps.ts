import type { RosVersion } from '../version.ts';
import type { Family } from './matchers/matching.ts';
import { nflogGroup } from './nflog.ts';
import type { TableName } from './ruleset.ts';

/** Where a rule stands. */
export interface RulePlace {
  readonly family: Family;
  readonly table: TableName;
  readonly version: RosVersion;
  /** Are there rules of NAT? Only then does anything tell what has been translated. */
  readonly translates?: boolean;
}

export const nflog = (prefix: string): string[] => [
  '-j',
  'NFLOG',
  '--nflog-group',
  String(nflogGroup),
  '--nflog-prefix',
  prefix,
  '--nflog-threshold',
  '1',
  '--nflog-size',
  '128',
];

/** What a packet's prefix says about the rule that handed it over. */
const logPrefix = (rule: string, state = ''): string => `${rule}${state === '' ? '' : ` ${state}`}`;
export const entryPrefix = (rule: string): string => `+${rule}`;

const states = ['invalid', 'established', 'related', 'new', 'untracked'];

const ctstate = (state: string): string[] => ['-m', 'conntrack', '--ctstate', state.toUpperCase()];
const notCtstate = (state: string): string[] => ['-m', 'conntrack', '!', '--ctstate', state.toUpperCase()];

/** What can have been done to a packet's connection, and how to tell. */
const translations: readonly (readonly [text: string, args: readonly string[]])[] = [
  [',snat,dnat', [...ctstate('snat'), ...ctstate('dnat')]],
  [',snat', [...ctstate('snat'), ...notCtstate('dnat')]],
  [',dnat', [...notCtstate('snat'), ...ctstate('dnat')]],
  ['', [...notCtstate('snat'), ...notCtstate('dnat')]],
];
const notTranslated: typeof translations = [['', []]];

/** From 7.x on the line names the connection's state, which only a matcher can tell. */
export function logSteps({ table, version, translates = false }: RulePlace, rule: string): string[][] {
  if (table === 'raw') return [nflog(logPrefix(rule))];
  const named = version.major < 7 ? [''] : states;
  return named.flatMap((state) =>
    (translates ? translations : notTranslated).map(([nat, args]) => [
      ...(state === '' ? [] : ctstate(state)),
      ...args,
      ...nflog(logPrefix(rule, `${state}${nat}`)),
    ]),
  );
}
