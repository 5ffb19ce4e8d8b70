import type { Case } from '../case.ts';
import { fails, languageCases, type Row } from './language-table.ts';

const precedence: readonly Row[] = [
  ['multiplication-before-addition', '4 S', '1 + 2 * 3', '= 7'],
  ['addition-before-concatenation', '4 S', '"n=" . 1 + 2', '= n=3'],
  ['bitwise-before-comparison', '4 S', '6 & 3 = 2', '= true'],
  ['and-before-or', '4 S', 'true or true and false', '= true'],
  ['shift-is-right-associative', '4 S', '1 << 1 << 2', '= 16'],
  ['comparison-before-and', '4 S', '1 = 1 and 2 != 3', '= true'],
  ['in-before-and', '4 S', '1.1.1.1 in 1.1.1.0/24 && 1 < 2', '= true'],
  ['bitwise-and-before-or', '4 S', '5 & 4 | 2', '= 6'],
  ['no-double-equals', '4 S', ':return (1 == 1)', fails('syntax error')],
  ['blanks-make-concatenation', '4 S', '7 . 8', '= 78'],
];

const arithmetic: readonly Row[] = [
  ['division-truncates', '4 D', '7 / 2', '= 3'],
  ['division-truncates-negative', '4 I', '-7 / 2', '= -3'],
  ['modulo', '4 D', '7 % 4', '= 3'],
  ['numeric-text-counts', '3 S', '"5" + 1', '= 6'],
  ['division-by-zero', '4 I', ':return (1 / 0)', fails('division by zero')],
  ['time-plus-time', '4 D', '1h + 30m', '= 01:30:00'],
  ['time-minus-time', '4 D', '1d - 1h', '= 23:00:00'],
  ['time-times-number', '4 D', '2m * 3', '= 00:06:00'],
  ['time-by-number', '4 D', '1m / 4', '= 00:00:15'],
  ['time-by-time', '4 I', '1m / 15s', '= 4'],
  ['address-plus-number', '4 D', '192.0.2.1 + 4', '= 192.0.2.5'],
  ['address-minus-address', '4 D', '192.0.2.9 - 192.0.2.1', '= 8'],
  ['number-to-address', '4 S', '0.0.0.0 + 16909060', '= 1.2.3.4'],
  ['address-and-mask', '4 D', '192.0.2.77 & 255.255.255.0', '= 192.0.2.0'],
  ['address-complement', '4 D', '~0.0.0.255', '= 255.255.255.0'],
  ['shift-left', '4 S', '1 << 4', '= 16'],
];

const comparison: readonly Row[] = [
  ['text-compares-bytewise', '4 S', '"B" < "a"', '= true'],
  ['numeric-text-equals-number', '4 I', '"5" = 5', '= true'],
  ['times-compare-by-length', '4 S', '00:01:00 = 1m', '= true'],
  ['address-in-prefix', '4 D', '10.0.0.5 in 10.0.0.0/8', '= true'],
  ['prefix-in-prefix', '4 S', '10.0.0.0/24 in 10.0.0.0/8', '= true'],
  ['wide-prefix-not-in-narrow', '4 S', '10.0.0.0/8 in 10.0.0.0/24', '= false'],
  ['nothing-is-not-zero', '4 D', '$klNowhere = 0', '= false'],
  ['nothing-is-not-empty-text', '4 D', '$klNowhere = ""', '= false'],
  ['length-of-nothing', '3 S', '[:len $klNowhere]', '= 0'],
  ['any-of-false', '4 S', 'any false', '= true'],
  ['any-of-nothing', '4 S', 'any $klNowhere', '= false'],
  ['not', '4 D', '!true', '= false'],
  ['regex-finds', '4 D', '"abc" ~ "^a.c\\$"', '= true'],
  ['regex-heeds-case', '4 D', '"ABC" ~ "abc"', '= false'],
  ['regex-is-extended', '4 D', '"aab" ~ "^(a+)b\\$"', '= true'],
  ['regex-is-not-anchored', '4 D', '"xaby" ~ "ab"', '= true'],
  ['and-stops-at-false', '13 I', ':return (false and [:error "reached"])', '= false'],
  ['or-stops-at-true', '13 I', ':return (true or [:error "reached"])', '= true'],
];

export const languageOperators: readonly Case[] = languageCases([...precedence, ...arithmetic, ...comparison]);
