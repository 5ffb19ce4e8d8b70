import { type ArrayValue, list, nothing, num, str, type Value } from './value.ts';

/** Members in RouterOS's order: unkeyed ones first with their index, then keyed ones sorted by key. */
export function arrayEntries(array: ArrayValue): readonly (readonly [key: Value, value: Value])[] {
  const unkeyed = array.list.map((value, index) => [num(index), value] as const);
  return [...unkeyed, ...sortedKeys(array).map(([key, value]) => [str(key), value] as const)];
}

/** Values alone, in the same order. */
export function arrayValues(array: ArrayValue): readonly Value[] {
  return array.keyed.size === 0 ? array.list : [...array.list, ...sortedKeys(array).map(([, value]) => value)];
}

/** How many members an array has. */
export function arrayLength(array: ArrayValue): number {
  return array.list.length + array.keyed.size;
}

/** The member under a number or a key; `nothing` when there is none. */
export function getMember(array: Value, key: Value): Value {
  if (array.type !== 'array') return nothing;
  const index = indexOf(key);
  if (index !== undefined) return array.list[index] ?? nothing;
  return key.type === 'str' ? (array.keyed.get(key.value) ?? nothing) : nothing;
}

/** The array with one member set; a number past the end pads with nothing. */
export function withMember(array: Value, key: Value, value: Value): ArrayValue {
  const base = array.type === 'array' ? array : list([]);
  const index = indexOf(key);
  if (index === undefined) return { ...base, keyed: new Map([...base.keyed, [keyText(key), value]]) };
  const members = [...base.list];
  while (members.length < index) members.push(nothing);
  members[index] = value;
  return { ...base, list: members };
}

/** The array without one member, as `:set ($a->key)` leaves it. */
export function withoutMember(array: Value, key: Value): ArrayValue {
  const base = array.type === 'array' ? array : list([]);
  const index = indexOf(key);
  if (index !== undefined) return { ...base, list: base.list.filter((_, at) => at !== index) };
  return { ...base, keyed: new Map([...base.keyed].filter(([name]) => name !== keyText(key))) };
}

/** What the `,` operator makes of two values. */
export function joinArrays(left: Value, right: Value): ArrayValue {
  const [a, b] = [asArray(left), asArray(right)];
  return { type: 'array', list: [...a.list, ...b.list], keyed: new Map([...a.keyed, ...b.keyed]) };
}

const asArray = (value: Value): ArrayValue => (value.type === 'array' ? value : list([value]));

function sortedKeys(array: ArrayValue): [string, Value][] {
  return [...array.keyed].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function indexOf(key: Value): number | undefined {
  return key.type === 'num' && key.value >= 0n && key.value < 2n ** 31n ? Number(key.value) : undefined;
}

/** Whatever is no index is a key by its text. */
function keyText(key: Value): string {
  if (key.type === 'num' || key.type === 'bool') return String(key.value);
  return 'value' in key && typeof key.value === 'string' ? key.value : '';
}
