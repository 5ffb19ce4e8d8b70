import { arrayEntries } from './array.ts';
import { formatClock, formatUnits } from './duration.ts';
import type { ArrayValue, Value } from './value.ts';

/** What `:put` prints of a value, and what it becomes as a string. */
export function toText(value: Value): string {
  return textWith(value, formatClock);
}

/** A value as a menu property shows it: times in unit form (`1m30s`), booleans as yes and no, lists with commas. */
export function toPropertyText(value: Value): string {
  if (value.type === 'bool') return value.value ? 'yes' : 'no';
  if (value.type === 'array')
    return arrayEntries(value)
      .map(([key, member]) => keyPrefix(key) + toPropertyText(member))
      .join(',');
  return textWith(value, formatUnits);
}

function textWith(value: Value, formatTime: (ns: bigint) => string): string {
  switch (value.type) {
    case 'nil':
    case 'nothing':
      return '';
    case 'time':
      return formatTime(value.value);
    case 'array':
      return arrayText(value, formatTime);
    case 'code':
    case 'op':
      return '(code)';
    default:
      return String(value.value);
  }
}

/** Nested arrays flatten textually. */
function arrayText(array: ArrayValue, formatTime: (ns: bigint) => string): string {
  return arrayEntries(array)
    .map(([key, member]) => keyPrefix(key) + textWith(member, formatTime))
    .join(';');
}

const keyPrefix = (key: Value): string => (key.type === 'str' ? `${key.value}=` : '');
