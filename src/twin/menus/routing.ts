import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { ipPrefix } from '../menu/address-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, filledWord, oneOf, text } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { interfaceReference } from './references.ts';
import { ip6Prefix } from './routes.ts';

const anyPrefix: PropertyType = { parse: (given) => ipPrefix.parse(given) ?? ip6Prefix.parse(given) };

/** `/routing table` (v7): only a table that stands here is looked into. */
export function routingTables(twin: Twin): MenuSpec {
  return {
    path: 'routing table',
    kind: 'list',
    key: 'name',
    exportRank: 32,
    columns: ['name'],
    flags: [
      [{ letter: 'D', name: 'dynamic' }],
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
    ],
    touches: ['links'],
    properties: {
      name: { type: text, required: true },
      fib: { type: { ...boolean, isSwitch: true } },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    dynamicRows: () => [{ id: '*0', dynamic: true, props: { name: 'main', fib: 'yes', disabled: 'no' } }],
    check: ({ name }, before) => {
      const others = twin.menus.get('routing table').items.filter((item) => item.id !== before?.id);
      if (name === 'main' || others.some((item) => item.props['name'] === name))
        throw new RouterosError('failure: already have such name', { category: trapCategories.general });
    },
  };
}

/** `/routing rule` (v7), `/ip route rule` (v6) */
export function routingRules(twin: Twin): MenuSpec {
  const isOld = twin.version.major === 6;
  return {
    path: isOld ? 'ip route rule' : 'routing rule',
    kind: 'list',
    ordered: true,
    layout: 'block',
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'inactive' },
      ],
    ],
    touches: ['links'],
    properties: {
      'src-address': { type: anyPrefix },
      'dst-address': { type: anyPrefix },
      'routing-mark': { type: filledWord },
      interface: { type: interfaceReference(twin) },
      action: { type: oneOf('lookup', 'lookup-only-in-table', 'unreachable', 'drop'), default: 'lookup' },
      table: { type: filledWord, default: 'main' },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
  };
}
