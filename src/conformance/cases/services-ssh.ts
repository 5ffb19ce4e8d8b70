import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const lists = '/ip/firewall/address-list';

const ssh: readonly Row[] = [
  [
    'ssh-exec',
    'SSH runs a command and prints with CR LF',
    'api 7 S',
    ['attacker ssh :put 5'],
    '5\\r\\n (exit status 0)',
  ],
  [
    'ssh-error',
    'an error is printed, the exit status is 0',
    'api 7 S',
    ['attacker ssh :error "why"'],
    /^why.*\(exit status 0\)$/,
  ],
  [
    'ssh-several',
    'one line may hold several commands',
    'api 7 S',
    ['attacker ssh :put 1; :put 2'],
    '1\\r\\n2\\r\\n (exit status 0)',
  ],
  [
    'ssh-bad-command',
    'a command that there is not',
    'language 2 S',
    ['attacker ssh /system klnowhere print'],
    /^(bad command name klnowhere|no such item|expected end of command|syntax error).* \(line 1 column 9\).*\(exit status 0\)$/,
  ],
  [
    'ssh-flags-of-lists',
    'print has its flags and columns',
    'firewall 2.3 R',
    [`${lists}/add list=kl-a address=192.0.2.77`, 'attacker ssh /ip firewall address-list print where list=kl-a'],
    {
      6: /^Flags: X - disabled, D - dynamic ?\\r\\n # {3}LIST +ADDRESS +CREATION-TIME +TIMEOUT *\\r\\n/,
      7: /^Columns: LIST, ADDRESS, CREATION-TIME\\r\\n# +LIST +ADDRESS +CREATION-TIME *\\r\\n/,
    },
  ],
  [
    'ssh-flags-of-rules',
    'rules print as blocks',
    'firewall 1.5 R',
    [
      '/ip/firewall/filter/add chain=knocklab action=drop comment=kl',
      'attacker ssh /ip firewall filter print where chain=knocklab',
    ],
    {
      6: /^Flags: X - disabled, I - invalid, D - dynamic ?\\r\\n +\d+ +;;; kl\\r\\n {6}chain=knocklab action=drop ?/,
      7: /^Flags: X - disabled, I - invalid; D - dynamic ?\\r\\n +\d+ +;;; kl\\r\\n {6}chain=knocklab action=drop ?/,
    },
  ],
  [
    'ssh-settings',
    'settings print right-aligned',
    'language 7 S',
    ['attacker ssh /system identity print'],
    /^ +name: \S+ *\\r\\n/,
  ],
  [
    'ssh-count-only',
    'count-only prints a number',
    'language 6 D',
    [
      `${lists}/add list=kl-a address=192.0.2.77`,
      'attacker ssh /ip firewall address-list print count-only where list=kl-a',
    ],
    '1\\r\\n (exit status 0)',
  ],
  [
    'ssh-find',
    'find and get work on what the API has made',
    'language 6 D',
    [
      `${lists}/add list=kl-a address=192.0.2.77`,
      'attacker ssh :put [/ip firewall address-list get [find list=kl-a] address]',
    ],
    '192.0.2.77\\r\\n (exit status 0)',
  ],
  [
    'ssh-where-comment',
    'a comment that is not set is not empty',
    'language 6 S',
    [
      `${lists}/add list=kl-a address=192.0.2.77`,
      'attacker ssh :put [:len [/ip firewall address-list find list=kl-a comment=""]]',
    ],
    '0\\r\\n (exit status 0)',
  ],
  [
    'ssh-where-regex',
    '~ searches',
    'language 6 D',
    [
      `${lists}/add list=kl-a address=192.0.2.77 comment=door`,
      'attacker ssh :put [:len [/ip firewall address-list find list=kl-a comment~"^do"]]',
    ],
    '1\\r\\n (exit status 0)',
  ],
  [
    'ssh-export',
    'export has a header, and menus with blanks',
    'language 8 S',
    [`${lists}/add list=kl-a address=192.0.2.77`, 'attacker ssh /ip firewall address-list export'],
    {
      6: /^# [a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d by RouterOS 6\.[\s\S]*\/ip firewall address-list\\r\\nadd address=192\.0\.2\.77 list=kl-a\\r\\n/,
      7: /^# \S+ \d\d:\d\d:\d\d by RouterOS 7\.[\s\S]*\/ip firewall address-list\\r\\nadd address=192\.0\.2\.77 list=kl-a\\r\\n/,
    },
  ],
  [
    'ssh-logged',
    'logins are logged',
    'api 3 S',
    ['log mark', '~ attacker ssh :put 1', 'log system logged in'],
    'system,info,account: user knocklab logged in from 198.51.100.66 via ssh',
  ],
];

export const serviceSsh: readonly Case[] = lineCases('services', ssh, { needs: 'packets' });
