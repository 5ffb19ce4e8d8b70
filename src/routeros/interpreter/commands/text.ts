import { arrayEntries, arrayLength, arrayValues } from '../../array.ts';
import { byteLength, bytesOfText, sliceBytes } from '../../byte-text.ts';
import { isEqual } from '../../operators/compare.ts';
import { toText } from '../../to-text.ts';
import { type ArrayValue, list, nil, nothing, num, str, type Value } from '../../value.ts';
import type { GlobalCommand } from '../global-command.ts';

/** Members of an array, bytes of anything else. */
const len: GlobalCommand = {
  name: 'len',
  positional: ['value'],
  async run(call) {
    const value = await call.value('value');
    return num(value.type === 'array' ? arrayLength(value) : byteLength(toText(value)));
  },
};

/** From `begin` up to, not including, `end`; without an end one byte or member. */
const pick: GlobalCommand = {
  name: 'pick',
  positional: ['counter', 'begin', 'end'],
  async run(call) {
    const value = await call.value('counter');
    const begin = Number(await call.number('begin', 0n));
    const isOne = (await call.value('end')).type === 'nothing';
    const end = isOne ? begin + 1 : Number(await call.number('end', 0n));
    if (value.type !== 'array') return str(begin < 0 || end <= begin ? '' : sliceBytes(toText(value), begin, end));
    return isOne ? (arrayValues(value)[begin] ?? nothing) : pickMembers(value, begin, end);
  },
};

/** Index of a part in a text or of a member in an array, looked for behind `from`; nil when there is none. */
const find: GlobalCommand = {
  name: 'find',
  positional: ['in', 'key', 'from'],
  async run(call) {
    const [where, key] = [await call.value('in'), await call.value('key')];
    const start = Number(await call.number('from', -1n)) + 1;
    const index =
      where.type === 'array' ? memberIndex(where, key, start) : textIndex(toText(where), toText(key), start);
    return index < 0 ? nil : num(index);
  },
};

const tolf: GlobalCommand = {
  name: 'tolf',
  positional: ['input'],
  since7: true,
  async run(call) {
    return str((await call.text('input')).replaceAll('\r\n', '\n'));
  },
};

const tocrlf: GlobalCommand = {
  name: 'tocrlf',
  positional: ['input'],
  since7: true,
  async run(call) {
    return str((await call.text('input')).replace(/\r?\n/g, '\r\n'));
  },
};

export const textCommands: readonly GlobalCommand[] = [len, pick, find, tolf, tocrlf];

function pickMembers(array: ArrayValue, begin: number, end: number): Value {
  const chosen = arrayEntries(array).slice(Math.max(0, begin), Math.max(0, end));
  const keyed = chosen.flatMap(([key, value]): [string, Value][] => (key.type === 'str' ? [[key.value, value]] : []));
  const members = chosen.filter(([key]) => key.type === 'num').map(([, value]) => value);
  return { ...list(members), keyed: new Map(keyed) };
}

function memberIndex(array: ArrayValue, key: Value, start: number): number {
  return arrayValues(array).findIndex((value, index) => index >= start && isEqual(value, key));
}

function textIndex(text: string, part: string, start: number): number {
  return Buffer.from(bytesOfText(text)).indexOf(Buffer.from(bytesOfText(part)), Math.max(0, start));
}
