import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const fetched = (method: string, path: string, body = ''): string =>
  `attacker fetches ${method} /rest${path} ${body}`.trim();
const lists = '/ip/firewall/address-list';

const ports: readonly Row[] = [
  [
    'ports-that-answer',
    'FTP, SSH, telnet, WebFig, bandwidth-test, Winbox and both APIs answer',
    'firewall 4.1 D',
    ['attacker tcp 21,22,23,80,2000,8291,8728,8729'],
    'open open open open open open open open',
  ],
  ['www-ssl-is-off', 'HTTPS is off', 'firewall 4.1 D', ['attacker tcp 443'], 'closed'],
  ['no-resolver', 'nobody resolves names until that is allowed', 'firewall 4.1 D', ['attacker tcp 53'], 'closed'],
  [
    'closed-tcp',
    'a port that nobody listens on is reset',
    'firewall 4.3 R',
    ['attacker scans tcp 9999'],
    'closed reset',
  ],
  [
    'closed-udp',
    'a UDP port that nobody listens on is unreachable',
    'firewall 4.3 I',
    ['attacker scans udp 9999'],
    'closed port-unreach',
  ],
  ['answers-pings', 'pings are answered', 'firewall 4.3 I', ['attacker pings', 'client pings'], 'answered\nanswered'],
  [
    'disabled-is-closed',
    'a disabled service is closed',
    'firewall 4.1 D',
    ['/ip/service/disable .id=telnet', 'attacker tcp 23', '/ip/service/enable .id=telnet', 'attacker tcp 23'],
    'closed\nopen',
  ],
  [
    'another-port',
    'a service may have another port',
    'firewall 4.1 D',
    [
      '/ip/service/set .id=telnet port=2323',
      'attacker tcp 23,2323',
      '/ip/service/set .id=telnet port=23',
      'attacker tcp 23,2323',
    ],
    'closed open\nopen closed',
  ],
  [
    'address-filters-late',
    'address= lets strangers connect, and closes then',
    'firewall 4.1 D',
    [
      '/ip/service/set .id=ftp address=192.0.2.0/24',
      'attacker tcp 21',
      'attacker listens 21',
      '/ip/service/set .id=ftp address=',
      'attacker hears 21',
    ],
    /^open\nsilent\n220 /,
  ],
];

const services = '/ip/service/print';
const menu: readonly Row[] = [
  [
    'service-ports',
    'each service has its port',
    'firewall 4.1 D',
    ['telnet', 'ftp', 'www', 'ssh', 'www-ssl', 'api', 'winbox', 'api-ssl'].map(
      (name) => `${services} ?name=${name} .proplist=name,port`,
    ),
    'telnet 23\nftp 21\nwww 80\nssh 22\nwww-ssl 443\napi 8728\nwinbox 8291\napi-ssl 8729',
  ],
  [
    'www-ssl-disabled',
    'only www-ssl is disabled',
    'firewall 4.1 D',
    [`${services} ?name=www-ssl .proplist=disabled`, `${services} ?name=ssh .proplist=disabled`],
    'true\nfalse',
  ],
  [
    'port-out-of-range',
    'a port is a number from 1 to 65535',
    'api 2 S',
    ['/ip/service/set .id=telnet port=70000'],
    '! value of port out of range (1..65535)',
  ],
  [
    'service-cannot-be-made',
    'services cannot be added',
    'firewall 4.1 R',
    ['/ip/service/add name=kl'],
    '! no such command',
  ],
];

const banners: readonly Row[] = [
  [
    'banner-ftp',
    'FTP says its identity and version',
    'firewall 4.2 R',
    ['attacker hears 21'],
    {
      6: /^220 \S+ FTP server \(MikroTik 6\.\d+(\.\d+)?\) ready\\r\\n$/,
      7: /^220 \S+ FTP server \(MikroTik 7\.\d+(\.\d+)?\) ready\\r\\n$/,
    },
  ],
  ['banner-ssh', 'SSH says ROSSSH', 'firewall 4.2 R', ['attacker hears 22'], /^SSH-2\.0-ROSSSH\\r\\n/],
  [
    'banner-bandwidth-test',
    'bandwidth-test says hello with a one',
    'firewall 4.2 D',
    ['attacker hears 2000'],
    '\\u0001\\u0000\\u0000\\u0000',
  ],
  ['banner-api', 'the API is silent', 'firewall 4.2 D', ['attacker listens 8728'], 'silent'],
  ['banner-winbox', 'Winbox is silent', 'firewall 4.2 R', ['attacker listens 8291'], 'silent'],
];

const web: readonly Row[] = [
  [
    'webfig',
    'port 80 shows the configuration page',
    'firewall 4.2 R',
    ['attacker fetches GET /'],
    /^200 [\s\S]*<title>RouterOS router configuration page<\/title>/,
  ],
  [
    'robots',
    'robots are sent away',
    'firewall 4.2 R',
    ['attacker fetches GET /robots.txt'],
    /^200 [\s\S]*Disallow: \//,
  ],
];

const noRest: readonly Row[] = [
  ['no-rest', 'there is no REST before 7', 'api 6 S', [fetched('GET', '/system/identity')], /^404 /],
];

const rest: readonly Row[] = [
  [
    'rest-settings',
    'settings are an object',
    'api 6 D',
    [fetched('GET', '/system/resource?.proplist=platform')],
    /^200 \{.*"platform": ?"MikroTik".*\}$/,
  ],
  [
    'rest-list',
    'a menu is an array',
    'api 6 D',
    [`${lists}/add list=kl-a address=192.0.2.77`, fetched('GET', `${lists}?list=kl-a`)],
    /^200 \[\{.*"address": ?"192\.0\.2\.77".*\}\]$/,
  ],
  ['rest-empty', 'an empty one, too', 'api 6 D', [fetched('GET', `${lists}?list=kl-none`)], '200 []'],
  [
    'rest-strings',
    'all values are strings',
    'api 6 D',
    [`${lists}/add list=kl-a address=192.0.2.77`, fetched('GET', `${lists}?list=kl-a&.proplist=disabled`)],
    /^200 \[\{.*"disabled": ?"false".*\}\]$/,
  ],
  [
    'rest-add',
    'PUT adds and gives the new object',
    'api 6 D',
    [fetched('PUT', lists, '{"list":"kl-a","address":"192.0.2.77"}')],
    /^20[01] \{".id": ?"\*[\dA-F]+".*"address": ?"192\.0\.2\.77"/,
  ],
  [
    'rest-execute',
    'execute as-string gives what was printed',
    'api 6 S',
    [fetched('POST', '/execute', '{"script":":put 5","as-string":""}')],
    /^200 \{"ret": ?"5\\r\\n"\}$/,
  ],
  [
    'rest-command',
    'a command without data gives []',
    'api 6 S',
    [fetched('POST', '/log/info', '{"message":"kl-rest"}')],
    '200 []',
  ],
  [
    'rest-query',
    'print takes the words of a query',
    'api 6 D',
    [fetched('POST', '/interface/print', '{".query":["name=ether1","name=ether2","#|"],".proplist":["name"]}')],
    /^200 \[.*ether1.*ether2.*\]$/,
  ],
  [
    'rest-count',
    'REST and API see the same',
    'api 6 S',
    [fetched('PUT', lists, '{"list":"kl-a","address":"192.0.2.77"}').replace('attacker', '~ attacker'), 'list kl-a'],
    '192.0.2.77 static',
  ],
  [
    'rest-unknown-path',
    'a path that there is not',
    'api 6 S',
    [fetched('GET', '/nonexistent')],
    /^400 .*no such command or directory \(nonexistent\)/,
  ],
  [
    'rest-unknown-id',
    'an id that there is not',
    'api 6 D',
    [fetched('GET', `${lists}/*FFFFF0`)],
    '404 {"error":404,"message":"Not Found"}',
  ],
  [
    'rest-unknown-parameter',
    'a parameter that there is not',
    'api 6 S',
    [fetched('PUT', lists, '{"foo":"1"}')],
    /^400 .*unknown parameter foo/,
  ],
  [
    'rest-value',
    'a value that there is not',
    'api 2 D',
    [fetched('PUT', '/ip/address', '{"address":"192.0.2.1/24","interface":"none9"}')],
    /^400 .*input does not match any value of interface/,
  ],
  [
    'rest-no-remove',
    'DELETE in a menu without remove',
    'api 6 S',
    [fetched('DELETE', '/ip/service/www')],
    /^406 .*no such command or directory \(remove\)/,
  ],
  ['rest-get-of-command', 'GET of a command', 'api 6 S', [fetched('GET', '/log/info')], /^400 .*no such command/],
  [
    'rest-unauthorized',
    'a wrong password',
    'api 6 D',
    ['attacker fetches GET! /rest/system/identity'],
    '401 {"error":401,"message":"Unauthorized"}',
  ],
  [
    'rest-logs-failure',
    'a wrong password is logged',
    'api 3 S',
    ['log mark', '~ attacker fetches GET! /rest/system/identity', 'log login'],
    /system,error,critical: login failure for user knocklab from 198\.51\.100\.66 via (rest-)?api/,
  ],
  ['rest-json-broken', 'a body that is no JSON', 'api 6 I', [fetched('PUT', lists, '{"list"')], /^400 /],
];

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
    ['log mark', '~ attacker ssh :put 1', 'log logged in'],
    'system,info,account: user knocklab logged in from 198.51.100.66 via ssh',
  ],
];

export const serviceCases: readonly Case[] = [
  ...lineCases('services', [...ports, ...menu, ...banners, ...web, ...ssh], { needs: 'packets' }),
  ...lineCases('services', rest, { needs: 'packets', since: '7.9' }),
  ...lineCases('services', noRest, { needs: 'packets', until: '7' }),
];
