import type { Source } from '../../../core/source.ts';
import type { RuleRow } from '../../../trace/events.ts';
import type { ApiConnection, WriteOptions } from '../../api-connection.ts';
import { Router } from '../../router.ts';
import { managementComment } from './management.ts';

/** A router whose harness has a rule of its own in it: no rule of the configuration, so none that could stay unused. */
export class ManagedRouter extends Router {
  readonly #guard: () => Promise<void>;

  /** `guard` sees to the rule again after a configuration has been imported. */
  constructor(connection: ApiConnection, name: string, guard: () => Promise<void>) {
    super(connection, name);
    this.#guard = guard;
  }

  override async rules(table: RuleRow['table']): Promise<RuleRow[]> {
    return (await super.rules(table)).filter(({ comment }) => comment !== managementComment);
  }

  override async importConfig(source: Source, options: WriteOptions = {}): Promise<void> {
    try {
      await super.importConfig(source, options);
    } finally {
      await this.#guard();
    }
  }
}
