import { KnocklabError } from '../core/errors.ts';

/** The router refused a command: RouterOS's own text, its category and whatever else the `!trap` said. */
export class RouterTrap extends KnocklabError {
  override readonly name = 'RouterTrap';
  /** 0 … 7 as in `trapCategories`; RouterOS leaves it out of many traps. */
  readonly category: number | undefined;
  readonly attributes: ReadonlyMap<string, string>;

  constructor(command: string, attributes: ReadonlyMap<string, string>) {
    super('router/trap', attributes.get('message') ?? 'The router gave no reason.', { evidence: command });
    const category = attributes.get('category');
    this.category = category === undefined ? undefined : Number(category);
    this.attributes = attributes;
  }
}
