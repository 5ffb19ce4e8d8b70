import type { Case } from '../case.ts';
import { fails, languageCases, type Row } from './language-table.ts';

const scopes: readonly Row[] = [
  ['body-sets-outer-local', '5 D', ':local a 1; :if (true) do={ :set a 2 }; :return $a', '= 2'],
  ['local-ends-with-its-braces', '5 D', ':local a 1; { :local a 2 }; :return $a', '= 1'],
  [
    'function-sees-nothing-outside',
    '5 D',
    ':local a 1; :local f do={ :return [:typeof $a] }; :return [$f]',
    '= nothing',
  ],
  [
    'global-is-declared-again',
    '5 D',
    ':global klG 4; :local f do={ :global klG; :return $klG }; :local r [$f]; :set klG; :return $r',
    '= 4',
  ],
  ['global-set-without-value-ends', '5 D', ':global klG 4; :set klG; :return [:typeof $klG]', '= nothing'],
  ['arguments-by-place-and-name', '5 D', ':local f do={ :return "$1-$x" }; :return [$f a x=b]', '= a-b'],
  ['argument-missing', '5 D', ':local f do={ :return [:typeof $2] }; :return [$f a]', '= nothing'],
  [
    'argument-before-global',
    '5 D',
    ':global klG 1; :local f do={ :global klG; :return $klG }; :local r [$f klG=2]; :set klG; :return $r',
    '= 2',
  ],
  ['function-knows-its-name', '5 S', ':local f do={ :return $0 }; :return [$f]', '= $f'],
  ['function-without-return', '5 S', ':local f do={ :local x 1 }; :return [:typeof [$f]]', '= nil'],
  [
    'function-returns-out-of-loop',
    '5 D',
    ':local f do={ :foreach i in={1;2;3} do={ :if ($i = 2) do={ :return $i } } }; :return [$f]',
    '= 2',
  ],
  [
    'function-calls-itself',
    '5 D',
    ':global klF do={ :global klF; :if ($1 < 2) do={ :return 1 }; :return ($1 * [$klF ($1 - 1)]) }; :local r [$klF 5]; :set klF; :return $r',
    '= 120',
  ],
  ['parsed-text-is-called', '5 D', ':local f [:parse ":return (\\$a + 1)"]; :return [$f a=2]', '= 3'],
  ['activation-with-array', '4 S', ':local f do={ :return ($0 + 1) }; :return ($f <%% {5})', '= 6'],
  ['set-undeclared', '2 S', ':set klNowhere 1', fails('syntax error')],
];

const control: readonly Row[] = [
  ['for-is-inclusive', '6 D', ':local r ""; :for i from=1 to=3 do={ :set r ($r . $i) }; :return $r', '= 123'],
  [
    'for-with-negative-step',
    '6 D',
    ':local r ""; :for i from=3 to=1 step=-1 do={ :set r ($r . $i) }; :return $r',
    '= 321',
  ],
  ['for-with-step', '6 D', ':local r ""; :for i from=0 to=10 step=5 do={ :set r ($r . $i) }; :return $r', '= 0510'],
  ['for-down-without-step', '13 I', ':local r ""; :for i from=3 to=1 do={ :set r ($r . $i) }; :return $r', '= 321'],
  ['while', '6 D', ':local i 0; :while ($i < 3) do={ :set i ($i + 1) }; :return $i', '= 3'],
  ['do-while-runs-once', '6 D', ':local i 5; :do { :set i ($i + 1) } while=($i < 3); :return $i', '= 6'],
  ['foreach-of-pairs', '3 S', ':local r ""; :foreach k,v in={5;x=6} do={ :set r "$r$k-$v " }; :return $r', '= 0-5 x-6'],
  ['foreach-of-nothing', '6 I', ':local r "none"; :foreach i in=[:toarray ""] do={ :set r $i }; :return $r', '= none'],
  ['if-else', '6 D', ':local r; :if (1 > 2) do={ :set r "yes" } else={ :set r "no" }; :return $r', '= no'],
  ['if-of-nothing', '13 I', ':if ($klNowhere) do={ :return 1 } else={ :return 2 }', '= 2'],
  ['if-of-text', '4 S', ':if ("x") do={ :return 1 }', fails('conditional not boolean')],
  ['on-error-catches', '6 D', ':do { :error "why" } on-error={ :return caught }', '= caught'],
  ['error-ends-with-its-text', '6 D', ':error "why"; :return unreached', fails('why')],
  ['unknown-command-fails-when-run', '2 S', ':if (false) do={ /system klnowhere print }; :return fine', '= fine'],
  ['unknown-command-is-caught', '2 S', ':do { /system klnowhere print } on-error={ :return caught }', '= caught'],
  ['unknown-command-by-name', '2 S', ':klnowhere', fails('bad command name klnowhere')],
];

const commands: readonly Row[] = [
  ['len-of-text', '6 D', '[:len "abc"]', '= 3'],
  ['len-counts-bytes', '6 S', '[:len "\\C3\\A4"]', '= 2'],
  ['len-of-array', '6 D', '[:len {1;2;k=3}]', '= 3'],
  ['pick-end-is-exclusive', '6 D', '[:pick "hello" 1 3]', '= el'],
  ['pick-without-end', '6 D', '[:pick "hello" 4]', '= o'],
  ['pick-outside', '6 D', '[:len [:pick "abc" 9]]', '= 0'],
  ['pick-of-array', '6 D', '[:pick {1;2;3} 1 3]', '= 2;3'],
  ['find-in-text', '6 D', '[:find "banana" "an"]', '= 1'],
  ['find-behind', '6 D', '[:find "banana" "an" 1]', '= 3'],
  ['find-in-array', '6 D', '[:find {5;6;7} 7]', '= 2'],
  ['put-returns-its-argument', '6 S', '[:typeof [:put "x"]]', '= str'],
  ['tonum-of-time', '3 D', '[:tonum 1m]', '= 60'],
  ['tonum-of-bool', '3 D', '[:tonum true]', '= 1'],
  ['tobool-of-number', '3 S', '[:tobool 7]', '= true'],
  ['toip-of-text', '3 D', '[:typeof [:toip "192.0.2.1"]]', '= ip'],
  ['totime-of-number', '3 S', '[:totime 90]', '= 00:01:30'],
  ['totime-of-text', '3 S', '[:totime "1d2h"]', '= 1d02:00:00'],
  ['toarray-types-its-parts', '3 D', '[:typeof ([:toarray "1,x"]->0)]', '= num'],
  ['tostr-of-array', '3 S', '[:tostr {1;2}]', '= 1;2'],
  ['delay-is-no-value', '6 I', ':delay 0; :return [:typeof [:nothing]]', '= nil'],
];

/** Not there before 7, or only since some release of it. */
const later: readonly Row[] = [
  ['onerror-has-the-text', '6 D', ':onerror e in={ :error "why" } do={ :return "got $e" }', '= got why'],
  ['onerror-without-error', '6 D', ':return [:onerror e in={ :local a 1 } do={ }]', '= false'],
  [
    'retry',
    '6 S',
    ':local n 0; :retry command={ :set n ($n + 1); :if ($n < 3) do={ :error "no" } } delay=0 max=5; :return $n',
    '= 3',
  ],
  ['tonsec', '3 D', '[:tonsec 1us]', '= 1000'],
  ['convert-to-base64', '6 D', '[:convert "abc" to=base64]', '= YWJj'],
  ['convert-to-hex', '6 D', '[:convert "abc" to=hex]', '= 616263'],
  ['serialize-sorts-keys', '6 D', '[:serialize to=json {b=1;a="x"}]', '= {"a":"x","b":1}'],
  ['deserialize', '6 D', '([:deserialize from=json "{\\"a\\":5}"]->"a")', '= 5'],
  ['slash-paths', '2 S', ':return [:typeof [/system/identity/get name]]', '= str'],
];

const gone: readonly Row[] = [['no-slash-paths-on-6', '2 S', ':return [/system/identity/get name]', '!']];

export const languagePrograms: readonly Case[] = [
  ...languageCases([...scopes, ...control, ...commands]),
  ...languageCases(later, { since: '7.13' }),
  ...languageCases(gone, { until: '7' }),
];
