import type { Source } from '../../../core/source.ts';
import type { Row } from '../../../routeros/api/sentence.ts';
import type { RuleRow } from '../../../trace/events.ts';
import type { ApiConnection, WriteOptions } from '../../api-connection.ts';
import { type PrintOptions, Router } from '../../router.ts';
import { managementComment, managementHost } from './management.ts';

/** A router whose harness has a rule of its own in it: no rule of the configuration, so none that could stay unused. */
export class ManagedRouter extends Router {
  readonly #guard: () => Promise<void>;
  /** Log lines from before the configuration was complete. */
  readonly #early = new Set<string>();

  /** `guard` sees to the rule again after a configuration has been imported. */
  constructor(connection: ApiConnection, name: string, guard: () => Promise<void>) {
    super(connection, name);
    this.#guard = guard;
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

  override async importConfig(source: Source, options: WriteOptions = {}): Promise<void> {
    try {
      await super.importConfig(source, options);
    } finally {
      await this.#guard();
      await this.#forgetLog();
    }
  }

  /** The lines about each item that an import adds; what its scripts have written stays. */
  async #forgetLog(): Promise<void> {
    for (const row of await super.print('/log')) if (isAboutChange(row)) this.#early.add(row['.id'] ?? '');
  }

  #isOurs(row: Row): boolean {
    const message = row.message ?? '';
    return this.#early.has(row['.id'] ?? '') || message.includes(managementHost) || message.includes(managementComment);
  }
}

const isLog = (menu: string): boolean => menu.replaceAll(/[/\s]/g, '') === 'log';

const isAboutChange = ({ topics = '', message = '' }: Row): boolean =>
  topics.startsWith('system,info') && /\b(?:added|changed|removed|moved|logged (?:in|out))\b/.test(message);
