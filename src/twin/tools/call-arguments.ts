import { isIP } from 'node:net';
import { parseDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import type { ActionCall } from '../menu/menu-spec.ts';

const argumentError = (text: string): RouterosError => new RouterosError(text, { category: trapCategories.argument });

/** What a command was given, read as the types that RouterOS's arguments have. */
export class CallArguments {
  readonly #args: ActionCall['args'];

  constructor({ args }: Pick<ActionCall, 'args'>) {
    this.#args = args;
  }

  has(name: string): boolean {
    return this.#args.has(name);
  }

  text(name: string): string | undefined {
    return this.#args.has(name) ? toPropertyText(this.#args.get(name) ?? nothing) : undefined;
  }

  /** A switch that may also be given as `name=yes`. */
  flag(name: string): boolean {
    return this.#args.has(name) && !/^(?:no|false)$/.test(this.text(name) ?? '');
  }

  number(name: string, [min, max]: readonly [number, number]): number | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    if (!/^\d+$/.test(given)) throw argumentError(`invalid value for argument ${name}`);
    if (Number(given) >= min && Number(given) <= max) return Number(given);
    throw argumentError(`value of ${name} out of range (${min}..${max})`);
  }

  port(name = 'port'): number | undefined {
    return this.number(name, [0, 65_535]);
  }

  ms(name: string): number | undefined {
    const given = this.text(name);
    if (given === undefined) return undefined;
    const ms = parseDuration(given);
    if (ms === undefined) throw argumentError(`invalid value for argument ${name}`);
    return ms;
  }

  /** An address of the router itself. */
  address(name: string): string | undefined {
    const given = this.text(name);
    if (given === undefined || isIP(given) !== 0) return given;
    throw argumentError(`invalid value for argument ${name}`);
  }

  oneOf<T extends string>(name: string, ...words: readonly T[]): T | undefined {
    const given = this.text(name);
    const word = words.find((candidate) => candidate === given);
    if (given !== undefined && word === undefined) throw argumentError(`input does not match any value of ${name}`);
    return word;
  }
}
