import type { Item } from './menu-spec.ts';

/** What was done to the items of a menu, such that it can be taken back. */
export type MenuChange =
  | { readonly kind: 'added' | 'removed'; readonly item: Item; readonly before: string | undefined }
  | { readonly kind: 'changed'; readonly item: Item; readonly was: Item }
  | { readonly kind: 'ordered'; readonly ids: readonly string[]; readonly was: readonly string[] };

/** What takes a change back. */
export function inverse(change: MenuChange): MenuChange {
  switch (change.kind) {
    case 'added':
      return { ...change, kind: 'removed' };
    case 'removed':
      return { ...change, kind: 'added' };
    case 'changed':
      return { ...change, item: change.was, was: change.item };
    case 'ordered':
      return { ...change, ids: change.was, was: change.ids };
  }
}
