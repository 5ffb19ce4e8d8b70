import type { Source } from '../../../core/source.ts';
import type { Command } from '../../../routeros/ast.ts';
import { parseScript } from '../../../routeros/parser.ts';
import { RouterosError } from '../../../routeros/routeros-error.ts';

/** How many items of its own a menu has on the router; undefined: there is no such menu. */
type CountItems = (menu: string) => Promise<number | undefined>;

/** Menus (`ip firewall filter`) with the number of items that a configuration adds to each. */
export type Additions = ReadonlyMap<string, number>;

/**
 * What a configuration adds, as far as that can be told without running it: a menu that it adds to within a block, or
 * takes something from, is not among them.
 */
export function additionsOf(source: Source): Additions {
  const added = new Map<string, number>();
  const uncertain = new Set<string>();
  let menu = '';
  for (const command of commandsOf(source)) {
    const { path, verb } = placeOf(command, menu);
    if (verb === undefined) menu = path;
    else if (verb === 'add') added.set(path, (added.get(path) ?? 0) + 1);
    else if (verb === 'remove' || verb === 'reset') uncertain.add(path);
    if (command.block !== undefined) return new Map();
  }
  for (const path of uncertain) added.delete(path);
  return added;
}

/** Which of the additions are not on the router, a sentence each. */
export async function missingItems(
  additions: Additions,
  before: ReadonlyMap<string, number>,
  count: CountItems,
): Promise<string[]> {
  const missing: string[] = [];
  for (const [menu, wanted] of additions) {
    const there = ((await count(menu)) ?? 0) - (before.get(menu) ?? 0);
    if (there < wanted) missing.push(`/${menu}: ${there} of the ${wanted} items that the configuration adds`);
  }
  return missing;
}

export async function countItems(menus: Iterable<string>, count: CountItems): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const menu of menus) counts.set(menu, (await count(menu)) ?? 0);
  return counts;
}

/** A file that does not parse has its error from the router. */
function commandsOf(source: Source): Command[] {
  try {
    return parseScript(source).body.statements.filter((statement) => statement.kind === 'command');
  } catch (error) {
    if (error instanceof RouterosError) return [];
    throw error;
  }
}

const verbs = ['add', 'set', 'remove', 'reset', 'print', 'enable', 'disable', 'move', 'comment', 'unset', 'export'];

/** `/ip firewall filter add` and, in that menu, `add`; without a verb the words are a way into a menu. */
function placeOf({ prefix, words }: Command, menu: string): { path: string; verb: string | undefined } {
  if (prefix === ':') return { path: menu, verb: '' };
  const own = words.flatMap(({ text }) => text.split('/')).filter((word) => word !== '');
  const all = prefix === '/' ? own : [...menu.split(' ').filter((word) => word !== ''), ...own];
  const at = all.findIndex((word) => verbs.includes(word));
  if (at !== -1) return { path: all.slice(0, at).join(' '), verb: all[at] };
  return prefix === '/' ? { path: all.join(' '), verb: undefined } : { path: menu, verb: '' };
}
