import type { Source } from '../../../core/source.ts';
import type { Row } from '../../../routeros/api/sentence.ts';
import type { RuleRow } from '../../../trace/events.ts';
import type { ApiConnection, WriteOptions } from '../../api-connection.ts';
import { emptyLog } from '../../empty-log.ts';
import { type PrintOptions, Router } from '../../router.ts';
import { RouterTrap } from '../../router-trap.ts';
import { managementComment, managementHost } from './management.ts';
import { additionsOf, countItems, missingItems } from './read-back.ts';
import { runOverSsh, type SshTarget, uploadFile } from './ssh-access.ts';

interface Access {
  /** Sees to the harness's rule again after a configuration has been imported. */
  readonly guard: () => Promise<void>;
  /** For what the API does not take. */
  readonly ssh: () => Promise<SshTarget>;
}

/** A router whose harness has a rule of its own in it: no rule of the configuration, so none that could stay unused. */
export class ManagedRouter extends Router {
  readonly #access: Access;
  /** Log lines from before the configuration was complete. */
  readonly #early = new Set<string>();
  /** What an import left out without a word. */
  readonly #missing: string[] = [];

  constructor(connection: ApiConnection, name: string, access: Access) {
    super(connection, name);
    this.#access = access;
  }

  get missing(): readonly string[] {
    return this.#missing;
  }

  override async rules(table: RuleRow['table']): Promise<RuleRow[]> {
    return (await super.rules(table)).filter(({ comment }) => comment !== managementComment);
  }

  /** The log without what the harness itself has caused: on the twin it leaves no trace either. */
  override async print(menu: string, options: PrintOptions = {}): Promise<Row[]> {
    if (!isLog(menu)) return await super.print(menu, options);
    const { proplist } = options;
    const wanted = proplist === undefined ? options : { ...options, proplist: [...new Set(['.id', ...proplist])] };
    return (await super.print(menu, wanted)).filter((row) => !this.#isOurs(row));
  }

  /** RouterOS 6 gives no output over its API. */
  override async run(line: string, options: WriteOptions = {}): Promise<string> {
    try {
      return await super.run(line, options);
    } catch (error) {
      if (!isTrap(error, /^unknown parameter/)) throw error;
      return await runOverSsh(await this.#access.ssh(), line);
    }
  }

  override async importConfig(source: Source, options: WriteOptions = {}): Promise<void> {
    const additions = additionsOf(source);
    const count = async (menu: string): Promise<number | undefined> => await this.#count(menu);
    const before = await countItems(additions.keys(), count);
    try {
      await super.importConfig(source, options);
    } finally {
      if (!(await this.#isGuarded())) await this.#access.guard();
      await this.#forgetLog();
    }
    this.#missing.push(...(await missingItems(additions, before, count)));
  }

  /** The API takes 4 kB in RouterOS 6 and about 60 kB in 7 (language-facts 11), and makes no new file in early releases. */
  protected override async putFile(name: string, text: string): Promise<void> {
    try {
      await super.putFile(name, text);
    } catch (error) {
      if (!(error instanceof RouterTrap)) throw error;
      await uploadFile(await this.#access.ssh(), name, text);
    }
  }

  /** The harness's rule still stands before all others. */
  async #isGuarded(): Promise<boolean> {
    const rules = await this.print('/ip/firewall/filter', { proplist: ['comment', 'dynamic'] });
    return rules.find(({ dynamic }) => dynamic !== 'true')?.comment === managementComment;
  }

  async #count(menu: string): Promise<number | undefined> {
    try {
      const rows = await this.print(menu, { proplist: ['.id', 'dynamic'] });
      return rows.filter(({ dynamic }) => dynamic !== 'true').length;
    } catch (error) {
      if (error instanceof RouterTrap) return undefined;
      throw error;
    }
  }

  /**
   * The lines about each item that an import adds. Since 7 they hold the command itself, a script's source with it: a
   * script that searches the log would find the line about its own making, so these are taken off the router, as a reboot
   * would. Otherwise what the import's scripts have written stays.
   */
  async #forgetLog(): Promise<void> {
    const rows = await super.print('/log');
    if (rows.some((row) => isAboutChange(row) && /\(.*= \//.test(row.message ?? ''))) await emptyLog(this);
    for (const row of await super.print('/log')) if (isAboutChange(row)) this.#early.add(row['.id'] ?? '');
  }

  #isOurs(row: Row): boolean {
    const message = row.message ?? '';
    return this.#early.has(row['.id'] ?? '') || message.includes(managementHost) || message.includes(managementComment);
  }
}

const isTrap = (error: unknown, message: RegExp): boolean => error instanceof RouterTrap && message.test(error.message);

const isLog = (menu: string): boolean => menu.replaceAll(/[/\s]/g, '') === 'log';

const isAboutChange = ({ topics = '', message = '' }: Row): boolean =>
  topics.startsWith('system,info') && /\b(?:added|changed|removed|moved|scheduled|logged (?:in|out))\b/.test(message);
