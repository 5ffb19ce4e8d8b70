import { ipPrefix } from '../menu/address-types.ts';
import { ip6Prefix } from '../menu/address6-types.ts';
import type { Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import { usualSessions } from '../service-manager.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast, type RosVersion } from '../version.ts';

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

/** In current manuals; since when is not known. */
const laterOrder = ['ftp', 'ssh', 'telnet', 'www', 'www-ssl', 'winbox', 'api', 'api-ssl'];

function initial(version: RosVersion): Props[] {
  const isLater = isAtLeast(version, 7, 17);
  const place = ({ name }: ServiceDefault): number => laterOrder.indexOf(name);
  const defaults = isLater ? serviceDefaults.toSorted((a, b) => place(a) - place(b)) : serviceDefaults;
  return defaults.map(({ name, port, disabled }) => ({
    name,
    port: String(port),
    ...(disabled === true ? { disabled: 'yes' } : {}),
  }));
}

/** `192.168.88.0/24,::/0` */
const eitherPrefix: PropertyType = { parse: (given) => (given.includes(':') ? ip6Prefix : ipPrefix).parse(given) };

const isTls = ({ props }: Item): boolean => props['name']?.endsWith('-ssl') === true;

export function services(twin: Twin): MenuSpec {
  const { version } = twin;
  const [isMajor7, hasSessions] = [version.major > 6, isAtLeast(version, 7, 16)];
  const usual = { 'max-sessions': String(usualSessions), vrf: 'main' };
  return {
    path: 'ip service',
    differs: 'TLS up to 1.2; a service whose certificate is gone offers anonymous DH',
    kind: 'list',
    fixed: true,
    key: 'name',
    exportAs: (item) => item.props['name'] ?? '',
    columns: [
      'name',
      'port',
      ...(isAtLeast(version, 7, 20) ? ['proto'] : []),
      'address',
      'certificate',
      ...(isMajor7 ? ['vrf'] : []),
      ...(hasSessions ? ['max-sessions'] : []),
    ],
    flags: [
      ...(isAtLeast(version, 7, 20) ? [[{ letter: 'D', name: 'dynamic' }], [{ letter: 'c', name: 'connection' }]] : []),
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
    ],
    touches: ['services'],
    initial: initial(version),
    invalid: ({ props }) => {
      const named = props['certificate'] ?? 'none';
      return named === 'none' || twin.menus.names('certificate').includes(named) ? undefined : 'no such certificate';
    },
    computed: (item) => (isTls(item) ? { certificate: 'none', 'tls-version': 'any', ...item.props } : {}),
    dynamicRows: () => (isAtLeast(version, 7, 20) ? connectionRows(twin) : []),
    properties: {
      name: { type: word, readonly: true },
      port: { type: integer(1, 65_535) },
      ...(isAtLeast(version, 7, 20)
        ? {
            proto: { type: oneOf('tcp', 'udp'), readonly: true, default: 'tcp' },
            local: { type: word, readonly: true },
            remote: { type: word, readonly: true },
            connection: { type: boolean, readonly: true },
          }
        : {}),
      address: { type: commaList(eitherPrefix), default: '' },
      certificate: { type: text },
      'tls-version': { type: oneOf('any', 'only-1.2') },
      ...(isMajor7 ? { vrf: { type: word, default: usual.vrf, inert: true } } : {}),
      ...(hasSessions ? { 'max-sessions': { type: integer(1, 1000), default: usual['max-sessions'] } } : {}),
      disabled: { type: boolean, default: 'no' },
    },
  };
}

/** Every open connection (api-facts 6); whoever asks sees its own. */
function connectionRows(twin: Twin): Row[] {
  let number = 0x100;
  return twin.menus.get('ip service').items.flatMap(({ props: { name = '', port = '' } }) =>
    twin.connections(name).map(
      ({ local, remote }): Row => ({
        id: `*${(number++).toString(16).toUpperCase()}`,
        dynamic: true,
        props: { name, port, proto: 'tcp', local, remote, connection: 'yes' },
      }),
    ),
  );
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
