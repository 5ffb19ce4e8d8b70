import type { MenuSpec } from '../menu/menu-spec.ts';
import { filledWord, text } from '../menu/property-type.ts';

/** `/ip firewall layer7-protocol` */
export function layer7Protocols(): MenuSpec {
  return {
    path: 'ip firewall layer7-protocol',
    differs: 'an escaped byte in a pattern stands for itself',
    kind: 'list',
    key: 'name',
    exportRank: -1,
    touches: ['firewall'],
    columns: ['name', 'regexp'],
    properties: {
      name: { type: filledWord, required: true },
      regexp: { type: text, default: '' },
      comment: { type: text },
    },
  };
}
