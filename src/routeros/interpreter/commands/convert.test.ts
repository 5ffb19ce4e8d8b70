import { expect, test } from 'vitest';
import { outputOf, startSession } from '../testing/run.ts';

test.each([
  ['001 to=hex', '31'],
  ['"abc" to=hex', '616263'],
  ['616263 from=hex', 'abc'],
  ['"a b&c/" to=url', 'a%20b%26c%2F'],
  ['"a%20b%2f" from=url', 'a b/'],
  ['"hello" to=base64', 'aGVsbG8='],
  ['"aGVsbG8=" from=base64', 'hello'],
  ['"foobar" to=base32', 'MZXW6YTBOI======'],
  ['"MZXW6YTBOI" from=base32', 'foobar'],
  ['"\\E2\\9D\\A4" to=hex', 'e29da4'],
  ['e29da4 from=hex', '❤'],
  ['"abc" to=byte-array', '97;98;99'],
  ['({97;98}) from=byte-array', 'ab'],
  ['"a" to=bit-array-msb', '0;1;1;0;0;0;0;1'],
  ['"a" to=bit-array-lsb', '1;0;0;0;0;1;1;0'],
  ['({0;1;1;0;0;0;0;1}) from=bit-array-msb', 'a'],
  ['({1;0;0;0;0;1;1;0}) from=bit-array-lsb', 'a'],
  ['"0100" from=hex to=num', '256'],
  ['256 from=num to=hex', '0100'],
  ['"abc" transform=uc', 'ABC'],
  ['"aBC" transform=lc', 'abc'],
  ['"abc" transform=ucfirst', 'Abc'],
  ['"Uryyb" transform=rot13', 'Hello'],
  ['"abc" transform=reverse', 'cba'],
  ['"abc" transform=md5', '900150983cd24fb0d6963f7d28e17f72'],
  ['"" transform=md5', 'd41d8cd98f00b204e9800998ecf8427e'],
  [`"${'1234567890'.repeat(8)}" from=raw transform=md5`, '57edf4a22be3c955ac49da2e2107b67a'],
  ['"abc" transform=sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['"x y" from=hex', '! invalid value for argument value (line 1 column 8)'],
  ['"x" to=morse', '! input does not match any value of to (line 1 column 8)'],
])(':convert %s is %j', async (args, printed) => {
  expect(await outputOf(`:put [:convert ${args}]`)).toBe(printed);
});

test(':grep shows the lines that match, with those around them', async () => {
  const script = ':put a; :put bob; :put c; :put d; :put bot';
  expect(await outputOf(`:grep pattern="^bo" script={${script}}`)).toBe('bob\nbot');
  expect(await outputOf(`:grep pattern="^bob" before=1 after=1 script={${script}}`)).toBe('a\nbob\nc');
  expect(await outputOf(`:put [:len [:grep as-array pattern="^bo" script={${script}}]]`)).toBe('2');
});

test(':grep searches files', async () => {
  const session = startSession();
  session.device.files.set('a.txt', 'one\r\ntwo\n');
  expect(await session.run(':grep filename=a.txt pattern=tw')).toBe('two');
  expect(await session.run(':grep filename=b.txt pattern=tw')).toBe('! no such file (line 1 column 2)');
});
