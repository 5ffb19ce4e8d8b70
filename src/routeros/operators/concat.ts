import { joinTexts } from '../byte-text.ts';
import { toText } from '../to-text.ts';
import { list, str, type Value } from '../value.ts';

/** `.`: joins texts; on an array it works on each member, and a keyed array gives nothing (measured on 7.23). */
export function concat(left: Value, right: Value): Value {
  if (left.type === 'array')
    return left.keyed.size > 0 ? str('') : list(left.list.map((member) => concat(member, right)));
  if (right.type === 'array')
    return right.keyed.size > 0 ? str('') : list(right.list.map((member) => concat(left, member)));
  return str(joinTexts([toText(left), toText(right)]));
}
