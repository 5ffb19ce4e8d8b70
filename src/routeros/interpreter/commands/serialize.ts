import { arrayValues } from '../../array.ts';
import { ofDsv, toDsv } from '../../dsv.ts';
import { ofJson, toJson } from '../../json.ts';
import { parseLiteral } from '../../literal.ts';
import { toText } from '../../to-text.ts';
import { list, nil, str, type Value } from '../../value.ts';
import type { GlobalCall, GlobalCommand } from '../global-command.ts';

const knownOptions: readonly string[] = [
  'json.pretty',
  'json.no-string-conversion',
  'dsv.array',
  'dsv.ignore-size',
  'dsv.plain',
  'dsv.remap',
  'dsv.wrap-strings',
];

/** A value as text; with `file-name=` into a file. */
const serialize: GlobalCommand = {
  name: 'serialize',
  positional: ['value'],
  named: ['to', 'delimiter', 'options', 'order', 'file-name'],
  since7: true,
  async run(call) {
    const value = await givenValue(call);
    const text = (await formatOf(call, 'to')) === 'json' ? await writeJson(call, value) : await writeDsv(call, value);
    if (!call.has('file-name')) return call.runtime.budget.checked(str(text));
    const { device } = call.runtime;
    if (device.writeFile === undefined) throw call.error('failure: no files here');
    const name = await call.text('file-name');
    await call.onDevice(async () => device.writeFile?.(name, text));
    return nil;
  },
};

/** The value that a text holds. */
const deserialize: GlobalCommand = {
  name: 'deserialize',
  positional: ['value'],
  named: ['from', 'delimiter', 'options'],
  since7: true,
  async run(call) {
    const text = await call.text('value');
    const options = await optionsOf(call);
    if ((await formatOf(call, 'from')) === 'dsv')
      return call.runtime.budget.checked(ofDsv(text, { ...dsvOptions(options), delimiter: await delimiterOf(call) }));
    const value = ofJson(text, { keepsStrings: options.has('json.no-string-conversion') });
    if (value === undefined) throw call.error('failed to parse json!');
    return call.runtime.budget.checked(value);
  },
};

export const serializeCommands: readonly GlobalCommand[] = [serialize, deserialize];

/** `value=a,b,c` is an array of three (manual, ":serialize"). */
async function givenValue(call: GlobalCall): Promise<Value> {
  const given = call.expression('value');
  if (given?.kind !== 'word' || !given.text.includes(',')) return await call.value('value');
  return list(given.text.split(',').map(parseLiteral));
}

async function writeJson(call: GlobalCall, value: Value): Promise<string> {
  const options = await optionsOf(call);
  return toJson(value, {
    isPretty: options.has('json.pretty'),
    keepsStrings: options.has('json.no-string-conversion'),
  });
}

async function writeDsv(call: GlobalCall, value: Value): Promise<string> {
  const options = dsvOptions(await optionsOf(call));
  return toDsv(value, { ...options, delimiter: await delimiterOf(call), order: await textsOf(call, 'order') });
}

const dsvOptions = (options: ReadonlySet<string>) => ({
  isPlain: options.has('dsv.plain'),
  isRemapped: options.has('dsv.remap'),
  wrapsStrings: options.has('dsv.wrap-strings'),
});

async function formatOf(call: GlobalCall, name: 'from' | 'to'): Promise<'json' | 'dsv'> {
  if (!call.has(name)) throw call.error(`missing value(s) of argument(s) ${name}`);
  const format = await call.text(name);
  if (format === 'json' || format === 'dsv') return format;
  throw call.error(`input does not match any value of ${name}`);
}

async function optionsOf(call: GlobalCall): Promise<ReadonlySet<string>> {
  const options = await textsOf(call, 'options');
  if (options.some((option) => !knownOptions.includes(option)))
    throw call.error('input does not match any value of options');
  return new Set(options);
}

async function delimiterOf(call: GlobalCall): Promise<string> {
  const delimiter = call.has('delimiter') ? await call.text('delimiter') : '';
  if (delimiter === '') throw call.error('missing value(s) of argument(s) delimiter');
  return delimiter;
}

/** `a,b`, `("a","b")` and `{"a";"b"}` alike. */
async function textsOf(call: GlobalCall, name: string): Promise<readonly string[]> {
  const value = await call.value(name);
  const texts = value.type === 'array' ? arrayValues(value).map(toText) : toText(value).split(/[,;]/);
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
