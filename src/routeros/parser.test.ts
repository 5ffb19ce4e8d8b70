import { expect, test } from 'vitest';
import type { Argument, Command, Expression, Script, Statement } from './ast.ts';
import { parseScript } from './parser.ts';
import { printExpression } from './printer.ts';
import { RouterosError } from './routeros-error.ts';

const parse = (text: string): Script => parseScript({ name: 'test.rsc', text });
const statements = (text: string): readonly Statement[] => parse(text).body.statements;

function commandOf(text: string): Command {
  const [statement, ...more] = statements(text);
  if (statement?.kind !== 'command' || more.length > 0) throw new Error('not one command');
  return statement;
}

const words = (command: Command): readonly string[] => command.words.map((word) => word.text);

function show(argument: Argument): string {
  if (argument.kind === 'unset') return `unset ${argument.name}`;
  const value = argument.value === undefined ? 'nothing' : `${argument.value.kind} ${printExpression(argument.value)}`;
  return argument.kind === 'named' ? `${argument.name}: ${value}` : value;
}

/** Fully bracketed, so that precedence shows. */
function shape(expression: Expression): string {
  switch (expression.kind) {
    case 'binary':
      return `(${shape(expression.left)} ${expression.operator} ${shape(expression.right)})`;
    case 'unary':
      return `${expression.operator}(${shape(expression.operand)})`;
    case 'juxtaposition':
      return `[${expression.terms.map(shape).join(' ')}]`;
    case 'group':
      return shape(expression.inner);
    case 'is-set':
      return `set?${expression.name}`;
    case 'name':
      return `name:${expression.name}`;
    default:
      return printExpression(expression);
  }
}

function expressionOf(text: string): Expression {
  const argument = commandOf(`:put (${text})`).args[0];
  if (argument?.kind !== 'positional') throw new Error('no expression');
  return argument.value;
}

function whereOf(text: string): Expression {
  const { where } = commandOf(`print where ${text}`);
  if (where === undefined) throw new Error('no condition');
  return where;
}

function stringParts(text: string): readonly string[] {
  const argument = commandOf(`:put ${text}`).args[0];
  if (argument?.kind !== 'positional' || argument.value.kind !== 'string') throw new Error('no string');
  return argument.value.parts.map((part) => (typeof part === 'string' ? part : `<${printExpression(part)}>`));
}

function fault(text: string, dialect: '6.49' | '7' = '7'): string {
  try {
    parseScript({ name: 'test.rsc', text }, { dialect });
  } catch (error) {
    if (error instanceof RouterosError) return error.text;
    throw error;
  }
  return 'none';
}

test.each([
  ['/ip firewall filter', '/', ['ip', 'firewall', 'filter']],
  ['/ip/firewall/filter print detail', '/', ['ip/firewall/filter', 'print', 'detail']],
  ['/ip firewall/nat/print', '/', ['ip', 'firewall/nat/print']],
  [':put hello', ':', ['put', 'hello']],
  ['.. service-port print', '', ['..', 'service-port', 'print']],
  ['set 0,1', '', ['set', '0,1']],
  ['/', '/', []],
])('reads the words of %s', (text, prefix, expected) => {
  const command = commandOf(text);
  expect([command.prefix, words(command)]).toEqual([prefix, expected]);
});

test.each([
  ['add chain=input dst-port=!80,443', ['chain: word input', 'dst-port: word !80,443']],
  ['add comment= "a b"', ['comment: string "a b"']],
  ['add comment=\\\n    "a b" list=x', ['comment: string "a b"', 'list: word x']],
  ['add a=!bad\\\n   b=1', ['a: word !bad', 'b: word 1']],
  ['add a=1 \\\n\n  # swallowed\n  b=2', ['a: word 1', 'b: word 2']],
  ['add a=1 \\\r\n  b=2', ['a: word 1', 'b: word 2']],
  ['add comment="x"disabled=no', ['comment: string "x"', 'disabled: word no']],
  ['set foo !band x=1', ['unset band', 'x: word 1']],
  ['add a=', ['a: nothing']],
  ['add a=$x b=(1) c=[find] d=$"a b"', ['a: variable $x', 'b: group (1)', 'c: bracket [find]', 'd: variable $"a b"']],
  ['set [find a=1] [f] x=1', ['bracket [find where a = 1]', 'bracket [f]', 'x: word 1']],
  [':local x {1;2}', ['array {1;2}']],
  [':if (true) do={ } else= { :put 1 }', ['group (true)', 'do: code {}', 'else: code { :put 1 }']],
  ['add source={ :put 1 }', ['source: text-block { :put 1 }']],
  [':onerror e in={ :put 1 } do={}', ['in: code { :put 1 }', 'do: code {}']],
  [':foreach i in={1} do={}', ['in: array {1}', 'do: code {}']],
  ['add url=https://192.0.2.1/a,b:*<>|+_&^%#@!~', ['url: word https://192.0.2.1/a,b:*<>|+_&^%#@!~']],
])('reads the arguments of %j', (text, expected) => {
  expect(commandOf(text).args.map(show)).toEqual(expected);
});

test.each([
  ['1 + 2 * 3', '(1 + (2 * 3))'],
  ['1 - 2 - 3', '((1 - 2) - 3)'],
  ['"a" . 1 + 2', '("a" . (1 + 2))'],
  ['$a & 1 = 1', '(($a & 1) = 1)'],
  ['$a = 1 or $b = 2 and !$c', '(($a = 1) or (($b = 2) and !($c)))'],
  ['$a=1||$b=2&&$c', '(($a = 1) or (($b = 2) and $c))'],
  ['$a in $b = $c', '($a in ($b = $c))'],
  ['1 << 2 << 3', '(1 << (2 << 3))'],
  ['1, 2, "c"', '((1 , 2) , "c")'],
  ['$a->"b"->0', '(($a -> "b") -> 0)'],
  ['!$a->0', '(!($a) -> 0)'],
  ['-$a + any $b', '(-($a) + any($b))'],
  ['1 | 2 ^ 3 & 4', '(1 | (2 ^ (3 & 4)))'],
  ['$f <%% {1}', '($f <%% {1})'],
  ['10/2', '(10 / 2)'],
  ['10.1.1.0/24', '10.1.1.0/24'],
  ['7.8', '7.8'],
  ['7 . 8', '(7 . 8)'],
  ['7 .8', '(7 . 8)'],
  ['7. 8', '[name:7. 8]'],
  ['5-3', '(5 - 3)'],
  ['abc', 'name:abc'],
  ['no', 'no'],
  ['\n 1\n + # no comment here'.replace('# no comment here', '2'), '(1 + 2)'],
  ['>$x', '>($x)'],
])('groups %j', (text, expected) => {
  expect(shape(expressionOf(text))).toBe(expected);
});

test.each([
  ['chain=input action=drop', '[(name:chain = input) (name:action = drop)]'],
  ['list=port_scanners', '(name:list = port_scanners)'],
  ['connection-mark=no-mark', '(name:connection-mark = no-mark)'],
  ['.id=*1', '(name:.id = *1)'],
  ['dynamic .id=*1', '[set?dynamic (name:.id = *1)]'],
  ['!comment', '!(set?comment)'],
  ['disabled and (dynamic or !invalid)', '(set?disabled and (set?dynamic or !(set?invalid)))'],
  ['message~$m topics~"x"', '[(name:message ~ $m) (name:topics ~ "x")]'],
  ['mac-address=00:11:22:33:44:55', '(name:mac-address = 00:11:22:33:44:55)'],
  ['dst-address=0.0.0.0/0', '(name:dst-address = 0.0.0.0/0)'],
  ['192.0.2.1 in address', '(192.0.2.1 in name:address)'],
])('reads the condition %j', (text, expected) => {
  expect(shape(whereOf(text))).toBe(expected);
});

test('reads what follows find as a condition, with and without where', () => {
  expect(commandOf('find list=a').where).toMatchObject({ kind: 'binary' });
  expect(commandOf('/log/find where list=a').where).toMatchObject({ kind: 'binary' });
  expect(commandOf(':find $a $b').where).toBeUndefined();
});

test.each([
  ['"a\\"b\\\\\\$\\?"', ['a"b\\$?']],
  ['"\\r\\n\\t\\_\\a"', ['\r\n\t \x07']],
  ['"\\E2\\9D\\A4\\41"', ['❤A']],
  ['"p\\ q"', ['pq']],
  ['"bru\\\n    te"', ['brute']],
  ['"a\nb"', ['a\nb']],
  ['"$a_b $(1 + 2) $[:len "x"]"', ['<$a>', '_b ', '<(1 + 2)>', ' ', '<[:len "x"]>']],
  ['"$"my var"!"', ['<$"my var">', '!']],
  ['"^a$"', ['^a$']],
  ['"5$ "', ['5$ ']],
  ['""', []],
])('cuts the string %s', (text, expected) => {
  expect(stringParts(text)).toEqual(expected);
});

test.each([
  [':put 1; :put 2;; \n\n:put 3\r\n:put 4\r:put 5', 5],
  ['# only a comment \\\n:put 1', 1],
  [':put 1; # behind a semicolon\n:put 2', 2],
  ['\ufeff:put 1', 1],
  ['', 0],
])('finds the statements of %j', (text, count) => {
  expect(statements(text)).toHaveLength(count);
});

test('takes comments where an array member may start', () => {
  expect(commandOf(':local a {\n  # one\n  1;\n  # two\n  2\n}').args.map(show)).toEqual(['array {1;2}']);
});

test.each([
  ['{k="v"; "a b"=1; c}', 'k,a b,-'],
  ['{k =1}', '-'],
  ['{$k="v"}', '-'],
  ['{k=}', 'text k'],
  ['{a_b=1}', 'error'],
])('finds the keys of %s', (text, keys) => {
  const array = fault(`:put (${text})`) === 'none' ? expressionOf(text) : undefined;
  const inner = array?.kind === 'group' ? array.inner : undefined;
  const members = inner?.kind === 'array' ? inner.members : undefined;
  const found =
    members?.map(({ key = '-', value }) => (value === undefined ? `text ${key}` : key)).join(',') ?? 'error';
  expect(found).toBe(keys);
});

test.each([
  ['Add x=1', 'expected command name (line 1 column 1)'],
  [':put 1\n  ?', 'expected command name (line 2 column 3)'],
  ['//ip', 'expected command name (line 1 column 2)'],
  ['/ip//address', 'expected command name (line 1 column 5)'],
  ['::put', 'expected command name (line 1 column 2)'],
  [':put 1 }', 'expected command name (line 1 column 8)'],
  [":put 'x'", 'expected end of command (line 1 column 6)'],
  ['add a=1 #why', 'expected end of command (line 1 column 9)'],
  ['add comment=ä', 'expected end of command (line 1 column 13)'],
  ['add comment="ä" b=ü', 'expected end of command (line 1 column 20)'],
  ['add a= b=c', 'expected end of command (line 1 column 8)'],
  [':local A_B 1', 'expected end of command (line 1 column 9)'],
  ['add url=http://x?y', 'expected end of command (line 1 column 17)'],
  ['{\n:put 1\n', 'missing closing brace (line 3 column 1)'],
  [':if (true) do={ :put 1', 'missing closing brace (line 1 column 23)'],
  [':put (1 2;', 'expected closing brace (line 1 column 10)'],
  [':put ()', 'syntax error (line 1 column 8)'],
  [':put (1,)', 'syntax error (line 1 column 9)'],
  [':put {1;;2}', 'syntax error (line 1 column 9)'],
  [':put (1 == 2)', 'syntax error (line 1 column 10)'],
  [':put "a\\qb"', 'syntax error (line 1 column 8)'],
  [':put "a\\e2"', 'syntax error (line 1 column 8)'],
  [':if (true) do={\n}\nelse={}', 'syntax error (line 3 column 5)'],
  ['print where', 'missing value for where (line 1 column 12)'],
  ['/ip address add address={1}', 'syntax error (line 1 column 25)'],
])('refuses %j', (text, message) => {
  expect(fault(text)).toBe(message);
});

test('stops at brackets nested too deep', () => {
  expect(fault(`:put ${'('.repeat(5000)}`)).toBe('brackets nested too deep (line 1 column 207)');
  expect(fault(`:put ${'['.repeat(5000)}`)).toMatch(/^brackets nested too deep/);
  expect(fault(`:put (${'!'.repeat(5000)}`)).toMatch(/^brackets nested too deep/);
  expect(fault(`:put ${'"$('.repeat(5000)}`)).toMatch(/^brackets nested too deep/);
  expect(fault(`:put (${'1 << '.repeat(50_000)}1)`)).toMatch(/^brackets nested too deep/);
  expect(fault(`:put (${'1 + '.repeat(50_000)}1)`)).toMatch(/^expression too long/);
});

test.each([
  ['/system/identity/print', 'expected command name (line 1 column 8)'],
  ['/system identity print', 'none'],
])('knows no slash paths on v6: %s', (text, message) => {
  expect(fault(text, '6.49')).toBe(message);
});
