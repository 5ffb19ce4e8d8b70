import type { DeviceCall } from '../../routeros/device.ts';
import { quoteValue } from '../../routeros/export-text.ts';
import { toPropertyText, toText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import type { Session } from '../accounts/session.ts';
import { type LastPrint, numberedRows } from '../console/item-numbers.ts';
import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';
import type { JobOrigin } from '../script-jobs.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast, type RosVersion } from '../version.ts';

/** Who changes something. */
export interface Author {
  readonly user: string;
  readonly session?: Session | undefined;
  readonly job?: JobOrigin | undefined;
  readonly keyboard?: object | undefined;
}

const verbs: Readonly<Record<string, string>> = {
  add: 'added',
  set: 'changed',
  unset: 'changed',
  reset: 'changed',
  comment: 'changed',
  enable: 'changed',
  disable: 'changed',
  remove: 'removed',
  move: 'moved',
};

/** What the log calls the things of a menu (lines of routers of 6 and 7 in public threads and repositories). */
const things: Readonly<Record<string, string>> = {
  'ip firewall filter': 'filter rule',
  'ip firewall nat': 'nat rule',
  'ip firewall mangle': 'mangle rule',
  'ip firewall raw': 'raw rule',
  'ip firewall address-list': 'address list entry',
  'ipv6 firewall filter': 'filter rule',
  'ipv6 firewall nat': 'nat rule',
  'ipv6 firewall mangle': 'mangle rule',
  'ipv6 firewall raw': 'raw rule',
  'ipv6 firewall address-list': 'address list entry',
  'ip dns': 'dns',
  'ip dns static': 'static dns entry',
  'ip address': 'address',
  'ip service': 'ip service',
  'system logging': 'log rule',
  'system logging action': 'log action',
  'system ntp client': 'ntp client',
  'tool netwatch': 'Netwatch config',
};

/** Menus whose lines are made otherwise. */
const phrases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'system script': { added: 'new script added', changed: 'changed script settings', removed: 'script removed' },
  'system scheduler': {
    added: 'new script scheduled',
    changed: 'changed scheduled script settings',
    removed: 'script removed from scheduler',
  },
};

/**
 * `filter rule added by admin`: gives what writes the line once the command is done; undefined when none is written.
 * What the harness does is no event of the lab.
 */
export async function changeNote(
  { twin, menu, lastPrint }: { readonly twin: Twin; readonly menu: Menu; readonly lastPrint: LastPrint },
  call: DeviceCall,
  author: Author,
): Promise<((value: Value) => void) | undefined> {
  const verb = verbs[call.command];
  if (verb === undefined || !isHeard(author)) return undefined;
  const rows = call.command === 'add' ? [undefined] : await calledRows(menu, call, lastPrint);
  return (value) => {
    for (const row of rows) {
      const who = authorName(author, twin.version);
      const detail = isAtLeast(twin.version, 7, 16) ? ` (${commandOf(menu, call, row, value)})` : '';
      twin.log.write(['system', 'info'], `${phrase(menu, row?.props, call, verb)} by ${who}${detail}`);
    }
  };
}

/** What the history calls a command that changed this item, or was about to make it. */
export const actionText = (menu: Menu, props: Row['props'] | undefined, call: DeviceCall): string =>
  phrase(menu, props, call, verbs[call.command] ?? 'changed');

/** Somebody who is logged in, or the scheduler. */
const isHeard = ({ session, job }: Author): boolean =>
  session === undefined ? job?.trace.startsWith('scheduler:') === true : session.management !== true;

const calledRows = (menu: Menu, { args }: DeviceCall, lastPrint: LastPrint): Promise<readonly Row[]> =>
  numberedRows(menu, args.get('numbers'), lastPrint, { figures: false }).catch(() => []);

function phrase({ spec: { path } }: Menu, props: Row['props'] | undefined, { args }: DeviceCall, verb: string): string {
  const own = phrases[path]?.[verb];
  if (own !== undefined) return own;
  const told = (name: string): string => props?.[name] ?? toPropertyText(args.get(name) ?? { type: 'nothing' });
  if (path === 'user') return `user ${told('name')} ${verb}`;
  if (path === 'ip route' || path === 'ipv6 route') return `route ${told('dst-address') || '0.0.0.0/0'} ${verb}`;
  const isDevice = /^interface(?: (?:ethernet|bridge|vlan|wireguard|pppoe-client|eoip|gre))?$/.test(path);
  return `${things[path] ?? (isDevice ? 'device' : 'item')} ${verb}`;
}

/** Until 7.15 the name alone; then also how, and from where, or what led to it. */
function authorName({ user, session, job, keyboard }: Author, version: RosVersion): string {
  if (!isAtLeast(version, 7, 16)) return user;
  if (session === undefined) return job?.trace ?? user;
  const { via, address } = session;
  const way = via === 'ssh' && keyboard === undefined ? 'ssh-cmd' : via;
  const script = job === undefined ? '' : `/${job.trace}`;
  return `${way}:${user}@${address === '' ? 'ttyS0' : address}${script}`;
}

/** `*5 = /ip firewall filter add action=drop chain=input`; of what is moved, nothing is told. */
function commandOf(menu: Menu, call: DeviceCall, row: Row | undefined, value: Value): string {
  const path = `/${menu.path.join(' ')}`;
  const given = [...givenWords(menu, call), ...call.unset.map((name) => `!${name}`)].join(' ');
  const name = row === undefined ? '' : ` ${row.props[menu.spec.key ?? ''] ?? row.id}`;
  switch (call.command) {
    case 'add':
      return `${toText(value)} = ${path} add ${given}`.trimEnd();
    case 'move':
      return '';
    case 'remove':
      return `${path} remove${name}`;
    case 'enable':
    case 'disable':
      return `${path} set${name} disabled=${call.command === 'disable' ? 'yes' : 'no'}`;
    default:
      return `${path} set${menu.spec.kind === 'settings' ? '' : name} ${given}`.trimEnd();
  }
}

const unsaid = new Set(['numbers', 'place-before', 'copy-from', 'value-name', 'destination']);

/** In the order of the alphabet; secrets are not told. */
function givenWords(menu: Menu, { args }: DeviceCall): string[] {
  const names = [...args.keys()].filter((name) => !unsaid.has(name) && menu.spec.properties[name]?.sensitive !== true);
  return names.sort().map((name) => `${name}=${quoteValue(toPropertyText(args.get(name) ?? { type: 'nothing' }))}`);
}
