import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

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

export const servicePorts: readonly Case[] = lineCases('services', [...ports, ...menu, ...banners], {
  needs: 'packets',
});
