import { describe, expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Row } from '../menu/menu-spec.ts';
import { printItems } from './print-items.ts';
import type { PrintStyle } from './print-style.ts';

const plain: Omit<PrintStyle, 'version'> = {
  brief: false,
  detail: false,
  terse: false,
  valueList: false,
  stats: false,
  showIds: false,
  properties: undefined,
  width: 80,
};

interface Shown extends Partial<Omit<PrintStyle, 'version'>> {
  readonly props: Row['props'];
  readonly dynamic?: boolean;
}

function printed(ros: string, path: string, rows: readonly Partial<Shown>[], style: Partial<PrintStyle> = {}): string {
  const twin = twinOnPaper(ros);
  const made = rows.map(
    ({ props = {}, dynamic = false }, index): Row => ({
      id: `*${(index + 1).toString(16).toUpperCase()}`,
      props,
      dynamic,
    }),
  );
  return printItems(twin.menus.get(path), made, { ...plain, version: twin.version, ...style });
}

// What routers of 7.6 to 7.23 printed, as people pasted it in public repositories; only the values are ours.
describe('columns of 7', () => {
  test('hold numbers at the right, and comments above', () => {
    const rows = [
      {
        props: {
          name: 'ether1',
          type: 'ether',
          running: 'yes',
          'actual-mtu': '1500',
          'mac-address': '0C:00:6E:34:39:00',
        },
      },
      {
        props: {
          name: 'ether2',
          type: 'ether',
          running: 'yes',
          'actual-mtu': '1500',
          'mac-address': 'AA:C1:AB:74:86:8D',
          comment: 'TO-D1C',
        },
      },
      {
        props: {
          name: 'lo0',
          type: 'bridge',
          'actual-mtu': '65536',
          l2mtu: '65535',
          'mac-address': '1A:AC:0E:0B:1D:89',
        },
      },
    ];
    const properties = ['name', 'type', 'actual-mtu', 'l2mtu', 'mac-address'];
    expect(printed('7', 'interface', rows, { properties }).split('\n')).toEqual([
      'Flags: R - RUNNING',
      'Columns: NAME, TYPE, ACTUAL-MTU, L2MTU, MAC-ADDRESS',
      '#   NAME    TYPE    ACTUAL-MTU  L2MTU  MAC-ADDRESS      ',
      '0 R ether1  ether         1500         0C:00:6E:34:39:00',
      ';;; TO-D1C',
      '1 R ether2  ether         1500         AA:C1:AB:74:86:8D',
      '2   lo0     bridge       65536  65535  1A:AC:0E:0B:1D:89',
      '',
    ]);
  });

  test('right-align titles of counters too, and numbers of items', () => {
    const rule = (chain: string, bytes: string, packets: string, comment?: string): Partial<Shown> => ({
      props: { chain, action: 'accept', bytes, packets, ...(comment === undefined ? {} : { comment }) },
    });
    const others = Array.from({ length: 9 }, () => rule('input', '0', '0'));
    const rows = [...others, rule('input', '0', '0'), rule('forward', '874062', '1675', 'LAN outbound')];
    const lines = printed('7', 'ip firewall filter', rows, { stats: true }).split('\n');
    expect([...lines.slice(0, 3), ...lines.slice(-3)]).toEqual([
      'Columns: CHAIN, ACTION, BYTES, PACKETS',
      ' # CHAIN    ACTION    BYTES  PACKETS',
      ' 0 input    accept        0        0',
      ';;; LAN outbound',
      '10 forward  accept  874 062    1 675',
      '',
    ]);
  });

  test('number static routes alone', () => {
    const route = (props: Row['props'], dynamic = false): Partial<Shown> => ({
      props: { active: 'yes', ...props },
      dynamic,
    });
    const rows = [
      route({ static: 'yes', 'dst-address': '0.0.0.0/0', gateway: '10.1.50.254', distance: '1' }),
      route({ connect: 'yes', 'dst-address': '10.1.50.0/24', gateway: 'vlan20-bond1', distance: '0' }, true),
    ];
    expect(printed('7', 'ip route', rows).split('\n')).toEqual([
      'Flags: D - DYNAMIC; A - ACTIVE; c - CONNECT, s - STATIC',
      'Columns: DST-ADDRESS, GATEWAY, DISTANCE',
      '#     DST-ADDRESS   GATEWAY       DISTANCE',
      '0  As 0.0.0.0/0     10.1.50.254          1',
      '  DAc 10.1.50.0/24  vlan20-bond1         0',
      '',
    ]);
    expect(printed('7', 'ip route', rows.slice(1)).split('\n')[2]).toBe('    DST-ADDRESS   GATEWAY       DISTANCE');
  });

  test('give up titles, then break texts, where the terminal is too narrow', () => {
    const rows = [{ props: { list: 'knockers', address: '2001:db8:1234:5678:9abc:def0:1234:5678', timeout: '1h' } }];
    expect(printed('7', 'ipv6 firewall address-list', rows, { width: 40 }).split('\n').slice(1)).toEqual([
      '# LIST      ADDRESS                  TI',
      '0 knockers  2001:db8:1234:5678:9abc  1h',
      '            :def0:1234:5678',
      '',
    ]);
  });

  test('are as wide as they are where there is no terminal', () => {
    const rows = [{ props: { list: 'x'.repeat(90), address: '192.0.2.1' } }];
    expect(printed('7', 'ip firewall address-list', rows, { width: undefined })).toContain(
      `${'x'.repeat(90)}  192.0.2.1`,
    );
  });
});

describe('columns of 6.49', () => {
  test('are as wide as their kind, with one blank between, titles across the terminal', () => {
    const row = (address: string, network: string, name: string): Partial<Shown> => ({
      props: { address, network, interface: name },
    });
    const rows = [row('10.1.0.2/24', '10.1.0.0', 'ether7'), row('10.2.0.2/24', '10.2.0.0', 'ether8')];
    const lines = printed('6.49', 'ip address', rows).split('\n');
    expect(lines).toEqual([
      'Flags: X - disabled, I - invalid, D - dynamic ',
      ' #   ADDRESS            NETWORK         INTERFACE'.padEnd(79),
      ' 0   10.1.0.2/24        10.1.0.0        ether7',
      ' 1   10.2.0.2/24        10.2.0.0        ether8',
      '',
    ]);
  });

  test('cut what is too long', () => {
    const rows = [{ props: { name: 'n'.repeat(70), topics: 'x', regexp: 'r'.repeat(30) } }];
    const [, line = ''] = printed('6.49', 'ip firewall layer7-protocol', rows).split('\n');
    expect(line.length).toBeLessThan(80);
    expect(line).toContain('n...');
  });
});

describe('blocks', () => {
  const rules: readonly Partial<Shown>[] = [
    {
      props: {
        chain: 'forward',
        action: 'accept',
        protocol: 'udp',
        'src-address': '10.200.10.0/24',
        'dst-address': '10.200.20.101',
        'dst-port': '53',
        comment: 'Allow access to DNS clients from LAN',
      },
    },
  ];

  test('have a blank behind every word, and the wrapped line below the first', () => {
    expect(printed('7', 'ip firewall filter', rules).split('\n')).toEqual([
      'Flags: X - disabled, I - invalid; D - dynamic ',
      ' 0    ;;; Allow access to DNS clients from LAN',
      '      chain=forward action=accept protocol=udp src-address=10.200.10.0/24 ',
      '      dst-address=10.200.20.101 dst-port=53 ',
      '',
      '',
    ]);
  });

  test('go as far as the terminal does', () => {
    const [, , line = ''] = printed('7', 'ip firewall filter', rules, { width: 120 }).split('\n');
    expect(line).toMatch(/dst-port=53 $/);
  });

  test('are a legend alone when there is nothing', () => {
    expect(printed('7', 'ip firewall filter', [])).toBe('Flags: X - disabled, I - invalid; D - dynamic \n');
  });

  test('become columns with print brief', () => {
    expect(printed('7', 'ip firewall filter', rules, { brief: true })).toMatch(/^Columns: CHAIN, ACTION/);
  });
});

test('a value list has one property a line', () => {
  const rows = [{ props: { name: 'public', comment: 'c' } }, { props: { name: 'other' } }];
  expect(printed('7', 'interface list', rows, { valueList: true })).toBe(
    '  comment: c     \n     name: public\n\n  name: other\n\n',
  );
});

test('terse takes one line, comment first, nothing in quotes', () => {
  const rows = [{ props: { name: 'two words', comment: 'system default user' } }];
  expect(printed('7', 'interface list', rows, { terse: true })).toMatch(
    /^ 0 +comment=system default user name=two words\n$/,
  );
});
