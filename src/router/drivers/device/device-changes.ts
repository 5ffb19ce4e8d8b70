import { KnocklabError } from '../../../core/errors.ts';
import type { Source } from '../../../core/source.ts';
import type { Command } from '../../../routeros/ast.ts';
import { LineIndex } from '../../../routeros/line-index.ts';
import { parseScript } from '../../../routeros/parser.ts';

/** What a configuration changes in one menu: adds items, or sets properties of a menu that has no items. */
export interface MenuChange {
  /** `/ip/firewall/filter` */
  readonly menu: string;
  readonly added: number;
  readonly set: readonly string[];
}

/**
 * Menus that can be taken back to what they were item by item. By all others – users, services, certificates, ports,
 * bridges – the way in may lead, or they hold what cannot be put back.
 */
const itemMenus: ReadonlySet<string> = new Set([
  '/interface/list',
  '/interface/list/member',
  '/ip/address',
  '/ip/dhcp-client',
  '/ip/dhcp-server',
  '/ip/dhcp-server/lease',
  '/ip/dhcp-server/network',
  '/ip/dns/static',
  '/ip/pool',
  '/ip/route',
  '/ipv6/address',
  '/ipv6/route',
  '/system/scheduler',
  '/system/script',
  '/tool/netwatch',
  ...['filter', 'nat', 'mangle', 'raw', 'address-list', 'layer7-protocol'].map((menu) => `/ip/firewall/${menu}`),
  ...['filter', 'nat', 'mangle', 'raw', 'address-list'].map((menu) => `/ipv6/firewall/${menu}`),
]);

const settingMenus: ReadonlySet<string> = new Set(['/ip/dns', '/system/identity']);

/**
 * Reads from its text what a configuration will change, in the order in which it does. Anything of which only a run could
 * tell what it changes is refused: it could not be put back.
 */
export function changesOf(source: Source): MenuChange[] {
  const changes = new Map<string, { added: number; set: Set<string> }>();
  const lines = new LineIndex(source);
  let path: readonly string[] = [];
  for (const statement of parseScript(source).body.statements) {
    const refuse = (why: string): KnocklabError =>
      refusal(source, lines.at(statement.start).line, source.text.slice(statement.start, statement.end), why);
    if (statement.kind === 'call' || statement.prefix === ':' || statement.block !== undefined || !isPlain(statement))
      throw refuse(uncertain);
    const { menu, verb } = placeOf(statement, path);
    const name = `/${menu.join('/')}`;
    if (verb === undefined) {
      if (statement.args.length > 0 || !isWay(name)) throw refuse(`what ${name} does is not put back`);
      path = menu;
    } else {
      if (!(verb === 'add' ? itemMenus : settingMenus).has(name)) throw refuse(`"${verb}" in ${name} is not put back`);
      const change = changes.get(name) ?? { added: 0, set: new Set() };
      changes.set(name, change);
      if (verb === 'add') change.added += 1;
      else for (const argument of statement.args) if (argument.kind === 'named') change.set.add(argument.name);
    }
  }
  return [...changes].map(([menu, { added, set }]) => ({ menu, added, set: [...set] }));
}

const uncertain = 'only a run could tell what it changes';

/** A menu, or the beginning of one. */
const isWay = (path: string): boolean =>
  [...itemMenus, ...settingMenus].some((menu) => `${menu}/`.startsWith(`${path}/`));

/** A command inside a value would run with the import. */
const isPlain = ({ args }: Command): boolean =>
  args.every((argument) => {
    if (argument.kind !== 'named') return false;
    const { value } = argument;
    if (value?.kind === 'string')
      return value.parts.every((part) => typeof part === 'string' || part.kind === 'variable');
    return value === undefined || value.kind === 'word' || value.kind === 'text-block';
  });

const verbs = ['add', 'set', 'remove', 'reset', 'enable', 'disable', 'move', 'comment', 'unset', 'import', 'run'];

/** Without a verb, the words are a way into a menu. */
function placeOf({ prefix, words }: Command, path: readonly string[]): { menu: readonly string[]; verb?: string } {
  const own = words.flatMap(({ text }) => text.split('/')).filter((word) => word !== '');
  const all = prefix === '/' ? own : [...path, ...own];
  const at = all.findIndex((word) => verbs.includes(word));
  return at === -1 ? { menu: all } : { menu: all.slice(0, at), verb: all[at] ?? '' };
}

function refusal(source: Source, line: number, text: string, why: string): KnocklabError {
  return new KnocklabError('input/device-configuration', `${source.name}:${line} is not for a device: ${why}.`, {
    evidence: text,
    remedy: 'Run this scenario with the twin or a chr.',
  });
}
