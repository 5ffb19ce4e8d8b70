import { expect, test } from 'vitest';
import { startSession } from '../../src/routeros/interpreter/testing/run.ts';
import { parseText } from '../../src/routeros/parse-text.ts';

/** What the router is asked to do by a text, one line a command, and what the text prints. */
async function effectOf(text: string): Promise<readonly string[]> {
  const session = startSession();
  const printed = await session.run(text);
  const calls = session.device.calls.map(({ path, command, args, unset }) =>
    [
      path,
      command,
      ...Object.entries(args).map(([name, value]) => `${name}=${value}`),
      ...unset.map((name) => `!${name}`),
    ].join(' '),
  );
  return printed === '' ? calls : [...calls, printed];
}

/** One line a trap of the field's files; the number says which. */
test.each<readonly [number, string, string, readonly string[]]>([
  [1, 'a value on the next line', '/ip address add comment=\\\n    "x y"', ['ip/address add comment=x y']],
  [2, 'a text broken in a word', '/ip address add comment="bru\\\n    te"', ['ip/address add comment=brute']],
  [
    3,
    'a joined line separates words',
    '/ip firewall filter add list=!bad\\\n    action=drop',
    ['ip/firewall/filter add list=!bad action=drop'],
  ],
  [
    4,
    'a comment is not continued',
    '/ip firewall filter\n# add x \\\n    add chain=input',
    ['ip/firewall/filter add chain=input'],
  ],
  [
    5,
    'a number sign behind a command is no comment',
    '/ip firewall filter\nadd chain=input #why',
    ['! expected end of command (line 2 column 17)'],
  ],
  [
    5,
    'a comment between joined lines',
    '/ip firewall filter add chain=input \\\n# why\n    action=drop',
    ['ip/firewall/filter add chain=input action=drop'],
  ],
  [5, 'a comment in an array', ':put {1;\n# two\n2}', ['1;2']],
  [
    6,
    'the menu lasts',
    '/ip firewall filter\n  add chain=a\n/ip address print\nadd chain=b',
    ['ip/firewall/filter add chain=a', 'ip/address print', 'ip/firewall/filter add chain=b', '0 rows'],
  ],
  [
    7,
    'whole paths',
    '/ip firewall filter add chain=a\n/ip address add address=1.1.1.1',
    ['ip/firewall/filter add chain=a', 'ip/address add address=1.1.1.1'],
  ],
  [8, 'slashes and blanks', '/ip/firewall filter/add chain=a', ['ip/firewall/filter add chain=a']],
  [
    9,
    'a block in a menu',
    '/ip firewall filter { add chain=a; add chain=b }',
    ['ip/firewall/filter add chain=a', 'ip/firewall/filter add chain=b'],
  ],
  [9, 'a menu inside do', '/ip firewall filter; :if (true) do={ add chain=a }', ['ip/firewall/filter add chain=a']],
  [10, 'beginnings of names', '/ip fi f add ch=a', ['ip/firewall/filter add chain=a']],
  [11, 'a menu that is a command', '/log warning x', ['log warning message=x']],
  [
    13,
    'taking a property away',
    '/ip firewall filter add chain=a !comment',
    ['ip/firewall/filter add chain=a !comment'],
  ],
  [
    14,
    'one negation for a list',
    '/ip firewall filter add dst-port=!80,443',
    ['ip/firewall/filter add dst-port=!80,443'],
  ],
  [15, 'an empty value', '/ip firewall filter add protocol="" chain=a', ['ip/firewall/filter add protocol= chain=a']],
  [
    16,
    'names with anything in them',
    '/ip firewall filter add chain="Port (a) & <b>/#c"',
    ['ip/firewall/filter add chain=Port (a) & <b>/#c'],
  ],
  [
    17,
    'no blank behind a quote',
    '/ip firewall filter add comment="x"disabled=no',
    ['ip/firewall/filter add comment=x disabled=no'],
  ],
  [18, 'escapes', ':put "a\\_\\_b\\24\\09c\\"\\\\\\?\\E2\\9D\\A4"', ['a  b$\tc"\\?❤']],
  [19, 'a script in a text', ':put "a \\$x \\"y\\"\\r\\\n    \\nb"', ['a $x "y"\r\nb']],
  [21, 'line ends in a text', ':put "<b>\n  <i>\n"', ['<b>\n  <i>']],
  [22, 'quotes inside quotes', ':put "n=$[:len "a"]"', ['n=1']],
  [23, 'braces are code or an array', ':local a {a=1; b={2;3}}; :if (true) do={ :put ($a->"b") }', ['2;3']],
  [24, 'one sign compares and assigns', ':local t 3d; :if ($t > 1d2h and 1.2.3.4 = 1.2.3.4) do={ :put yes }', ['true']],
  [25, 'stray semicolons', ':put 1; ;; :if (true) do={ :put 2; };\n;', ['1\n2']],
  [26, 'no colons', 'if (true) do={ put 1 }; do { error x } on-error={ put 2 }', ['1\n2']],
  [26, 'a blank behind do=', ':if (true) do= { :put 1 }', ['1']],
  [27, 'set with a dollar, set of a member', ':local a; :set $a ({}); :set ($a->"k") 1; :put ($a->"k")', ['1']],
  [28, 'a quoted variable', ':local "lease-host" h; :put $"lease-host"', ['h']],
  [
    29,
    'a member of what was found',
    '/ip address add address=1.1.1.1; :put ([/ip address find]->0)',
    ['ip/address add address=1.1.1.1', 'ip/address find', '*1'],
  ],
  [30, 'a fault that is caught', ':do { /ip address add nonsense=1 } on-error={}\n:put on', ['on']],
  [
    31,
    'removing nothing',
    '/ip address remove [find comment~"^mine"]',
    ['ip/address find', 'ip/address remove numbers='],
  ],
  [35, 'no action', '/ip firewall filter add chain=input', ['ip/firewall/filter add chain=input']],
  [
    37,
    'CRLF, tabs, blank lines, no end',
    '\ufeff/ip address\r\n\r\n\r\n\tadd address=1.1.1.1 \\\r\n\tinterface=e1',
    ['ip/address add address=1.1.1.1 interface=e1'],
  ],
  [38, 'bytes beyond ASCII', '/ip address add comment="café \\C3\\A9"', ['ip/address add comment=café é']],
  [
    39,
    'notes of the exporter',
    '/ip address\n#error exporting /x\n# y\nadd address=1.1.1.1',
    ['ip/address add address=1.1.1.1'],
  ],
  [40, 'a header', '# jan/02/1970 02:41:58 by RouterOS 6.43.8\n# software id = \n#\n:put 1', ['1']],
  [
    41,
    'a property twice: the last counts',
    '/ip address add address=1.1.1.1 address=2.2.2.2',
    ['ip/address add address=2.2.2.2'],
  ],
])('trap %i: %s', async (_, __, text, effect) => {
  expect(await effectOf(text)).toEqual(effect);
});

test('trap 20: a script given as a block is a text', () => {
  const { tree } = parseText('/system script add name=a source={ :put 1 }');
  expect(JSON.stringify(tree?.body)).toContain('"text":" :put 1 "');
});

test('RouterOS 6 does not join lines that end with CR LF', () => {
  const text = '/ip address add \\\r\n    comment="a"\r\n';
  expect(parseText(text).errors).toEqual([]);
  expect(parseText(text, { dialect: '6.49' }).errors[0]?.text).toBe('expected end of command (line 1 column 17)');
  expect(parseText(text.replaceAll('\r\n', '\n'), { dialect: '6.49' }).errors).toEqual([]);
  expect(parseText('/ip address add comment="a\\\r\n    b"', { dialect: '6.49' }).errors).toHaveLength(1);
});
