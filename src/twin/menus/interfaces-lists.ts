import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { builtinInterfaceLists } from '../interface-lists.ts';
import type { MenuSpec, Row } from '../menu/menu-spec.ts';
import { boolean, commaList, filledText, text } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { disabledDynamic } from './flag-orders.ts';
import { interfaceListReference, interfaceReference } from './references.ts';

export function interfaceLists(twin: Twin): MenuSpec {
  return {
    path: 'interface list',
    kind: 'list',
    key: 'name',
    exportRank: 20,
    columns: ['name', 'include', 'exclude'],
    flags: [[{ letter: '*', name: 'builtin' }], [{ letter: 'D', name: 'dynamic' }]],
    touches: ['links', 'firewall'],
    properties: {
      name: { type: filledText, required: true },
      include: { type: commaList(interfaceListReference(twin)), default: '' },
      exclude: { type: commaList(interfaceListReference(twin)), default: '' },
      comment: { type: text },
    },
    dynamicRows: () =>
      builtinInterfaceLists.map(
        (name, index): Row => ({ id: `*200000${index}`, props: { name, builtin: 'yes' }, dynamic: true }),
      ),
    check: ({ name = '' }, before) => {
      const taken =
        builtinInterfaceLists.includes(name) ||
        twin.menus.get('interface list').items.some((item) => item.id !== before?.id && item.props['name'] === name);
      if (taken) throw new RouterosError('failure: already have such list', { category: trapCategories.general });
    },
  };
}

export function interfaceListMembers(twin: Twin): MenuSpec {
  return {
    path: 'interface list member',
    kind: 'list',
    columns: ['list', 'interface'],
    flags: disabledDynamic(twin.version),
    touches: ['links', 'firewall'],
    properties: {
      list: { type: interfaceListReference(twin), required: true },
      interface: { type: interfaceReference(twin), required: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: ({ list, interface: name }, before) => {
      const taken = twin.menus
        .get('interface list member')
        .items.some(
          (item) => item.id !== before?.id && item.props['list'] === list && item.props['interface'] === name,
        );
      if (taken) throw new RouterosError('failure: already have such member', { category: trapCategories.general });
    },
  };
}
