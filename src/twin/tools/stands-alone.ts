import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Twin } from '../twin.ts';

/** A twin that stands alone sends nothing: throws what says so. */
export function requireNetwork({ enforced }: Twin, command: string): void {
  if (enforced) return;
  throw new RouterosError(`failure: ${command}: this twin stands alone, it has no network`, {
    category: trapCategories.general,
  });
}
