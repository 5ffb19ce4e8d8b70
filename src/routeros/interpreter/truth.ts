import { RouterosError, trapCategories } from '../routeros-error.ts';
import type { Value } from '../value.ts';

/** A condition of `:if`, `:while`, `and`, `or`, `!`: a boolean; what is not set counts as false. */
export function isTrue(value: Value): boolean {
  if (value.type === 'bool') return value.value;
  if (value.type === 'nothing' || value.type === 'nil') return false;
  throw new RouterosError('conditional not boolean', { category: trapCategories.scripting });
}

/** A condition of `where`: a property that is no boolean asks whether it is set. */
export function isHeld(value: Value): boolean {
  switch (value.type) {
    case 'bool':
      return value.value;
    case 'nothing':
    case 'nil':
      return false;
    case 'str':
      return value.value !== '';
    case 'array':
      return value.list.length + value.keyed.size > 0;
    default:
      return true;
  }
}
