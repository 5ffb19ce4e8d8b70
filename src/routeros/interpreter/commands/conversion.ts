import { ipNumber, ipText, parseIp, parseIp6 } from '../../address.ts';
import { parseTime } from '../../duration.ts';
import { parseInteger, parseLiteral } from '../../literal.ts';
import { toText } from '../../to-text.ts';
import { bool, list, nil, num, str, type Value } from '../../value.ts';
import type { GlobalCommand } from '../global-command.ts';

const second = 1_000_000_000n;

/** A command that makes another value of its one argument; what cannot be made is nil. */
const conversion = (name: string, convert: (value: Value) => Value | undefined): GlobalCommand => ({
  name,
  positional: ['value'],
  async run(call) {
    return convert(await call.value('value')) ?? nil;
  },
});

const toarray: GlobalCommand = {
  name: 'toarray',
  positional: ['value'],
  named: ['delimiter'],
  async run(call) {
    const value = await call.value('value');
    if (value.type === 'array') return value;
    if (value.type !== 'str') return list(value.type === 'nil' || value.type === 'nothing' ? [] : [value]);
    const parts =
      value.value === '' ? [] : value.value.split(call.has('delimiter') ? await call.text('delimiter') : ',');
    return call.runtime.budget.checked(list(parts.map((part) => parseLiteral(part.trim()))));
  },
};

export const conversionCommands: readonly GlobalCommand[] = [
  conversion('typeof', (value) => str(value.type)),
  conversion('tostr', (value) => (value.type === 'nothing' || value.type === 'nil' ? value : str(toText(value)))),
  conversion('tonum', toNum),
  conversion('tobool', toBool),
  conversion('toip', toIp),
  conversion('toip6', (value) => typed('ip6', parseIp6(toText(value)))),
  conversion('totime', toTime),
  conversion('toid', (value) =>
    /^\*[\dA-Fa-f]+$/.test(toText(value)) ? { type: 'id', value: toText(value).toUpperCase() } : undefined,
  ),
  { ...conversion('tonsec', (value) => (value.type === 'time' ? num(value.value) : undefined)), since7: true },
  toarray,
];

const typed = (type: 'ip' | 'ip6', text: string | undefined): Value | undefined =>
  text === undefined ? undefined : { type, value: text };

function toNum(value: Value): Value | undefined {
  switch (value.type) {
    case 'num':
      return value;
    case 'bool':
      return num(value.value ? 1 : 0);
    case 'time':
      return num(value.value / second);
    case 'ip':
      return num(ipNumber(value.value));
    case 'str': {
      const integer = parseInteger(value.value);
      return integer === undefined ? undefined : num(integer);
    }
    default:
      return undefined;
  }
}

function toBool(value: Value): Value | undefined {
  if (value.type === 'bool') return value;
  if (value.type === 'num') return bool(value.value !== 0n);
  const text = toText(value);
  if (text === 'true' || text === 'yes') return bool(true);
  return text === 'false' || text === 'no' ? bool(false) : undefined;
}

function toIp(value: Value): Value | undefined {
  if (value.type === 'num') return { type: 'ip', value: ipText(value.value) };
  return typed('ip', parseIp(toText(value)));
}

/** Numbers count seconds; `2024-06-06 15:22:31` is the time since 1970. */
function toTime(value: Value): Value | undefined {
  if (value.type === 'time') return value;
  if (value.type === 'num') return { type: 'time', value: value.value * second };
  const text = toText(value);
  const plain = parseInteger(text);
  const ns = plain === undefined ? (parseTime(text) ?? parseDate(text)) : plain * second;
  return ns === undefined ? undefined : { type: 'time', value: ns };
}

function parseDate(text: string): bigint | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n;
}
