import type { Item, MenuSpec } from './menu-spec.ts';

/** An item of `menu` has a new name: gives the items that named it, naming it so, also behind a `!` and among others. */
export function renamedReferences(
  spec: MenuSpec,
  items: readonly Item[],
  { menu, from, to }: { readonly menu: string; readonly from: string; readonly to: string },
): readonly Item[] {
  const names = Object.keys(spec.properties).filter((name) => spec.properties[name]?.type.refersTo === menu);
  const renamed = (value: string): string => value.replace(/[^!,]+/g, (name) => (name === from ? to : name));
  return items.flatMap(({ id, props }) => {
    const changed = names.flatMap((name) => {
      const value = props[name];
      return value === undefined || renamed(value) === value ? [] : [[name, renamed(value)] as const];
    });
    return changed.length === 0 ? [] : [{ id, props: { ...props, ...Object.fromEntries(changed) } }];
  });
}
