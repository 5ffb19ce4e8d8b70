import type { Router } from '../router/router.ts';
import { RouterTrap } from '../router/router-trap.ts';
import type { Row } from '../routeros/api/sentence.ts';

/** An item on a router that bears a mark of the suite. */
export interface OwnItem {
  readonly menu: string;
  readonly id: string;
  /** What it is called there. */
  readonly name: string;
}

const isOwn = (text: string | undefined): boolean => /^(kl-|knocklab)/.test(text ?? '');

const rules = ['filter', 'nat', 'mangle', 'raw'].map((table) => `/ip/firewall/${table}`);

/** Where a case leaves its mark: rules in chains of its own or with its comment, lists and names. Members before their lists. */
const marked: readonly (readonly [menu: string, name: (row: Row) => string | undefined])[] = [
  ...rules.map((menu) => [menu, (row: Row) => (isOwn(row.comment) ? row.comment : row.chain)] as const),
  ['/ip/firewall/address-list', ({ list }) => list],
  ['/ip/firewall/layer7-protocol', ({ name }) => name],
  ['/interface/list/member', ({ list }) => list],
  ['/interface/list', ({ name }) => name],
  ['/system/scheduler', ({ name }) => name],
  ['/system/script', ({ name }) => name],
  ['/system/script/environment', ({ name = '' }) => (/^kl[A-Z]/.test(name) ? `kl-${name}` : name)],
];

/** What stands on the router of cases that did not come to their end. */
export async function findOwnItems(router: Router): Promise<OwnItem[]> {
  const found: OwnItem[] = [];
  for (const [menu, nameOf] of marked)
    for (const row of await router.print(menu)) {
      const name = nameOf(row);
      if (isOwn(name)) found.push({ menu, id: row['.id'] ?? '', name: name ?? '' });
    }
  return found;
}

/** Takes all of it away, and nothing else; gives how much it was. */
export async function removeOwnItems(router: Router): Promise<number> {
  const own = await findOwnItems(router);
  for (const { menu, id } of own) await router.remove(menu, id).catch(unlessGone);
  return own.length;
}

/** A dynamic entry may end meanwhile, and a list's members go with it. */
function unlessGone(error: unknown): void {
  if (!(error instanceof RouterTrap) || !error.message.startsWith('no such item')) throw error;
}
