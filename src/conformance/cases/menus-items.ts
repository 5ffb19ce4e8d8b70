import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter';

/** A chain that no packet comes to. */
const add = `${filter}/add chain=knocklab`;

const order = `${filter}/print ?chain=knocklab .proplist=comment`;

const three = [`a = ${add} comment=a`, `b = ${add} comment=b`, `c = ${add} comment=c`];

const items: readonly Row[] = [
  [
    'add-gives-an-id',
    'add gives an id of a star and upper-case hex',
    'api 6 D',
    [`a = ${add}`, `${filter}/print ?.id=$a .proplist=.id`],
    /^\*[\dA-F]+$/,
  ],
  [
    'ids-are-not-used-again',
    'the id of a removed item is not given again',
    'api 6 I',
    [
      `a = ${add}`,
      `${filter}/print ?.id=$a .proplist=.id`,
      `${filter}/remove .id=$a`,
      `b = ${add}`,
      `${filter}/print ?.id=$b .proplist=.id`,
    ],
    /^(\*\w+)\n(?!\1$)\*\w+$/,
  ],
  [
    'action-is-accept',
    'a rule without an action accepts',
    'firewall 1.2 D',
    [`a = ${add}`, `${filter}/print ?.id=$a .proplist=chain,action`],
    'knocklab accept',
  ],
  [
    'no-comment-is-absent',
    'a row without a comment has no such property',
    'api 2 S',
    [`a = ${add}`, `${filter}/print ?.id=$a .proplist=chain,comment`],
    'knocklab -',
  ],
  [
    'comment-keeps-its-signs',
    'a comment keeps blanks, quotes and equal signs',
    'api 1 D',
    [`a = ${add} comment="a \\"b\\" c=d"`, `${filter}/print ?.id=$a .proplist=comment`],
    'a "b" c=d',
  ],
  [
    'disabled-is-true',
    'booleans are true and false',
    'api 2 S',
    [`a = ${add} disabled=yes`, `${filter}/print ?.id=$a .proplist=disabled`],
    'true',
  ],
  [
    'enable',
    'enable takes disabled away',
    'api 4 D',
    [`a = ${add} disabled=yes`, `${filter}/enable .id=$a`, `${filter}/print ?.id=$a .proplist=disabled`],
    'false',
  ],
  [
    'disable',
    'disable sets disabled',
    'api 4 D',
    [`a = ${add}`, `${filter}/disable .id=$a`, `${filter}/print ?.id=$a .proplist=disabled`],
    'true',
  ],
  [
    'disable-several',
    'ids may be a list',
    'api 4 D',
    [...three, `${filter}/disable .id=$a,$c`, `${filter}/print ?chain=knocklab .proplist=comment,disabled`],
    'a true\nb false\nc true',
  ],
  [
    'set',
    'set changes a property',
    'api 4 D',
    [`a = ${add} action=drop`, `${filter}/set .id=$a action=reject`, `${filter}/print ?.id=$a .proplist=action`],
    'reject',
  ],
  [
    'set-by-numbers',
    'numbers takes an id as well',
    'api 4 D',
    [`a = ${add} action=drop`, `${filter}/set numbers=$a action=reject`, `${filter}/print ?.id=$a .proplist=action`],
    'reject',
  ],
  [
    'set-empty-comment',
    'an empty comment is none',
    'api 2 S',
    [`a = ${add} comment=x`, `${filter}/set .id=$a comment=`, `${filter}/print ?.id=$a .proplist=chain,comment`],
    'knocklab -',
  ],
  [
    'set-negated-unsets',
    'a name behind ! unsets',
    'language 2 D',
    [
      `a = ${add} src-address=192.0.2.1`,
      `${filter}/set .id=$a !src-address`,
      `${filter}/print ?.id=$a .proplist=chain,src-address`,
    ],
    'knocklab -',
  ],
  [
    'unset',
    'unset takes a value away',
    'api 4 D',
    [
      `a = ${add} src-address=192.0.2.1`,
      `${filter}/unset numbers=$a value-name=src-address`,
      `${filter}/print ?.id=$a .proplist=chain,src-address`,
    ],
    'knocklab -',
  ],
  [
    'set-keeps-place',
    'a changed rule keeps its place',
    'firewall 1.5 I',
    [...three, `${filter}/set .id=$b action=drop`, order],
    'a\nb\nc',
  ],
  [
    'disabled-keeps-place',
    'a disabled rule keeps its place',
    'firewall 1.5 D',
    [...three, `${filter}/disable .id=$b`, order],
    'a\nb\nc',
  ],
  ['new-rules-come-last', 'a new rule goes to the end', 'firewall 1.5 D', [...three, order], 'a\nb\nc'],
  [
    'place-before',
    'place-before puts a rule in front of another',
    'firewall 1.5 D',
    [...three, `${add} comment=x place-before=$b`, order],
    'a\nx\nb\nc',
  ],
  [
    'place-before-nothing',
    'place-before wants an item that is there',
    'firewall 1.5 I',
    [`${add} place-before=*FFFFF0`],
    "! failure: item referred by 'place-before' does not exist",
  ],
  [
    'move',
    'move puts a rule in front of its destination',
    'api 4 S',
    [...three, `${filter}/move numbers=$c destination=$a`, order],
    'c\na\nb',
  ],
  [
    'move-to-the-end',
    'move without a destination goes to the end',
    'language 6 D',
    [...three, `${filter}/move numbers=$a`, order],
    'b\nc\na',
  ],
  [
    'move-several',
    'several that move keep their order',
    'language 6 I',
    [...three, `${filter}/move numbers=$b,$c destination=$a`, order],
    'b\nc\na',
  ],
  [
    'move-keeps-ids',
    'what moves keeps its id',
    'firewall 1.5 D',
    [...three, `${filter}/move numbers=$c destination=$a`, `${filter}/print ?.id=$c .proplist=comment`],
    'c',
  ],
  [
    'copy-from',
    'copy-from takes what is not given from another item',
    'language 6 D',
    [
      `a = ${add} action=drop src-address=192.0.2.1 comment=a`,
      `${filter}/add copy-from=$a comment=b`,
      `${filter}/print ?comment=b ?chain=knocklab .proplist=chain,action,src-address`,
    ],
    'knocklab drop 192.0.2.1',
  ],
  ['remove', 'remove takes an item away', 'api 4 D', [...three, `${filter}/remove .id=$b`, order], 'a\nc'],
  [
    'remove-twice',
    'what is removed is no item any more',
    'api 2 S',
    [`a = ${add}`, `${filter}/remove .id=$a`, `${filter}/remove .id=$a`],
    /^! no such item( \(4\))?$/,
  ],
  [
    'set-nothing-there',
    'set wants an item that is there',
    'api 2 S',
    [`${filter}/set .id=*FFFFF0 action=drop`],
    /^! no such item( \(4\))?$/,
  ],
];

export const menusItems: readonly Case[] = lineCases('menus', items);
