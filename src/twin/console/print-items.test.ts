import { describe, expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Row } from '../menu/menu-spec.ts';
import { printItems, printSettings } from './print-items.ts';

interface Asked {
  readonly ros: string;
  readonly detail?: boolean;
  readonly terse?: boolean;
  readonly brief?: boolean;
  readonly valueList?: boolean;
  readonly width?: number;
  readonly stats?: boolean;
  readonly showIds?: boolean;
  readonly properties?: readonly string[];
}

/** Rows of a menu as that release prints them, without the blanks at the ends of lines. */
function printed(path: string, rows: readonly Row[], { ros, properties, ...asked }: Asked): string[] {
  const twin = twinOnPaper(ros);
  const style = {
    version: twin.version,
    brief: false,
    detail: false,
    terse: false,
    valueList: false,
    stats: false,
    showIds: false,
    properties,
    width: undefined,
    ...asked,
  };
  return printItems(twin.menus.get(path), rows, style)
    .split('\n')
    .map((line) => line.trimEnd());
}

const row = (props: Row['props'], about: Partial<Row> = {}): Row => ({ id: '*1', props, dynamic: false, ...about });
const entry = (props: Row['props'], about: Partial<Row> = {}): Row => row({ disabled: 'no', ...props }, about);

// The layouts are those of firewall-facts 2.3 and 1.5, which were pasted from real routers.
describe('an address list', () => {
  const rows = [
    entry({ list: 'TEST', address: 'play.google.com', 'creation-time': 'nov/03/2023 15:43:46' }),
    entry(
      { list: 'TEST', address: '172.217.16.78', 'creation-time': 'nov/03/2023 16:28:30', comment: 'play.google.com' },
      { dynamic: true },
    ),
    entry(
      {
        list: 'brute_force',
        address: '203.0.113.2',
        'creation-time': 'may/16/2026 01:56:55',
        timeout: '50m40s',
        comment: 'comment',
      },
      { dynamic: true },
    ),
  ];

  test('of 6.49 has every column, and the comment in front', () => {
    expect(printed('ip firewall address-list', rows, { ros: '6.49' })).toEqual([
      'Flags: X - disabled, D - dynamic',
      ' #   LIST        ADDRESS         CREATION-TIME        TIMEOUT',
      ' 0   TEST        play.google.com nov/03/2023 15:43:46',
      ' 1 D ;;; play.google.com',
      '     TEST        172.217.16.78   nov/03/2023 16:28:30',
      ' 2 D ;;; comment',
      '     brute_force 203.0.113.2     may/16/2026 01:56:55 50m40s',
      '',
    ]);
  });

  test('of 7 has the flags and columns in use, and the comment above', () => {
    const [, , blocked] = rows;
    const seen = [
      entry({ list: 'a', address: '192.0.2.1', 'creation-time': '2026-10-01 08:50:30' }),
      ...(blocked === undefined ? [] : [blocked]),
    ];
    expect(printed('ip firewall address-list', seen, { ros: '7' })).toEqual([
      'Flags: D - DYNAMIC',
      'Columns: LIST, ADDRESS, CREATION-TIME, TIMEOUT',
      '#   LIST         ADDRESS      CREATION-TIME         TIMEOUT',
      '0   a            192.0.2.1    2026-10-01 08:50:30',
      ';;; comment',
      '1 D brute_force  203.0.113.2  may/16/2026 01:56:55  50m40s',
      '',
    ]);
  });

  test('of 7 without flags and timeouts has neither', () => {
    const plain = [entry({ list: 'a', address: '192.0.2.1', 'creation-time': '2026-10-01 08:50:30' })];
    expect(printed('ip firewall address-list', plain, { ros: '7' })).toEqual([
      'Columns: LIST, ADDRESS, CREATION-TIME',
      '# LIST  ADDRESS    CREATION-TIME',
      '0 a     192.0.2.1  2026-10-01 08:50:30',
      '',
    ]);
  });

  test('that is empty is nothing in 7, titles in 6.49', () => {
    expect(printed('ip firewall address-list', [], { ros: '7' })).toEqual(['']);
    expect(printed('ip firewall address-list', [], { ros: '6.49' })).toHaveLength(3);
  });

  test('shows the columns that proplist asks for', () => {
    expect(printed('ip firewall address-list', rows.slice(0, 1), { ros: '7', properties: ['address'] })).toEqual([
      'Columns: ADDRESS',
      '# ADDRESS',
      '0 play.google.com',
      '',
    ]);
  });
});

describe('firewall rules', () => {
  const rules = [
    row({
      chain: 'input',
      action: 'drop',
      'src-address-list': 'foo',
      'in-interface': 'ether1',
      comment: 'comment text',
    }),
    row({ chain: 'input', action: 'accept', disabled: 'yes' }),
    row({ chain: 'input', action: 'accept' }, { invalid: 'in/out-interface matcher not possible' }),
    row({ chain: 'forward', action: 'passthrough' }, { dynamic: true }),
  ];
  const body = [
    ' 0    ;;; comment text',
    '      chain=input action=drop src-address-list=foo in-interface=ether1',
    '',
    ' 1 X  chain=input action=accept',
    '',
    ' 2 I  ;;; in/out-interface matcher not possible',
    '      chain=input action=accept',
    '',
    ' 3  D chain=forward action=passthrough',
    '',
    '',
  ];

  test.each([
    ['6.49', 'Flags: X - disabled, I - invalid, D - dynamic'],
    ['7', 'Flags: X - disabled, I - invalid; D - dynamic'],
  ])('of %s print as blocks', (ros, legend) => {
    expect(printed('ip firewall filter', rules, { ros })).toEqual([legend, ...body]);
  });

  test('wrap, and quote what is a text', () => {
    const long = row({
      chain: 'input',
      action: 'add-src-to-address-list',
      protocol: 'tcp',
      'dst-port': '1000,2000,3000,4000,5000,6000,7000',
      content: 'say "x"\r\n',
      'log-prefix': 'p',
    });
    const lines = printed('ip firewall filter', [long], { ros: '7' }).slice(1);
    expect(lines).toEqual([
      ' 0    chain=input action=add-src-to-address-list protocol=tcp',
      '      dst-port=1000,2000,3000,4000,5000,6000,7000 content="say \\"x\\"\\r\\n"',
      '      log-prefix="p"',
      '',
      '',
    ]);
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  test('show their counters with print stats, thousands apart', () => {
    const counted = [row({ chain: 'input', action: 'drop', bytes: '4288079', packets: '1234' })];
    expect(printed('ip firewall filter', counted, { ros: '7', stats: true })).toEqual([
      'Columns: CHAIN, ACTION, BYTES, PACKETS',
      '# CHAIN  ACTION      BYTES  PACKETS',
      '0 input  drop    4 288 079    1 234',
      '',
    ]);
  });

  test('take one line each with print terse', () => {
    expect(printed('ip firewall filter', rules.slice(0, 2), { ros: '7', terse: true })).toEqual([
      ' 0    comment=comment text chain=input action=drop src-address-list=foo in-interface=ether1',
      ' 1 X  chain=input action=accept',
      '',
    ]);
  });

  test('show ids instead of numbers when asked', () => {
    expect(printed('ip firewall filter', rules.slice(1, 2), { ros: '7', showIds: true })[1]).toBe(
      '*1 X  chain=input action=accept',
    );
  });
});

test.each([
  ['6.49', ' #     NAME   TYPE', ' 0  R  ether1 ether', ' 1  RS ether2 ether'],
  ['7', '#    NAME    TYPE', '0 R  ether1  ether', '1 RS ether2  ether'],
])('flags of an interface in %s each have their place', (ros, titles, first, second) => {
  const rows = [
    row({ name: 'ether1', type: 'ether', running: 'yes', slave: 'no' }),
    row({ name: 'ether2', type: 'ether', running: 'yes', slave: 'yes' }),
  ];
  const lines = printed('interface', rows, { ros, properties: ['name', 'type'] });
  expect(lines.slice(-4, -1)).toEqual([titles, first, second]);
});

test('a route of 7 is DAc, one of 6.49 ADC', () => {
  const connected = row({ active: 'yes', connect: 'yes', 'dst-address': '192.0.2.0/24' }, { dynamic: true });
  const last = (ros: string): string | undefined => printed('ip route', [connected], { ros }).at(-2);
  expect(last('7')).toMatch(/^DAc 192\.0\.2\.0\/24/);
  expect(last('6.49')).toMatch(/^ 0 ADC {2}192\.0\.2\.0\/24/);
});

test('settings print their names right-aligned, their values filled up', () => {
  expect(printSettings(row({ name: 'MikroTik', 'time-zone-name': 'manual' }))).toBe(
    '            name: MikroTik\n  time-zone-name: manual  \n',
  );
});
