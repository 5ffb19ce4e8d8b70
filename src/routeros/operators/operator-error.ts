import { RouterosError, trapCategories } from '../routeros-error.ts';

/** An operator that its operands do not allow; the position is added where the expression is known. */
export function operatorError(message: string): RouterosError {
  return new RouterosError(message, { category: trapCategories.scripting });
}
