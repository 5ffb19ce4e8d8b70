import type { Menu } from '../menu/menu.ts';
import type { Row } from '../menu/menu-spec.ts';

/** What whoever lacks the policy `sensitive` sees of passwords and keys, at the console as by the API and REST. */
export function withoutSecrets({ spec: { properties } }: Menu, row: Row): Row {
  const secret = Object.entries(row.props).filter(
    ([name, value]) => value !== '' && properties[name]?.sensitive === true,
  );
  if (secret.length === 0) return row;
  return { ...row, props: { ...row.props, ...Object.fromEntries(secret.map(([name]) => [name, '*****'])) } };
}
