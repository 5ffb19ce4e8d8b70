import type { Source } from '../core/source.ts';
import type { Row } from '../routeros/api/sentence.ts';
import { attributeWords } from '../routeros/api/words.ts';
import type { AddressListRow, RuleRow } from '../trace/events.ts';
import type { ApiConnection, WriteOptions } from './api-connection.ts';
import { importError } from './import-error.ts';
import type { PresentNames } from './needed-names.ts';
import { ruleRow } from './rule-text.ts';

export interface PrintOptions extends WriteOptions {
  /** Only items whose properties are equal to these. */
  readonly query?: Readonly<Record<string, string>>;
  readonly proplist?: readonly string[];
  /** Counters as well. */
  readonly stats?: boolean;
}

export interface LogLine {
  readonly time: string;
  readonly topics: string;
  readonly message: string;
}

type Properties = Readonly<Record<string, string | number | boolean>>;

/**
 * A router seen from outside. Rows and properties have RouterOS's own names; menus may be written as on the console
 * (`/ip firewall filter`) or with slashes. A command that the router refuses rejects with `RouterTrap`.
 */
export class Router implements AsyncDisposable {
  readonly name: string;
  readonly #connection: ApiConnection;

  constructor(connection: ApiConnection, name = 'router') {
    this.#connection = connection;
    this.name = name;
  }

  async print(menu: string, { query = {}, proplist, stats = false, ...options }: PrintOptions = {}): Promise<Row[]> {
    const words = Object.entries(query).map(([name, value]) => `?${name}=${value}`);
    if (proplist !== undefined) words.push(`=.proplist=${proplist.join(',')}`);
    if (stats) words.push('=stats=');
    return await this.#connection.write(commandWord(menu, 'print'), words, options);
  }

  /** Gives the new item's `.id`. */
  async add(menu: string, properties: Properties): Promise<string> {
    const rows = await this.#connection.write(commandWord(menu, 'add'), propertyWords(properties));
    return rows.at(-1)?.ret ?? '';
  }

  /** `id` is an item's `.id` or name; undefined for a menu of settings (`/system/identity`). */
  async set(menu: string, id: string | undefined, properties: Properties): Promise<void> {
    const item = id === undefined ? [] : [`=.id=${id}`];
    await this.#connection.write(commandWord(menu, 'set'), [...item, ...propertyWords(properties)]);
  }

  async remove(menu: string, id: string): Promise<void> {
    await this.#connection.write(commandWord(menu, 'remove'), [`=.id=${id}`]);
  }

  /** Any other command of a menu: `enable`, `disable`, `move`, `reset-counters` … */
  async call(menu: string, command: string, args: Properties = {}, options: WriteOptions = {}): Promise<Row[]> {
    return await this.#connection.write(commandWord(menu, command), propertyWords(args), options);
  }

  /** Any command with its words as they go over the API: `=name=value`, `?query`. */
  async ask(command: string, words: readonly string[], options: WriteOptions = {}): Promise<Row[]> {
    return await this.#connection.write(command, words, options);
  }

  /** Runs a console line and gives what it printed. Needs `/execute as-string`, which RouterOS 6 does not have (a CHR of 6 is asked over SSH). */
  async run(line: string, options: WriteOptions = {}): Promise<string> {
    const rows = await this.#connection.write('/execute', [`=script=${line}`, '=as-string='], options);
    return (rows.at(-1)?.ret ?? '').replaceAll('\r\n', '\n');
  }

  /**
   * Puts a configuration on the router and imports it, as an administrator does with a file. RouterOS takes file
   * contents over the API since 7 (about 60 kB); the file is removed again, whether or not the import succeeded.
   */
  async importConfig(source: Source, options: WriteOptions = {}): Promise<void> {
    await this.putFile(importFile, source.text);
    try {
      await this.#connection.write('/import', [`=file-name=${importFile}`], { timeoutMs: 120_000, ...options });
    } catch (error) {
      throw importError(source, error, await this.#presentNames());
    } finally {
      // A router that died meanwhile has no file either; its death is already being thrown.
      await this.remove('/file', importFile).catch(() => undefined);
    }
  }

  /** Over the API; a router that takes no such length is a matter of its driver. */
  protected async putFile(name: string, text: string): Promise<void> {
    await this.add('/file', { name, contents: text });
  }

  async #presentNames(): Promise<PresentNames | undefined> {
    const names = async (menu: string): Promise<string[]> =>
      (await this.print(menu, { proplist: ['name'] })).map((row) => row.name ?? '');
    try {
      return { interfaces: await names('/interface'), lists: await names('/interface/list') };
    } catch {
      return undefined; // It has gone meanwhile; what is being thrown says so.
    }
  }

  async export(): Promise<string> {
    return await this.run('/export');
  }

  async identity(): Promise<string> {
    return (await this.#settings('/system/identity')).name ?? '';
  }

  /** `6.49.18 (long-term)`, as the router writes it. */
  async version(): Promise<string> {
    return (await this.#settings('/system/resource')).version ?? '';
  }

  async addressList(list?: string): Promise<AddressListRow[]> {
    const rows = await this.print('/ip/firewall/address-list', list === undefined ? {} : { query: { list } });
    return rows.map(addressListRow);
  }

  /** The log, oldest line first; with a pattern only the lines whose message it finds. */
  async log(pattern?: string | RegExp): Promise<LogLine[]> {
    const wanted = pattern === undefined ? undefined : new RegExp(pattern);
    const rows = await this.print('/log', { proplist: ['time', 'topics', 'message'] });
    return rows.map(logLine).filter(({ message }) => wanted === undefined || message.search(wanted) !== -1);
  }

  async filterRules(): Promise<RuleRow[]> {
    return await this.rules('filter');
  }

  async rules(table: RuleRow['table']): Promise<RuleRow[]> {
    const rows = await this.print(`/ip/firewall/${table}`, { stats: true });
    return rows.map((row, number) => ruleRow(table, row, number));
  }

  async dhcpLeases(): Promise<Row[]> {
    return await this.print('/ip/dhcp-server/lease');
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #settings(menu: string): Promise<Row> {
    return (await this.print(menu))[0] ?? {};
  }
}

const importFile = 'knocklab-import.rsc';

/** `ip firewall filter` and `/ip/firewall/filter` alike. */
function commandWord(menu: string, command: string): string {
  return ['', ...menu.split(/[/\s]+/).filter((part) => part !== ''), command].join('/');
}

function propertyWords(properties: Properties): string[] {
  return attributeWords(Object.entries(properties).map(([name, value]) => [name, propertyText(value)] as const));
}

function propertyText(value: string | number | boolean): string {
  if (typeof value !== 'boolean') return String(value);
  return value ? 'yes' : 'no';
}

function addressListRow(row: Row): AddressListRow {
  return {
    list: row.list ?? '',
    address: row.address ?? '',
    ...(row.timeout === undefined ? {} : { timeout: row.timeout }),
    ...(row['creation-time'] === undefined ? {} : { creationTime: row['creation-time'] }),
    dynamic: row.dynamic === 'true',
  };
}

function logLine(row: Row): LogLine {
  return { time: row.time ?? '', topics: row.topics ?? '', message: row.message ?? '' };
}
