import type { Value } from '../../routeros/value.ts';
import { bool, num, str } from '../../routeros/value.ts';

/** What a property accepts and how it is kept: as the text that export writes. */
export interface PropertyType {
  /** Canonical text, or `undefined` when the text is no such value. May throw a `RouterosError` with a text of its own. */
  parse(text: string): string | undefined;
  /** As `get` gives it to a script. Default: a string. */
  value?(text: string): Value;
  /** As the API writes it. Default: as kept. */
  api?(text: string): string;
  /** As `print` shows it among settings: `256.0MiB`. Default: as kept. */
  shown?(text: string): string;
  /** As `print` shows it in rows with quotes (`name="x"`). */
  readonly quoted?: boolean;
  /** Of a value that is refused for its size alone: the bounds, `1..254`. */
  outOfRange?(text: string): string | undefined;
  /** Words that may be given, for the error and for completion. */
  readonly words?: () => readonly string[];
  /** The menu whose items it calls by name: `interface`. */
  readonly refersTo?: string;
  /** Its columns are aligned to the right. */
  readonly isNumber?: boolean;
  /** A word that stands alone (`add blackhole`): there, or not. */
  readonly isSwitch?: boolean;
}

export interface PropertySpec {
  readonly type: PropertyType;
  /** What an item has when nothing was said; left out of a compact export. */
  readonly default?: string;
  readonly required?: boolean;
  /** Computed by the router: can be read, not set. */
  readonly readonly?: boolean;
  /** Accepted and kept, but the twin does nothing with it: named in the report. */
  readonly inert?: boolean;
  /** RouterOS has it, the twin cannot enforce it: whoever sets it is told so, instead of a rule that is passed over. */
  readonly refused?: boolean;
  /** Where it is not what RouterOS makes of it; for the documents. */
  readonly differs?: string;
  /** Can be set, and is never shown again: passwords of users. */
  readonly writeOnly?: boolean;
  /** Passwords and keys: v7 leaves them out of an export. */
  readonly sensitive?: boolean;
}

export type Properties = Readonly<Record<string, PropertySpec>>;

export const text: PropertyType = { parse: (given) => given, quoted: true };

/** The same, of what has to have a name. */
export const filledText: PropertyType = { ...text, parse: (given) => (given === '' ? undefined : given) };

/** A word that is shown without quotes. */
export const word: PropertyType = { parse: (given) => given };

/** A word that has to be one: chains, list names. */
export const filledWord: PropertyType = { parse: (given) => (given === '' ? undefined : given) };

export const boolean: PropertyType = {
  parse: (given) => (/^(yes|true)$/.test(given) ? 'yes' : /^(no|false)$/.test(given) ? 'no' : undefined),
  value: (kept) => bool(kept === 'yes'),
  api: (kept) => (kept === 'yes' ? 'true' : 'false'),
  words: () => ['yes', 'no'],
};

export function oneOf(...words: readonly string[]): PropertyType {
  return { parse: (given) => wordMeant(words, given), words: () => words };
}

/** The word itself, or the only one that begins so. */
function wordMeant(words: readonly string[], given: string): string | undefined {
  if (words.includes(given)) return given;
  const matching = words.filter((candidate) => given !== '' && candidate.startsWith(given));
  return matching.length === 1 ? matching[0] : undefined;
}

export function integer(min: number, max: number): PropertyType {
  const number = (given: string): number => (/^(0x[0-9a-f]+|\d+)$/i.test(given) ? Number(given) : Number.NaN);
  const fits = (value: number): boolean => value >= min && value <= max;
  return {
    parse: (given) => (fits(number(given)) ? String(number(given)) : undefined),
    outOfRange: (given) => (/^-\d+$/.test(given) || !Number.isNaN(number(given)) ? `${min}..${max}` : undefined),
    value: (kept) => num(BigInt(kept)),
    isNumber: true,
  };
}

/** A comma list whose members are each of `member`; order is kept as given. */
export function commaList(member: PropertyType): PropertyType {
  return {
    ...(member.refersTo === undefined ? {} : { refersTo: member.refersTo }),
    ...(member.words === undefined ? {} : { words: member.words }),
    parse: (given) => {
      if (given === '') return '';
      const parts = given.split(',').map((part) => member.parse(part));
      return parts.includes(undefined) ? undefined : parts.join(',');
    },
  };
}

/** `!value` as well as `value` (firewall-facts 1.3). */
export function invertible(type: PropertyType): PropertyType {
  return {
    ...type,
    parse: (given) => {
      if (!given.startsWith('!')) return type.parse(given);
      const inner = type.parse(given.slice(1));
      return inner === undefined || inner === '' ? undefined : `!${inner}`;
    },
    value: str,
  };
}

/** One of the names that another menu has now, or one of `extra`; it follows when the item there gets a new name. */
export function reference(
  to: { readonly menu: string; readonly names: () => readonly string[] },
  ...extra: readonly string[]
): PropertyType {
  const words = (): readonly string[] => [...extra, ...to.names()];
  return { parse: (given) => wordMeant(words(), given), words, refersTo: to.menu };
}
