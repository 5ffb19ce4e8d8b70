import type { CommandParameters, Device, DeviceCall, MenuNames } from '../../device.ts';
import { RouterosError } from '../../routeros-error.ts';
import { toText } from '../../to-text.ts';
import { id, keyed, list, nothing, num, str, type Value } from '../../value.ts';

type Item = Map<string, Value>;

const properties: Readonly<Record<string, readonly string[]>> = {
  log: ['time', 'topics', 'message'],
  'ip/firewall/filter': ['chain', 'action', 'comment', 'disabled', 'list', 'protocol', 'dst-port', 'timeout'],
  'ip/firewall/address-list': ['list', 'address', 'comment', 'timeout', 'dynamic'],
  'system/identity': ['name'],
  'system/clock': ['date', 'time'],
  'ip/address': ['address', 'interface', 'comment'],
};
const listCommands = ['add', 'set', 'remove', 'find', 'get', 'print'];

/** A router with a few menus, enough for the language's tests. */
export class FakeDevice implements Device {
  readonly calls: {
    path: string;
    command: string;
    args: Record<string, string>;
    unset: readonly string[];
    asValue: boolean;
  }[] = [];
  readonly items = new Map<string, Item[]>();
  readonly delaysMs: number[] = [];
  readonly files = new Map<string, string>();
  readonly executed: string[] = [];
  nowNs = 0n;
  #nextId = 1;

  menu(path: readonly string[]): MenuNames | undefined {
    const menus = menusBelow(path);
    const commands = this.#commands(path.join('/'));
    return menus.length + commands.length === 0 ? undefined : { menus, commands };
  }

  parameters(path: readonly string[], command: string): CommandParameters | undefined {
    const menu = path.join('/');
    if (!this.#commands(menu).includes(command)) return undefined;
    if (menu === 'tool')
      return { names: ['url', 'keep-result', 'output'], positional: ['url'], switches: ['as-value'], where: undefined };
    if (menu === 'log' && !listCommands.includes(command)) return parameters(['message'], ['message']);
    return listParameters(command, properties[menu] ?? []);
  }

  async run(call: DeviceCall): Promise<Value> {
    const { command, unset, asValue } = call;
    const path = call.path.join('/');
    const args = Object.fromEntries([...call.args].map(([name, value]) => [name, toText(value)]));
    this.calls.push({ path, command, args, unset, asValue });
    if (path === 'log' && !listCommands.includes(command)) return this.#add(path, [['message', args.message ?? '']]);
    if (command === 'add') return this.#add(path, Object.entries(args));
    if (command === 'find') return list((await this.#matching(path, call)).map((item) => item.get('.id') ?? nothing));
    if (command === 'get') return this.#get(path, args);
    if (command === 'print') return await this.#print(path, call);
    if (command === 'remove' && args.numbers === '*BAD') throw new RouterosError('no such item');
    return nothing;
  }

  async delay(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new RouterosError('interrupted');
    this.delaysMs.push(ms);
    this.nowNs += BigInt(Math.round(ms * 1e6));
  }

  async resolve(name: string): Promise<Value> {
    if (name !== 'router.example') throw new RouterosError('failure: dns name does not exist');
    return { type: 'ip', value: '192.0.2.1' };
  }

  async writeFile(name: string, text: string): Promise<void> {
    this.files.set(name, text);
  }

  async readFile(name: string): Promise<string | undefined> {
    return this.files.get(name);
  }

  async execute(script: string): Promise<Value> {
    this.executed.push(script);
    return id('*31');
  }

  timestamp(): bigint {
    return this.nowNs;
  }

  /** Puts a row into a menu. */
  put(path: string, row: Readonly<Record<string, Value>>): void {
    const rows = this.items.get(path) ?? [];
    rows.push(new Map([['.id', id(`*${(this.#nextId++).toString(16).toUpperCase()}`)], ...Object.entries(row)]));
    this.items.set(path, rows);
  }

  #commands(menu: string): readonly string[] {
    if (menu === 'log') return ['info', 'warning', 'error', 'debug', 'find', 'get', 'print'];
    if (menu === 'tool') return ['fetch'];
    if (menu === 'system/clock' || menu === 'system/identity') return ['get', 'set', 'print'];
    return menu in properties ? listCommands : [];
  }

  #add(path: string, row: readonly (readonly [string, string])[]): Value {
    this.put(path, Object.fromEntries(row.map(([name, value]) => [name, str(value)])));
    return this.items.get(path)?.at(-1)?.get('.id') ?? nothing;
  }

  async #matching(path: string, call: DeviceCall): Promise<Item[]> {
    const found: Item[] = [];
    for (const item of this.items.get(path) ?? []) {
      if (call.where === undefined || (await call.where((name) => item.get(name) ?? nothing))) found.push(item);
    }
    return found;
  }

  #get(path: string, args: Record<string, string>): Value {
    const rows = this.items.get(path) ?? [];
    const row = rows.find((item) => toText(item.get('.id') ?? nothing) === args.numbers) ?? rows[0];
    return row?.get(args['value-name'] ?? '') ?? nothing;
  }

  async #print(path: string, call: DeviceCall): Promise<Value> {
    const rows = await this.#matching(path, call);
    if (call.args.has('count-only')) return num(rows.length);
    if (call.asValue) return list(rows.map((row) => keyed(row)));
    call.print(`${rows.length} rows\n`);
    return nothing;
  }
}

function menusBelow(path: readonly string[]): readonly string[] {
  const start = path.map((name) => `${name}/`).join('');
  const below = [...Object.keys(properties), 'tool'].filter((menu) => menu.startsWith(start) && menu !== start);
  return [...new Set(below.map((menu) => menu.slice(start.length).split('/')[0] ?? ''))].filter((name) => name !== '');
}

const parameters = (names: readonly string[], positional: readonly string[]): CommandParameters => ({
  names,
  positional,
  switches: [],
  where: undefined,
});

function listParameters(command: string, names: readonly string[]): CommandParameters {
  if (command === 'find') return { ...parameters([], []), where: names };
  if (command === 'get')
    return parameters(
      ['numbers', 'value-name'],
      names.length === 1 || names.includes('date') ? ['value-name'] : ['numbers', 'value-name'],
    );
  if (command === 'print')
    return { names: ['proplist'], positional: [], switches: ['detail', 'as-value', 'count-only'], where: names };
  if (command === 'add') return parameters([...names, 'place-before'], []);
  return parameters([...names, 'numbers'], ['numbers']);
}
