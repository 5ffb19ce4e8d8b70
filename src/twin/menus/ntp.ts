import { formatDuration } from '../../routeros/duration.ts';
import type { MenuSpec, Props } from '../menu/menu-spec.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, filledWord, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

/** An address, or a name that is resolved with every question. */
const serverName: PropertyType = { parse: (given) => (/^[\w.:%-]+$/.test(given) ? given : undefined) };

const seconds = (ms: number): string => formatDuration(Math.round(ms / 1000) * 1000);

export function ntpMenus(twin: Twin): readonly MenuSpec[] {
  return twin.version.major === 6
    ? [oldClient(twin), server(twin)]
    : [client(twin), clientServers(twin), server(twin), keys()];
}

const status = (name: string): Properties => ({ [name]: { type: word, readonly: true } });

function oldClient(twin: Twin): MenuSpec {
  return {
    path: 'system ntp client',
    differs: 'steps the clock, never slews it',
    kind: 'settings',
    touches: ['ntp'],
    properties: {
      enabled: { type: boolean, default: 'no' },
      'primary-ntp': { type: serverName, default: '0.0.0.0' },
      'secondary-ntp': { type: serverName, default: '0.0.0.0' },
      'server-dns-names': { type: commaList(serverName), default: '' },
      // Can be set where the package `ntp` is installed; the router sees for itself.
      mode: { type: oneOf('broadcast', 'unicast', 'multicast', 'manycast'), inert: true },
      servers: { type: commaList(serverName), inert: true },
      vrf: { type: word, inert: true },
      ...status('active-server'),
      ...status('poll-interval'),
      ...status('last-update-from'),
      ...status('last-update-before'),
      ...status('last-adjustment'),
    },
    computed: ({ props }) => oldStatus(twin, props),
  };
}

function oldStatus({ ntp, clock }: Twin, props: Props): Props {
  const { sync, activeServer, pollMs } = ntp.client;
  const mode = props['mode'] ?? (activeServer === undefined ? 'broadcast' : 'unicast');
  if (activeServer === undefined) return { mode };
  return {
    mode,
    'active-server': activeServer,
    'poll-interval': seconds(pollMs),
    ...(sync === undefined
      ? {}
      : {
          'last-update-from': sync.server,
          'last-update-before': seconds(clock.uptimeMs - sync.atMs),
          'last-adjustment': `${Math.round(sync.offsetMs)}ms`,
        }),
  };
}

/** What files of 6 say; they load, without effect. */
const otherGeneration: Properties = {
  'primary-ntp': { type: serverName, inert: true },
  'secondary-ntp': { type: serverName, inert: true },
  'server-dns-names': { type: commaList(serverName), inert: true },
};

function client(twin: Twin): MenuSpec {
  const list = (): string[] =>
    twin.menus.get('system ntp client servers').items.map(({ props }) => props['address'] ?? '');
  return {
    path: 'system ntp client',
    kind: 'settings',
    touches: ['ntp'],
    properties: {
      enabled: { type: boolean, default: 'no' },
      mode: { type: oneOf('unicast', 'broadcast', 'multicast', 'manycast'), default: 'unicast', inert: true },
      // Another way to write the list below.
      servers: { type: commaList(serverName), writeOnly: true },
      vrf: { type: word, default: 'main', inert: true },
      ...otherGeneration,
      ...status('freq-drift'),
      ...status('status'),
      ...status('synced-server'),
      ...status('synced-stratum'),
      ...status('system-offset'),
    },
    complete: ({ servers: _servers, ...props }) => props,
    beforeSet: ({ servers }) => {
      if (servers !== undefined) replaceServers(twin, servers === '' ? [] : servers.split(','));
    },
    computed: ({ props }) => ({ servers: list().join(','), ...currentStatus(twin, props) }),
  };
}

function replaceServers(twin: Twin, addresses: readonly string[]): void {
  const menu = twin.menus.get('system ntp client servers');
  const rows = menu.items.map((item) => menu.row(item));
  // Neither waits for anything: when this returns, it is done.
  for (const row of rows) void menu.remove(row);
  for (const address of addresses) void menu.add({ address });
}

function currentStatus({ ntp }: Twin, { enabled }: Props): Props {
  const { sync } = ntp.client;
  if (enabled !== 'yes') return { status: 'stopped' };
  if (sync === undefined) return { 'freq-drift': '0 PPM', status: 'waiting' };
  return {
    'freq-drift': '0 PPM',
    status: 'synchronized',
    'synced-server': sync.server,
    'synced-stratum': String(sync.stratum),
    'system-offset': `${sync.offsetMs.toFixed(3)} ms`,
  };
}

function clientServers(twin: Twin): MenuSpec {
  return {
    path: 'system ntp client servers',
    kind: 'list',
    touches: ['ntp'],
    columns: ['address', 'resolved-address', 'min-poll', 'max-poll', 'iburst', 'auth-key'],
    flags: [[{ letter: 'X', name: 'disabled' }], [{ letter: 'D', name: 'dynamic' }]],
    properties: {
      address: { type: serverName, required: true },
      'min-poll': { type: integer(3, 17), default: '6' },
      'max-poll': { type: integer(3, 17), default: '10' },
      iburst: { type: boolean, default: 'yes', inert: true },
      'auth-key': { type: filledWord, default: 'none', inert: true },
      'resolved-address': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    computed: ({ props }) => {
      const { sync, activeServer } = twin.ntp.client;
      return sync === undefined || activeServer !== props['address'] ? {} : { 'resolved-address': sync.server };
    },
  };
}

/** In 6 it is of the package `ntp`; here it is always installed. */
function server(twin: Twin): MenuSpec {
  const since7: Properties = {
    'use-local-clock': { type: boolean, default: 'no' },
    'local-clock-stratum': { type: integer(1, 15), default: '5' },
    vrf: { type: word, default: 'main', inert: true },
    'auth-key': { type: filledWord, default: 'none', inert: true },
  };
  return {
    path: 'system ntp server',
    kind: 'settings',
    touches: ['ntp'],
    properties: {
      enabled: { type: boolean, default: 'no' },
      broadcast: { type: boolean, default: 'no', inert: true },
      multicast: { type: boolean, default: 'no', inert: true },
      manycast: { type: boolean, default: 'no', inert: true },
      'broadcast-addresses': { type: commaList(serverName), default: '', inert: true },
      ...(twin.version.major === 6 ? {} : since7),
    },
  };
}

function keys(): MenuSpec {
  return {
    path: 'system ntp key',
    kind: 'list',
    columns: ['key-id', 'key-val'],
    properties: {
      'key-id': { type: integer(1, 65_534), required: true, inert: true },
      'key-val': { type: text, required: true, sensitive: true, inert: true },
      comment: { type: text },
    },
  };
}
