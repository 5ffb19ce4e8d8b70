import type { Source } from '../../../core/source.ts';
import type { Row } from '../../../routeros/api/sentence.ts';
import type { RuleRow } from '../../../trace/events.ts';
import type { ApiConnection } from '../../api-connection.ts';
import { emptyLog } from '../../empty-log.ts';
import { type PrintOptions, Router } from '../../router.ts';
import type { MenuChange } from './device-changes.ts';

/** What the harness has added to the device says so. */
export const managementComment = 'knocklab management';

/** Where the device's own side of a scenario's run ends. */
interface Sight {
  readonly changes: readonly MenuChange[];
  /** The log is emptied once the configuration is there. */
  readonly emptiesLog: boolean;
  /** The machine's address as the device sees it. */
  readonly harness: string;
}

/** Somebody's router as a scenario sees it: without what was there before, and without what the harness does on it. */
export class DeviceRouter extends Router {
  readonly #sight: Sight;
  readonly #early = new Set<string>();

  constructor(connection: ApiConnection, name: string, sight: Sight) {
    super(connection, name);
    this.#sight = sight;
  }

  override async importConfig(source: Source): Promise<void> {
    await super.importConfig(source);
    if (this.#sight.emptiesLog) await emptyLog(this);
    for (const row of await super.print('/log', { proplist: ['.id'] })) this.#early.add(row['.id'] ?? '');
  }

  override async rules(table: RuleRow['table']): Promise<RuleRow[]> {
    return (await super.rules(table)).filter(({ comment }) => comment !== managementComment);
  }

  override async print(menu: string, options: PrintOptions = {}): Promise<Row[]> {
    if (menu.replaceAll(/[/\s]/g, '') !== 'log') return await super.print(menu, options);
    const { proplist } = options;
    const wanted = proplist === undefined ? options : { ...options, proplist: [...new Set(['.id', ...proplist])] };
    return (await super.print(menu, wanted)).filter((row) => !this.#isOurs(row));
  }

  #isOurs({ '.id': id = '', message = '' }: Row): boolean {
    return this.#early.has(id) || message.includes(managementComment) || message.includes(this.#sight.harness);
  }

  /** For reports: of the rest of somebody's configuration they have no need. */
  override async export(): Promise<string> {
    const touched = new Set(this.#sight.changes.map(({ menu }) => menu));
    let isTouched = true;
    const lines = (await super.export())
      .replaceAll(/\\\n {4}/g, '')
      .split('\n')
      .filter((line) => {
        if (line.startsWith('/')) isTouched = touched.has(line.replaceAll(' ', '/'));
        return isTouched && !line.includes(managementComment);
      });
    return lines.join('\n');
  }
}
