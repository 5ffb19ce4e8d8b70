import fc from 'fast-check';
import { quoteValue } from '../../src/routeros/export-text.ts';
import type { Menu } from '../../src/twin/menu/menu.ts';
import type { PropertySpec, PropertyType } from '../../src/twin/menu/property-type.ts';
import type { Twin } from '../../src/twin/twin.ts';

/** Texts as people write them into comments and scripts, and as nobody would. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'two words',
    '"quoted"',
    '$x',
    'a;b',
    "don't",
    'back\\slash',
    'tab\there',
    'ja?',
    '[x]{y}(z)',
  ),
  fc.constantFrom(
    'line\r\nline\r\n',
    '\n',
    'naïve – 中文 🚪',
    '#',
    ' leading',
    'trailing ',
    '=',
    '!',
    'x=y',
    '/',
    '\u0001',
  ),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
);

/** A value of every kind that some property takes. */
const samples = `
  0 1 7 80 1500 65535 1-1024 22,80-90 !22 50 100 0x10 0-1400 8:0 1:2,5 yes no auto none any all default input
  forward output srcnat dstnat list1 192.0.2.1 192.0.2.0/24 192.0.2.1/24 192.0.2.1-192.0.2.9 !192.0.2.1
  !192.0.2.0/24 0.0.0.0/0 2001:db8::1 2001:db8::/64 2001:db8::1/64 ::/0 !2001:db8::/32 02:00:5E:00:00:01
  !02:00:5E:00:00:01 30s 5m 1h 1d2h3m 1w 00:10:00 12:00:00 startup jan/01/2024 2024-01-01 8h-17h,mon,fri new
  established,related !new tcp udp !tcp icmp 47 syn syn,!ack !fin,!syn,!rst,!ack 10/1m,5:packet 10,5 10,5:packet
  1M/2M 21,3s,3,1 2,0 src-address:2/0 both-addresses:2/1 10,5,src-address/1m 1-65535 100,32 !100,32 local !local
  host not-equal:1 greater-than:5 example.com info info,!debug read,write "x" /^a/ 1.0 af41 ether1,ether2 1k-2M
  12
`
  .trim()
  .split(/\s+/);

const probe = 'a "b" $c \\ é\n';

/** What a property takes, of the samples or of any text; nothing when none of them fits. */
function valuesOf({ type, readonly, refused }: PropertySpec): fc.Arbitrary<string> | undefined {
  if (readonly === true || refused === true) return undefined;
  if (accepts(type, probe)) return anyText.filter((text) => accepts(type, text));
  const words = type.words?.() ?? [];
  const candidates = [...samples, ...words, ...words.map((word) => `!${word}`), words.slice(0, 2).join(',')];
  const fitting = [...new Set(candidates)].filter((text) => accepts(type, text));
  return fitting.length === 0 ? undefined : fc.constantFrom(...fitting);
}

function accepts(type: PropertyType, text: string): boolean {
  try {
    return type.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/** The command that makes or changes an item: `add`, or `set` where there is nothing to add. */
function beginningOf({ spec }: Menu): string {
  if (spec.kind === 'settings') return `/${spec.path} set`;
  return spec.fixed === true ? `/${spec.path} set 0` : `/${spec.path} add`;
}

/** One command of a menu, with some of its properties: of a rule with sixty matchers, a few are said. */
function commandOf(menu: Menu): fc.Arbitrary<string> {
  const properties = Object.entries(menu.spec.properties).filter(([, { type }]) => type.isSwitch !== true);
  const unsaid = { arbitrary: fc.constant(''), weight: Math.ceil(properties.length / 4) };
  const words = properties.flatMap(([name, property]) => {
    const values = valuesOf(property);
    if (values === undefined) return [];
    const word = values.map((value) => `${name}=${quoteValue(value)}`);
    return [property.required === true ? word : fc.oneof(unsaid, { arbitrary: word, weight: 1 })];
  });
  return fc.tuple(...words).map((said) => [beginningOf(menu), ...said.filter((word) => word !== '')].join(' '));
}

/** Time goes on, so the clock is no part of a fixed point; who may log in decides who may import. */
const leftOut = new Set(['system clock', 'user', 'ip ssh', 'system ntp client', 'tool fetch']);

/** Menus that do something and are exported. */
const generatedMenus = (twin: Twin): readonly Menu[] =>
  twin.menus.menus.filter(
    ({ spec }) =>
      spec.kind !== 'commands' &&
      spec.kept !== true &&
      spec.hidden !== true &&
      spec.neverExported !== true &&
      spec.parts === undefined &&
      spec.noSet !== true &&
      !leftOut.has(spec.path) &&
      Object.keys(spec.properties).length > 0,
  );

/** Commands that fill a router's menus; some of them will be refused, as on a router. */
export const generatedConfiguration = (twin: Twin): fc.Arbitrary<readonly string[]> =>
  fc.array(fc.oneof(...generatedMenus(twin).map(commandOf)), { minLength: 1, maxLength: 60, size: 'max' });
