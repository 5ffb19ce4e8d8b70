import type { Case } from '../case.ts';
import { lineCases, type Row, unknownParameter } from './line-table.ts';

const filter = '/ip/firewall/filter';

/** A chain that no packet comes to. */
const add = `${filter}/add chain=knocklab`;

const three = [`a = ${add} comment=a`, `b = ${add} comment=b`, `c = ${add} comment=c`];

const queries: readonly Row[] = [
  [
    'query-equal',
    'a query finds what is equal',
    'api 4 D',
    [...three, `${filter}/print ?chain=knocklab ?comment=b .proplist=comment`],
    'b',
  ],
  [
    'query-none',
    'a query that finds nothing gives no record',
    'api 4 D',
    [...three, `${filter}/print ?chain=knocklab ?comment=x .proplist=comment`],
    'none',
  ],
  [
    'query-or',
    '?#| joins two queries',
    'api 4 D',
    [...three, `${filter}/print ?comment=a ?comment=c ?#| ?chain=knocklab .proplist=comment`],
    'a\nc',
  ],
  [
    'query-not',
    '?#! negates',
    'api 4 D',
    [...three, `${filter}/print ?chain=knocklab ?comment=b ?#! .proplist=comment`],
    'a\nc',
  ],
  [
    'query-has',
    'a name alone finds what has a value',
    'api 4 D',
    [
      `a = ${add} comment=a`,
      `b = ${add} src-address=192.0.2.1 comment=b`,
      `${filter}/print ?chain=knocklab ?src-address .proplist=comment`,
    ],
    'b',
  ],
  [
    'query-has-not',
    '?- finds what has none',
    'api 4 D',
    [
      `a = ${add} comment=a`,
      `b = ${add} src-address=192.0.2.1 comment=b`,
      `${filter}/print ?chain=knocklab ?-src-address .proplist=comment`,
    ],
    'a',
  ],
  [
    'query-empty-comment',
    'a comment that is not set is not equal to the empty one',
    'api 4 S',
    [`a = ${add}`, `${filter}/print ?chain=knocklab ?comment= .proplist=chain`],
    'none',
  ],
  ['count-only', 'count-only counts', 'api 4 I', [...three, `${filter}/print count-only ?chain=knocklab`], '3'],
  [
    'getall',
    'getall is print',
    'api 4 D',
    [...three, `${filter}/getall ?chain=knocklab ?comment=a .proplist=comment`],
    'a',
  ],
  [
    'proplist-unknown',
    'unknown properties of a proplist are ignored',
    'api 4 D',
    [`a = ${add} comment=a`, `${filter}/print ?.id=$a .proplist=comment,no-such`],
    'a -',
  ],
  ['unknown-menu', 'a menu that there is not', 'api 2 S', ['/ip/knocklab/print'], '! no such command prefix'],
  ['unknown-command', 'a command that there is not', 'api 2 S', [`${filter}/knocklab`], '! no such command'],
  [
    'unknown-parameter',
    'a parameter that there is not',
    'api 2 S',
    [`${add} knocklab=1`],
    unknownParameter('knocklab'),
  ],
];

const names: readonly Row[] = [
  [
    'name-is-an-id',
    'an item with a name may be called by it',
    'api 4 D',
    [
      '/system/script/add name=kl-a source=":put 1"',
      '/system/script/set .id=kl-a comment=x',
      '/system/script/print ?name=kl-a .proplist=comment',
    ],
    'x',
  ],
  [
    'name-taken',
    'a name is there once',
    'language 9 S',
    ['/system/script/add name=kl-a', '/system/script/add name=kl-a'],
    /^! failure: (item with such name already exists|already have .*such name)$/,
  ],
  [
    'script-keeps-its-text',
    'a script keeps lines, quotes and dollars',
    'language 10 D',
    ['/system/script/add name=kl-a source=":put \\"$x\\""', '/system/script/print ?name=kl-a .proplist=source'],
    ':put "$x"',
  ],
  [
    'script-invalid',
    'a script that cannot be read is invalid',
    'language 10 I',
    ['/system/script/add name=kl-a source=":put ("', '/system/script/print ?name=kl-a .proplist=invalid'],
    'true',
  ],
  [
    'script-counts-runs',
    'a script counts its runs',
    'language 10 D',
    [
      'a = /system/script/add name=kl-a source=":local x 1"',
      '/system/script/run .id=$a',
      '/system/script/run .id=$a',
      '/system/script/print ?name=kl-a .proplist=run-count',
    ],
    '2',
  ],
  [
    'script-last-started',
    'last-started is there only after the first run',
    'language 10 S',
    ['/system/script/add name=kl-a source=":local x 1"', '/system/script/print ?name=kl-a .proplist=name,last-started'],
    'kl-a -',
  ],
  [
    'scheduler-defaults',
    'a job without an interval runs once',
    'language 10 D',
    [
      '/system/scheduler/add name=kl-a on-event=":local x 1" disabled=yes',
      '/system/scheduler/print ?name=kl-a .proplist=interval,run-count,disabled',
    ],
    '0s 0 true',
  ],
  [
    'scheduler-interval',
    'an interval prints in units',
    'language 3 S',
    [
      '/system/scheduler/add name=kl-a interval=00:01:30 disabled=yes',
      '/system/scheduler/print ?name=kl-a .proplist=interval',
    ],
    '1m30s',
  ],
  [
    'scheduler-name-taken',
    'a job has a name of its own',
    'language 9 I',
    ['/system/scheduler/add name=kl-a disabled=yes', '/system/scheduler/add name=kl-a disabled=yes'],
    /^! failure: (item with (such|this) name already exists|already have .*such name)$/,
  ],
  [
    'interface-list-built-in',
    'four interface lists are built in',
    'firewall 7 D',
    ['/interface/list/print ?builtin=true .proplist=name'],
    /^(all|none|dynamic|static)(\n(all|none|dynamic|static)){3}$/,
  ],
  [
    'interface-list-add',
    'an interface list holds its members',
    'firewall 7 D',
    [
      '/interface/list/add name=kl-a',
      '/interface/list/member/add list=kl-a interface=ether1',
      '/interface/list/member/print ?list=kl-a .proplist=list,interface',
    ],
    'kl-a ether1',
  ],
  [
    'interface-list-unknown',
    'a member wants a list that is there',
    'api 2 D',
    ['/interface/list/member/add list=kl-none interface=ether1'],
    '! input does not match any value of list',
  ],
  [
    'layer7',
    'a pattern has a name and a text',
    'firewall 1.7 D',
    [
      '/ip/firewall/layer7-protocol/add name=kl-a regexp="^open.+"',
      '/ip/firewall/layer7-protocol/print ?name=kl-a .proplist=regexp',
    ],
    '^open.+',
  ],
  ['settings-get', 'settings are one record', 'api 4 D', ['/system/resource/print .proplist=platform'], 'MikroTik'],
];

export const menusQueries: readonly Case[] = lineCases('menus', [...queries, ...names]);
