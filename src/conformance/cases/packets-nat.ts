import type { Case } from '../case.ts';
import { inside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter/add';

const input = `${filter} chain=input in-interface=ether1`;

const nat = '/ip/firewall/nat/add';

const toClient = inside.client;

const translation: readonly Row[] = [
  [
    'dst-nat',
    'dst-nat leads to a server inside',
    'firewall 6.2 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=8443 in-interface=ether1 action=dst-nat to-addresses=${toClient} to-ports=7080`,
      'attacker tcp 8443',
      'attacker reads 8443',
    ],
    'open\nhello\\n',
  ],
  [
    'dst-nat-keeps-the-port',
    'without to-ports the port stays',
    'firewall 6.2 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=7080 in-interface=ether1 action=dst-nat to-addresses=${toClient}`,
      'attacker reads 7080',
    ],
    'hello\\n',
  ],
  [
    'dst-nat-for-a-list',
    'only for who is on the list',
    'firewall 6.2 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=8443 src-address-list=kl-a action=dst-nat to-addresses=${toClient} to-ports=7080`,
      'attacker tcp 8443',
      '/ip/firewall/address-list/add list=kl-a address=198.51.100.66',
      'attacker tcp 8443',
    ],
    'closed\nopen',
  ],
  [
    'dst-nat-meets-forward',
    'the translated packet meets forward with its new target',
    'firewall 1.1 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=8443 in-interface=ether1 action=dst-nat to-addresses=${toClient} to-ports=7080`,
      `${filter} chain=input protocol=tcp dst-port=8443 action=drop`,
      'attacker tcp 8443',
      `${filter} chain=forward protocol=tcp dst-address=${toClient} dst-port=7080 action=drop`,
      'attacker tcp 8443',
    ],
    'open\nfiltered',
  ],
  [
    'redirect',
    'redirect leads to a port of the router',
    'firewall 6.2 D',
    [
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=redirect to-ports=22`,
      'attacker hears 2222',
    ],
    /^SSH-2\.0-ROSSSH/,
  ],
  [
    'nat-accept',
    'accept in nat translates nothing',
    'firewall 1.2 D',
    [
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=accept`,
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=redirect to-ports=22`,
      'attacker tcp 2222',
    ],
    'closed',
  ],
  [
    'connection-nat-state',
    'a translated connection is dstnat',
    'firewall 1.7 D',
    [
      'watch',
      `${nat} chain=dstnat protocol=udp dst-port=4000 in-interface=ether1 action=dst-nat to-addresses=${toClient}`,
      `${filter} chain=forward protocol=udp connection-nat-state=dstnat action=passthrough`,
      `${filter} chain=forward protocol=udp connection-nat-state=!dstnat action=passthrough`,
      'attacker nping --udp -p 4000',
      'counts',
    ],
    '1 1 0',
  ],
  [
    'masquerade',
    'masquerade hides the inside',
    'firewall 6.2 D',
    [
      `${nat} chain=srcnat out-interface=ether1 action=masquerade`,
      `${nat} chain=srcnat out-interface=ether1 action=passthrough`,
      'client nping --udp -p 4000 --dest-ip 198.51.100.66',
      'counts',
    ],
    '1 0',
  ],
  [
    'input-behind-redirect',
    'a redirected packet meets input with its new port',
    'firewall 1.1 D',
    [
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=redirect to-ports=22`,
      `${input} protocol=tcp dst-port=22 action=drop`,
      'attacker tcp 2222',
    ],
    'filtered',
  ],
];

export const packetNat: readonly Case[] = lineCases('packets', translation, { needs: 'packets' });
