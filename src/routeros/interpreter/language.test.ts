import { describe, expect, test } from 'vitest';
import { parseScript } from '../parser.ts';
import { outputOf, startSession } from './testing/run.ts';

describe('variables', () => {
  test.each([
    ['locals live in their braces', ':local a 1; { :local a 2; :local b 3; :put $a }; :put "$a$b"', '2\n1'],
    ['bodies see and set outer locals', ':local a 1; :if (true) do={ :set a 2 }; :put $a', '2'],
    ['a dollar before the target does no harm', ':local a 1; :set $a 5; :put $a', '5'],
    ['quoted names work', ':local "my-var" 1; :set "my-var" 2; :put "$"my-var" $("my" . $"my-var")"', '2 my2'],
    ['names differ by case', ':local a 1; :local A 2; :put "$a$A"', '12'],
    ['an undeclared name is nothing', ':put [:typeof $x]; :put "<$x>"', 'nothing\n<>'],
    ['setting an undeclared name fails', ':set x 1', '! syntax error (line 1 column 6)'],
    ['set without a value unsets', ':local a 1; :set a; :put [:typeof $a]', 'nothing'],
    [
      'members are set, added, padded',
      ':local a {1;2}; :set ($a->3) 9; :set ($a->"k"->"j") 5; :put $a',
      '1;2;;9;k=j=5',
    ],
    ['members are taken out', ':local a {1;2;k=3}; :set ($a->"k"); :set ($a->0); :put $a', '2'],
    ['keyed members come sorted', ':local a {b=1;a=2;7}; :foreach k,v in=$a do={ :put "$k $v" }', '0 7\na 2\nb 1'],
    ["loop variables are the body's own", ':for i from=1 to=2 do={ :local j; :put "$i$j"; :set j 5 }', '1\n2'],
    ['commands need no colon at root', 'local x 1; foreach i in={1;2} do={ if ($i = 2) do={ set x $i } }; put $x', '2'],
  ])('%s', async (_name, text, output) => {
    expect(await outputOf(text)).toBe(output);
  });

  test('globals outlive a script and are seen when declared again', async () => {
    const session = startSession();
    await session.run(':global g 5');
    expect(await session.run(':put [:typeof $g]; :global g; :put $g')).toBe('nothing\n5');
    expect(await session.run(':environment print')).toBe('g=5');
    await session.run(':global g; :set g');
    expect(session.globals.has('g')).toBe(false);
  });
});

describe('functions', () => {
  test.each([
    ['take arguments by place and name', ':global f do={ :return "$1-$2-$k-$0" }; :put [$f a 2 k=c]', 'a-2-c-$f'],
    ['see nothing of their caller', ':local x 1; :local f do={ :put "<$x>" }; $f', '<>'],
    ['give nil without return', ':local f do={ :local x 1 }; :put [:typeof [$f]]', 'nil'],
    [
      'are arrays that hold code',
      ':local f do={ :put 1 }; :put [:typeof $f]; :put [:typeof ($f->1)]; :put [:len $f]',
      'array\ncode\n2',
    ],
    ['print as code', ':global f do={ :put 1 }; :put $f', ';(code)'],
    [
      'call themselves',
      ':global fac do={ :global fac; :if ($1 < 2) do={ :return 1 }; :return ($1 * [$fac ($1 - 1)]) }; :put [$fac 20]',
      '2432902008176640000',
    ],
    [
      'return out of loops',
      ':global f do={ :foreach i in={1;2;3} do={ :if ($i = 2) do={ :return $i } } }; :put [$f]',
      '2',
    ],
    [
      'an argument hides a global',
      ':global g 1; :local f do={ :global g; :set g 9; :return $g }; :put [$f g=5]; :put $g',
      '9\n1',
    ],
    ['a local hides an argument', ':local f do={ :local a 2; :return $a }; :put [$f a=1]', '2'],
    ['parsed text is code', ':local f [:parse ":return (\\$a + 1)"]; :put [$f a=2]', '3'],
    ['parsed text runs in brackets', '[[:parse ":put 7"]]', '7'],
    ['quoted expressions run when called', ':local f (>[:put "later"]); :put "now"; $f', 'now\nlater'],
    ['activate with an array', ':local f do={ :return "$0 $1 $k" }; :put ($f <%% {"a";"b";k="c"})', 'a b c'],
  ])('%s', async (_name, text, output) => {
    expect(await outputOf(text)).toBe(output);
  });
});

describe('control', () => {
  test.each([
    [':for i from=1 to=3 do={ :put $i }', '1\n2\n3'],
    [':for i from=3 to=1 do={ :put $i }', '3\n2\n1'],
    [':for i from=0 to=10 step=5 do={ :put $i }', '0\n5\n10'],
    [':local i 0; :while ($i < 3) do={ :set i ($i + 1); :put $i }', '1\n2\n3'],
    [':local i 5; :do { :put $i; :set i ($i + 1) } while=($i < 3)', '5'],
    [':foreach i in={1;2;3;4} do={ :if ($i = 2) do={ :continue }; :if ($i = 4) do={ :break }; :put $i }', '1\n3'],
    [':foreach i in="x" do={ :put $i }', 'x'],
    [':foreach i in=[:toarray ""] do={ :put $i }', ''],
    [':if (false) do={ :put 1 } else={ :put 2 }', '2'],
    [':if ($missing) do={ :put 1 } else={ :put 2 }', '2'],
    [':if ("x") do={ :put 1 }', '! conditional not boolean (line 1 column 2)'],
    [':do { :error "boo" } on-error={ :put caught }; :put on', 'caught\non'],
    [':do { :return 5 } on-error={ :put wrong }; :put unreached', ''],
    [':onerror e in={ :error "boo" } do={ :put "got $e" }', 'got boo'],
    [':put [:onerror e in={ :put fine } do={}]', 'fine\nfalse'],
    [':onerror e in={ this } do={ :put $e }', 'bad command name this (line 1 column 17)'],
    [':onerror e in={ :put [:resolve nowhere.example] } do={ :put $e }', 'failure: dns name does not exist'],
    [':local n 0; :retry command={ :set n ($n + 1); :if ($n < 3) do={ :error "no" } } delay=1 max=5; :put $n', '3'],
    [':retry command={ :error "no" } delay=1 max=2 on-error={ :put gave-up }', 'gave-up'],
    [':error "stop here"; :put unreached', '! stop here'],
    [':exit; :put unreached', ''],
    [':onerror e,attr in={ :error "x" } do={ :put "$e $[:typeof $attr]" }', 'x array'],
    [':execute script=":put 1" file=out', ''],
  ])('%s', async (text, output) => {
    expect(await outputOf(text)).toBe(output);
  });
});

describe('global commands', () => {
  test.each([
    [':put [:len "abc"]; :put [:len "ä"]; :put [:len {1;2;k=3}]; :put [:len $x]', '3\n2\n3\n0'],
    [
      ':put [:pick "hello" 1 3]; :put [:pick "hello" 4]; :put [:pick "hello" 9]; :put [:pick {1;2;3} 1 3]; :put [:pick {1;2;3} 1]',
      'el\no\n\n2;3\n2',
    ],
    [
      ':put [:find "banana" "an"]; :put [:find "banana" "an" 1]; :put [:typeof [:find "banana" "x"]]; :put [:find {5;6} 6]',
      '1\n3\nnil\n1',
    ],
    ['put [find "banana" "an" 1]', '3'],
    [
      ':put [:tonum "12"]; :put [:tonum 1m]; :put [:tobool 2]; :put [:toip "192.0.2.1"]; :put [:typeof [:toip "x"]]',
      '12\n60\ntrue\n192.0.2.1\nnil',
    ],
    [
      ':put [:totime 90]; :put [:totime "1d2h"]; :put [:totime "1970-01-02 00:00:01"]',
      '00:01:30\n1d02:00:00\n1d00:00:01',
    ],
    [':foreach i in=[:toarray "1, a,1m"] do={ :put "$i $[:typeof $i]" }', '1 num\na str\n00:01:00 time'],
    [':put [:typeof [:tostr 5]]; :put [:tostr {1;2}]; :put [:toid "*1a"]; :put [:tonsec 1us]', 'str\n1;2\n*1A\n1000'],
    [':put [:typeof [:put "x"]]', 'x\nstr'],
    [':put [:range 1 4]', '1;2;3;4'],
    [':put [:execute { :put "x" }]; :put [:execute ":put 1; :put 2" as-string]', '*31\n1\n2'],
    [':put [:resolve router.example]', '192.0.2.1'],
    [':put [:time { :delay 1500ms }]; :delay 2; :delay 0.5; :put [:timestamp]', '00:00:01.500\n00:00:04'],
    [':put [:typeof [:jobname]]; :beep; :put [:tocrlf "a\\nb"]', 'nil\na\r\nb'],
    [':parse "("', '! missing closing brace (line 1 column 2)'],
    [':put 1 2', '! expected end of command (line 1 column 8)'],
    [':put mess=1', '1'],
    [':put wrong=1', '! bad parameter wrong (line 1 column 6)'],
    [':lock', '! bad command name lock (line 1 column 2)'],
  ])('%s', async (text, output) => {
    expect(await outputOf(text)).toBe(output);
  });

  test('random ones keep to their ends', async () => {
    const lowest = await outputOf(':put [:rndnum 3 7]; :put [:rndstr from=xy length=4]', { random: () => 0 });
    const highest = await outputOf(':put [:rndnum 3 7]; :put [:rndstr from=xy length=4]', { random: () => 0.999 });
    expect([lowest, highest]).toEqual(['3\nxxxx', '7\nyyyy']);
  });

  test('later ones are unknown on v6', async () => {
    expect(await outputOf(':onerror e in={} do={}', { dialect: '6.49' })).toBe(
      '! bad command name onerror (line 1 column 2)',
    );
  });

  test('a job knows its name', async () => {
    const { interpreter, printed } = startSession();
    await interpreter.run(parseScript({ name: 'x', text: ':put [:jobname]' }), { jobName: 'aman' });
    expect(printed()).toBe('aman\n');
  });
});
