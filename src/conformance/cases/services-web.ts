import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const fetched = (method: string, path: string, body = ''): string =>
  `attacker fetches ${method} /rest${path} ${body}`.trim();

const lists = '/ip/firewall/address-list';

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
    ['log mark', '~ attacker fetches GET! /rest/system/identity', 'log system login failure'],
    /system,error,critical: login failure for user knocklab from 198\.51\.100\.66 via (rest-)?api/,
  ],
  ['rest-json-broken', 'a body that is no JSON', 'api 6 I', [fetched('PUT', lists, '{"list"')], /^400 /],
];

export const serviceWeb: readonly Case[] = [
  ...lineCases('services', web, { needs: 'packets' }),
  ...lineCases('services', rest, { needs: 'packets', since: '7.9' }),
  ...lineCases('services', noRest, { needs: 'packets', until: '7' }),
];
