import { expect, test } from 'vitest';
import { outputOf, startSession } from '../testing/run.ts';

test.each([
  [':put [:serialize value=a,b,c to=json]', '["a","b","c"]'],
  [':put [:serialize to=json value={b=1;a=yes;"c"="x\\"y"}]', '{"a":true,"b":1,"c":"x\\"y"}'],
  [':put [:serialize to=json value="12"]', '12.000000'],
  [':put [:serialize to=json value="12" options=json.no-string-conversion]', '"12"'],
  [':put [:serialize to=json value={1;{k=2}} options=json.pretty]', '[\n    1,\n    {\n        "k": 2\n    }\n]'],
  [':put [:serialize to=json value=({})]', '[]'],
  [':put [:serialize to=json value={t=1m;i=192.0.2.1;n=[:nothing]}]', '{"i":"192.0.2.1","n":null,"t":"00:01:00"}'],
  [':put ([:deserialize from=json value="{\\"ok\\":true,\\"result\\":[{\\"id\\":7}]}"]->"result"->0->"id")', '7'],
  [':put [:typeof ([:deserialize from=json value="[\\"10s\\"]"]->0)]', 'time'],
  [':put [:typeof ([:deserialize from=json value="[\\"10s\\"]" options=json.no-string-conversion]->0)]', 'str'],
  [':put ([:deserialize from=json value="[9007199254740993]"]->0)', '9007199254740993'],
  [':put [:typeof ([:deserialize from=json value="[null]"]->0)]', 'nothing'],
  [':put [:deserialize from=json value="{"]', '! failed to parse json! (line 1 column 8)'],
  [':put [:serialize to=dsv delimiter=";" value={{1;"a;b"};{2;"c\\"d"}}]', '1;"a;b"\n2;"c""d"'],
  [':put [:serialize to=dsv delimiter="," value={{1;"a"}} options=dsv.wrap-strings]', '1,"a"'],
  [':put [:serialize to=dsv delimiter="," value={{b=2;a=1};{a=3}} options=dsv.remap]', 'a,b\n1,2\n3,'],
  [':put [:serialize to=dsv delimiter="," value={{b=2;a=1}} options=dsv.remap order=b,a]', 'b,a\n2,1'],
  [':put ([:deserialize from=dsv delimiter=";" value="1;2\\n3;\\"x;\\"\\"y\\"\\n"]->1->1)', 'x;"y'],
  [':put [:typeof ([:deserialize from=dsv delimiter=";" value="1;2" options=dsv.plain]->0->0)]', 'str'],
  [':put ([:deserialize from=dsv delimiter=";" value="a;b\\n1;2" options=dsv.remap]->0->"b")', '2'],
  [':put [:serialize to=xml value=1]', '! input does not match any value of to (line 1 column 8)'],
  [':put [:serialize to=dsv value=1]', '! missing value(s) of argument(s) delimiter (line 1 column 8)'],
  [
    ':put [:serialize to=json value=1 options=json.ugly]',
    '! input does not match any value of options (line 1 column 8)',
  ],
])('%s prints %j', async (text, printed) => {
  expect(await outputOf(text)).toBe(printed);
});

test('every value that JSON can hold comes back', async () => {
  const text =
    ':local a {1;"x y";yes;{"k"={2;3};"l"="m"}}; :put ([:deserialize from=json value=[:serialize to=json value=$a]] = $a)';
  expect(await outputOf(text)).toBe('true');
});

test('a text can go to a file', async () => {
  const session = startSession();
  await session.run(':serialize to=json value={1;2} file-name=a.json');
  expect(session.device.files.get('a.json')).toBe('[1,2]');
});

test('RouterOS 6 knows neither', async () => {
  expect(await outputOf(':put [:serialize to=json value=1]', { dialect: '6.49' })).toBe(
    '! bad command name serialize (line 1 column 8)',
  );
});
