import { arrayEntries } from './array.ts';
import { parseTyped } from './literal.ts';
import { toText } from './to-text.ts';
import { bool, keyed, list, nothing, num, str, type Value } from './value.ts';

interface JsonOptions {
  /** `json.pretty` */
  readonly isPretty?: boolean;
  /** `json.no-string-conversion`: texts stay texts, whatever they spell. */
  readonly keepsStrings?: boolean;
}

/** A value as JSON. Keys come sorted; a text that spells a number becomes one with six decimals, unless texts are kept. */
export function toJson(value: Value, { isPretty = false, keepsStrings = false }: JsonOptions = {}): string {
  const write = (member: Value, indent: string): string => {
    if (member.type !== 'array') return scalar(member, keepsStrings);
    const deeper = `${indent}    `;
    const isList = member.keyed.size === 0;
    const parts = arrayEntries(member).map(
      ([key, value]) => (isList ? '' : `${JSON.stringify(toText(key))}:${isPretty ? ' ' : ''}`) + write(value, deeper),
    );
    const [open, close] = isList ? '[]' : '{}';
    if (!isPretty || parts.length === 0) return `${open}${parts.join(',')}${close}`;
    return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
  };
  return write(value, '');
}

function scalar(value: Value, keepsStrings: boolean): string {
  if (value.type === 'nil' || value.type === 'nothing') return 'null';
  if (value.type === 'num' || value.type === 'bool') return String(value.value);
  const text = toText(value);
  const isNumeric = value.type === 'str' && !keepsStrings && /^-?\d+(?:\.\d+)?$/.test(text);
  return isNumeric ? Number(text).toFixed(6) : JSON.stringify(text);
}

/** The value that JSON holds; undefined when it is none. Texts become what they spell, unless they are kept. */
export function ofJson(text: string, { keepsStrings = false }: JsonOptions = {}): Value | undefined {
  try {
    return valueOfJson(JSON.parse(text, keepDigits), keepsStrings);
  } catch {
    return undefined;
  }
}

/** Numbers beyond 2⁵³ keep their digits. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value)) return value;
  const digits = context?.source ?? String(value);
  return /^-?\d+$/.test(digits) ? BigInt(digits) : BigInt(value);
}

function valueOfJson(json: unknown, keepsStrings: boolean): Value {
  if (typeof json === 'bigint') return num(json);
  if (typeof json === 'boolean') return bool(json);
  if (typeof json === 'string') return keepsStrings ? str(json) : (parseTyped(json) ?? str(json));
  // The language has no fractions.
  if (typeof json === 'number') return str(String(json));
  if (Array.isArray(json)) return list(json.map((member) => valueOfJson(member, keepsStrings)));
  if (typeof json !== 'object' || json === null) return nothing;
  return keyed(Object.entries(json).map(([key, member]) => [key, valueOfJson(member, keepsStrings)] as const));
}
