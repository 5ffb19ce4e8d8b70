import fc from 'fast-check';

const bare = fc.constantFrom(
  'ether1',
  '10.0.0.0/8',
  '192.0.2.1',
  '1h30m',
  '00:00:05',
  'yes',
  '80,443',
  '!lan',
  '*1F',
  '7',
  'a-b',
  '2001:db8::1',
);
const quoted = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((text) => `"${text.replace(/["\\$?]/g, '\\$&').replace(/[\x00-\x1f]/g, '')}"`);
const variable = fc.constantFrom('$x', '$"my name"', '$1');
const operator = fc.constantFrom(
  '+',
  '-',
  '*',
  '/',
  '%',
  '.',
  ',',
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '~',
  'and',
  'or',
  'in',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '->',
  '&&',
  '||',
);

interface Grammar {
  readonly expression: string;
  readonly statement: string;
  readonly block: string;
}

const { statement } = fc.letrec<Grammar>((tie: fc.LetrecTypedTie<Grammar>) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'e' },
    fc.constantFrom('5', '1m', '192.0.2.1', 'true', '0x1F'),
    quoted,
    variable,
    fc.tuple(tie('expression'), operator, tie('expression')).map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.tuple(fc.constantFrom('!', '-', '~', '>'), variable).map(([sign, operand]) => `(${sign}${operand})`),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((members) => `{${members.join('; ')}}`),
    tie('expression').map((value) => `{"k"=${value};l=${value}}`),
    tie('statement').map((inner) => `[${inner}]`),
    fc.tuple(quoted, tie('expression')).map(([text, value]) => `${text.slice(0, -1)}$(${value})"`),
  ),
  block: fc.array(tie('statement'), { maxLength: 3 }).map((inner) => `{ ${inner.join('\n  ')} }`),
  statement: fc.oneof(
    { maxDepth: 3, depthIdentifier: 's' },
    fc.tuple(bare, quoted).map(([a, b]) => `/ip address add address=${a} comment=${b}`),
    tie('expression').map((value) => `:put (${value})`),
    fc
      .tuple(fc.constantFrom('local', 'global', 'set'), tie('expression'))
      .map(([command, value]) => `:${command} x ${value}`),
    fc
      .tuple(tie('expression'), tie('block'), tie('block'))
      .map(([test, yes, no]) => `:if (${test}) do=${yes} else=${no}`),
    tie('block').map((body) => `:foreach k,v in=$x do=${body}`),
    tie('block').map((body) => `/ip firewall filter ${body}`),
    tie('expression').map((value) => `$f ${value} a=${value}`),
    fc
      .tuple(bare, quoted)
      .map(([a, b]) => `/ip/firewall/nat remove [find where chain=${a.replace(/^!/, '')} and comment~${b}]`),
    fc.constantFrom('/ip route set 0 !gateway', 'print', '/', '..', '# no command'),
  ),
}));

/** Programs of the grammar, a few lines long. */
export const programs = fc.array(statement, { maxLength: 6 }).map((lines) => lines.join('\n'));

const tokens = fc.constantFrom(
  ...'{ } [ ] ( ) " $ \\ ; : / = ! ~ -> <%% # , . > < \n \r\n \t \\\n \\_ \\24 :if :put do= else= find where $x $"a b" /ip add a=1 "x" 1d2h 10.0.0.0/8 ::1 *1 é \ufeff \0'.split(
    ' ',
  ),
  ' ',
);

/** What no one would write: tokens in any order, with and without blanks. */
export const tokenSoup = fc
  .tuple(fc.array(tokens, { maxLength: 40 }), fc.constantFrom('', ' '))
  .map(([parts, blank]) => parts.join(blank));
