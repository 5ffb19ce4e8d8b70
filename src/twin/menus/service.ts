import { refused } from '../kernel/matchers.ts';
import { ipPrefix } from '../menu/address-types.ts';
import type { MenuSpec, Props } from '../menu/menu-spec.ts';
import { boolean, commaList, integer, text, word } from '../menu/property-type.ts';
import { notServed } from '../service-manager.ts';

interface ServiceDefault {
  readonly name: string;
  readonly port: number;
  readonly disabled?: boolean;
}

/** Name, port and state on a fresh router (firewall-facts 4.1); in the order v6 prints them. */
const serviceDefaults: readonly ServiceDefault[] = [
  { name: 'telnet', port: 23 },
  { name: 'ftp', port: 21 },
  { name: 'www', port: 80 },
  { name: 'ssh', port: 22 },
  { name: 'www-ssl', port: 443, disabled: true },
  { name: 'api', port: 8728 },
  { name: 'winbox', port: 8291 },
  { name: 'api-ssl', port: 8729 },
];

const initial = serviceDefaults.map(
  ({ name, port, disabled }): Props => ({
    name,
    port: String(port),
    ...(disabled === true ? { disabled: 'yes' } : {}),
  }),
);

export function services(): MenuSpec {
  return {
    path: 'ip service',
    kind: 'list',
    fixed: true,
    key: 'name',
    exportAs: (item) => item.props['name'] ?? '',
    columns: ['name', 'port', 'address', 'certificate'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
    ],
    touches: ['services'],
    initial,
    check: ({ name, disabled }) => {
      if (name === notServed && disabled !== 'yes') throw refused('the service www-ssl');
    },
    properties: {
      name: { type: word, readonly: true },
      port: { type: integer(1, 65_535) },
      address: { type: commaList(ipPrefix), default: '' },
      certificate: { type: text, inert: true },
      'tls-version': { type: word, inert: true },
      disabled: { type: boolean, default: 'no' },
    },
  };
}

/** `/tool bandwidth-server`: on by default, TCP 2000. */
export function bandwidthServer(): MenuSpec {
  return {
    path: 'tool bandwidth-server',
    kind: 'settings',
    touches: ['services'],
    properties: {
      enabled: { type: boolean, default: 'yes' },
      authenticate: { type: boolean, default: 'yes', inert: true },
      'allocate-udp-ports-from': { type: integer(1000, 64_000), default: '2000', inert: true },
      'max-sessions': { type: integer(1, 1000), default: '100', inert: true },
    },
  };
}
