import { expect, test } from 'vitest';
import { outputOf } from './testing/run.ts';

const printedOf = (expression: string): Promise<string> => outputOf(`:put (${expression})`);
const typeOf = (expression: string): Promise<string> => outputOf(`:put [:typeof (${expression})]`);

test.each([
  ['1 + 2 * 3', '7'],
  ['7 / 2', '3'],
  ['-7 / 2', '-3'],
  ['7 % 4', '3'],
  ['9223372036854775807 + 1', '9223372036854775807'],
  ['"5" + 1', '6'],
  ['$missing + 1', '1'],
  ['1h + 30m', '01:30:00'],
  ['1d - 1h', '23:00:00'],
  ['10s * 6', '00:01:00'],
  ['1m / 4', '00:00:15'],
  ['1m / 15s', '4'],
  ['192.0.2.1 + 4', '192.0.2.5'],
  ['192.0.2.9 - 192.0.2.1', '8'],
  ['0.0.0.0 + 256', '0.0.1.0'],
  ['-5', '-5'],
  ['5 & 4 | 2', '6'],
  ['1 << 4', '16'],
  ['~0', '-1'],
  ['192.0.2.77 & 255.255.255.0', '192.0.2.0'],
  ['~0.0.0.255', '255.255.255.0'],
  ['"a" . "b" . 1 + 2', 'ab3'],
  ['"n" . {1;2}', 'n1;n2'],
  ['"\\E2" . "\\9D\\A4"', '❤'],
  ['{1;2},3,{"k"="v"}', '1;2;3;k=v'],
  ['{1;{2;3}}->1->0', '2'],
  ['{k="v"}->"k"', 'v'],
  ['{1}->7', ''],
  ['10.0.0.5 in 10.0.0.0/8', 'true'],
  ['10.0.0.0/24 in 10.0.0.0/8', 'true'],
  ['10.0.0.0/8 in 10.0.0.0/24', 'false'],
  ['2001:db8::1 in 2001:db8::/32', 'true'],
  ['192.0.2.1 in 2001:db8::/32', 'false'],
  ['1 = 1 and 2 != 3', 'true'],
  ['"5" = 5', 'true'],
  ['"a" < "b"', 'true'],
  ['"B" < "a"', 'true'],
  ['"10" > 9', 'true'],
  ['00:01:00 = 1m', 'true'],
  ['"1m" = 1m', 'true'],
  ['192.0.2.1 = "192.0.2.1"', 'true'],
  ['192.0.2.0/24 = "192.0.2.0/24"', 'false'],
  ['yes = true', 'true'],
  ['yes = "yes"', 'false'],
  ['{1;2} = {1;2}', 'true'],
  ['{1;2} = {1;3}', 'false'],
  ['$missing = ""', 'false'],
  ['$missing = 0', 'false'],
  ['$missing < 1', 'false'],
  ['any $missing', 'false'],
  ['any false', 'true'],
  ['!$missing', 'true'],
  ['"ab" ~ "^a.\\$"', 'true'],
  ['"ab" ~ "B"', 'false'],
  ['true and [:error "not reached"]', '! not reached'],
  ['false and [:error "not reached"]', 'false'],
  ['true or [:error "not reached"]', 'true'],
  ['[]', ''],
  [`${'1 + '.repeat(2000)}1`, '2001'],
])('%s is %j', async (expression, value) => {
  expect(await printedOf(expression)).toBe(value);
});

test.each([
  ['1', 'num'],
  ['"1"', 'str'],
  ['yes', 'bool'],
  ['1.2', 'ip'],
  ['1m', 'time'],
  ['{1}', 'array'],
  ['({})', 'array'],
  ['abc', 'nothing'],
  ['$x', 'nothing'],
  ['[:nothing]', 'nil'],
  ['[:tonum "cow"]', 'nil'],
  ['{1}->9', 'nothing'],
  ['"$[:len 1]"', 'num'],
  ['"$[:len 1]!"', 'str'],
  ['>[:put 1]', 'op'],
  ['[:parse ":put 1"]', 'code'],
  ['::1/64', 'ip6-prefix'],
])('the type of %s is %s', async (expression, type) => {
  expect(await typeOf(expression)).toBe(type);
});

test.each([
  ['1 / 0', 'division by zero (line 1 column 7)'],
  ['"x" + 1', 'cannot add str and num (line 1 column 7)'],
  ['{1} > {2}', 'cannot compare if array is more than array (line 1 column 7)'],
  ['"a" and true', 'conditional not boolean (line 1 column 7)'],
  ['1 2', 'syntax error (line 1 column 9)'],
  ['"a" ~ "("', 'bad regular expression: ( (line 1 column 7)'],
])('%s fails', async (expression, message) => {
  expect(await printedOf(expression)).toBe(`! ${message}`);
});
